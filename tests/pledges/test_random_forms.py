"""Random forms with random answers, sent as a browser sends them: nothing is lost, nothing hidden is kept.

What was typed is followed from the form over the check page to the stored answers, the receipt and the case in the
inbox.
"""

import datetime
import html
import itertools

import pytest
from django.test import Client
from hypothesis import given, settings
from hypothesis import strategies as st

from bbacms.core.choices import Unit
from bbacms.core.models import ActorKind
from home.models import HomePage
from pledges.choices import MailKind
from pledges.engine.numbers import typed_text
from pledges.models import OutgoingMail, Pledge
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.home import HomePageFactory
from tests.factories.pledges import JoinPageFactory
from tests.factories.users import UserFactory
from tests.support.join_forms import (
    name,
    needed_questions,
    option_ids,
    post,
    published_form,
    question,
    section,
    send,
    when,
)

WORDS = st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=60).filter(
    lambda text: text.strip() and text.isprintable()
)
NUMBERS = st.decimals(min_value=-999_999, max_value=999_999, places=3, allow_nan=False)
DAYS = st.dates(min_value=datetime.date(1950, 1, 1), max_value=datetime.date(2090, 1, 1))
# What is typed for each kind; nothing typed is an answer too.
TYPED = {
    "short_text": WORDS,
    "long_text": WORDS,
    "number": NUMBERS,
    "date": DAYS.map(lambda day: day.isoformat()),
    "yes_no": st.sampled_from(["yes", "no"]),
    "one_of": st.integers(0, 2),
    "several_of": st.sets(st.integers(0, 2), min_size=1),
    "email": st.just("bea@example.org"),
    "web_address": st.just("https://example.org/pond"),
    "phone": st.just("0470 12 34 56"),
    "enterprise_number": st.just("0403.019.261"),
    "place": st.sampled_from(["9000", "Namur", "België"]),
}
ASKED = st.lists(
    st.sampled_from(sorted(TYPED)).flatmap(
        lambda kind: st.tuples(st.just(kind), st.one_of(st.none(), TYPED[kind]), st.booleans(), st.integers(1, 3))
    ),
    max_size=7,
)
numbers = itertools.count()


def what_is_sent(block, typed, language):
    if typed is None:
        return {}
    if block["type"] == "number":
        return {name(block): typed_text(typed, language)}
    if block["type"] == "one_of":
        return {name(block): option_ids(block)[typed]}
    if block["type"] == "several_of":
        return {name(block): [option_ids(block)[index] for index in sorted(typed)]}
    return {name(block): typed}


@pytest.mark.django_db
@settings(max_examples=20, deadline=None)
@given(asked=ASKED, decision=st.sampled_from(["yes", "no"]), language=st.sampled_from(["en", "nl", "fr", "de"]))
def test_what_is_typed_is_what_staff_read(asked, decision, language):
    if not ActorKind.objects.exists():
        ActorKindFactory(code="citizen", label="Citizen")
        IndicatorFactory(objective=ObjectiveFactory(code="A1-1"), code="ha", unit=Unit.HECTARE)
    needed = needed_questions()
    decider = question("yes_no", "Decider", required=True)
    parts = {1: [needed["title"], needed["engagement"], decider], 2: [needed["actor_kind"], needed["email"]], 3: []}
    sent = {
        1: {name(needed["title"]): "Title", name(needed["engagement"]): "ha", name(decider): decision},
        2: {name(needed["actor_kind"]): "citizen", name(needed["email"]): "an@example.org"},
        3: {},
    }
    expected = []
    for index, (kind, typed, is_conditional, screen) in enumerate(asked):
        block = question(
            kind,
            f"Question {index}",
            options=("A", "B", "C") if kind in ("one_of", "several_of") else (),
            shown_when=when(decider, "equals", "yes") if is_conditional else None,
            privacy="staff",
        )
        parts[screen].append(block)
        sent[screen] |= what_is_sent(block, typed, language)
        if typed is not None and (decision == "yes" or not is_conditional):
            expected.append(block)
    screens = [screen for screen in parts if parts[screen]]
    form = published_form(*(section(f"Screen {screen}", *parts[screen]) for screen in screens), name=str(next(numbers)))
    home = HomePage.objects.filter(locale__language_code=language).first() or HomePageFactory(language=language)
    page = JoinPageFactory(parent=home, form=form, slug=f"join-{next(numbers)}")

    client = Client()
    response = post(client, f"/{language}/pledge/start/{page.pk}/", sent[1])
    while not response.url.endswith("/check/"):
        number = int(response.url.rstrip("/").rpartition("/")[2])
        response = post(client, response.url, sent[screens[number - 1]])
        assert response.status_code == 303, html.unescape(response.content.decode())
    check = html.unescape(client.get(response.url).content.decode())
    assert send(client, response.url).status_code == 303

    pledge = Pledge.objects.latest("pk")
    answers = {str(answer.question_id): answer for answer in pledge.answers.all()}
    assert {block["id"] for block in [*needed.values(), decider, *expected]} == set(answers)
    client.force_login(UserFactory(group="Pledge officers"))
    case = html.unescape(client.get(f"/admin/inbox/{pledge.pk}/").content.decode())
    receipt = OutgoingMail.objects.get(kind=MailKind.RECEIPT, pledge=pledge).body
    for block in expected:
        answer = answers[block["id"]]
        assert answer.label == block["value"]["label"][language]
        for line in filter(None, answer.display.splitlines()):
            assert line in check
            assert line in case
            assert line in receipt
        if block["type"] in ("short_text", "long_text"):
            assert answer.display == " ".join(sent_text(sent, block).split(" ")).strip()


def sent_text(sent, block):
    return next(answers[name(block)] for answers in sent.values() if name(block) in answers)
