"""Random forms with random answers, sent as a browser sends them: nothing is lost, nothing hidden is kept.

What was typed is followed from the form over the check page to the stored answers, the receipt, the case in the inbox
and both formats of the export, "Tell us more" included.
"""

import itertools
import re
from decimal import Decimal

import pytest
from bs4 import BeautifulSoup
from django.test import Client
from hypothesis import given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from bbacms.core.choices import Unit
from bbacms.core.models import ActorKind
from home.models import HomePage
from pledges.choices import MailKind
from pledges.models import OutgoingMail, Pledge
from tests.factories.core import ActorKindFactory, CriterionFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.home import HomePageFactory
from tests.factories.pledges import JoinPageFactory
from tests.factories.users import UserFactory
from tests.support.exports import exported, exported_sheet
from tests.support.join_forms import name, needed_questions, post, published_form, question, section, send
from tests.support.members import listed
from tests.support.random_answers import (
    ASKED,
    CRITERIA,
    ENGAGEMENTS,
    Answered,
    block_of,
    condition_on,
    engagement_fields,
    engagement_stored,
    quantity_of,
    what_is_sent,
    what_is_stored,
)

pytestmark = pytest.mark.django_db

# The screen of "Tell us more", behind those of the join form.
MORE = 4
numbers = itertools.count()


@pytest.fixture(autouse=True)
def _store(settings, tmp_path):
    settings.PRIVATE_ROOT = tmp_path / "private"


def make_lists():
    if ActorKind.objects.exists():
        return
    ActorKindFactory(code="citizen", label="Citizen")
    objectives = {code: ObjectiveFactory(code=code) for code in ("A1-1", "A1-5", "A2-1")}
    IndicatorFactory(objective=objectives["A1-1"], code="ha", unit=Unit.HECTARE)
    IndicatorFactory(objective=objectives["A1-5"], code="km", unit=Unit.KILOMETRE)
    IndicatorFactory(objective=objectives["A2-1"], code="share", unit=Unit.PERCENT)
    for key in CRITERIA:
        objective, _slash, criterion = key.partition("/")
        CriterionFactory(objective=objectives[objective], key=criterion)


def composed(wanted, engagement, language):
    """The questions of each screen, answered, in the order of the form."""
    needed = needed_questions()
    needed["engagement"]["value"] |= {"most": 3, "ask_by": True, "ask_where": True}
    note = question("short_text", "Note", privacy="staff")
    fields = {
        "title": ({name(needed["title"]): "Title"}, "Title"),
        "engagement": (engagement_fields(needed["engagement"], engagement, language), engagement_stored(engagement)),
        "actor_kind": ({name(needed["actor_kind"]): "citizen"}, "citizen"),
        "email": ({name(needed["email"]): "an@example.org"}, "an@example.org"),
    }
    always = {key: Answered(needed[key], *fields[key]) for key in needed}
    screens = {
        1: [always["title"], always["engagement"]],
        2: [always["actor_kind"], always["email"]],
        3: [],
        MORE: [Answered(note, {name(note): "Later"}, "Later")],
    }
    for index, asked in enumerate(sorted(wanted, key=lambda asked: asked.screen)):
        earlier = [answered for screen in screens if screen <= asked.screen for answered in screens[screen]]
        condition, is_shown = None, True
        if asked.depends:
            number, way = asked.depends
            condition, is_shown = condition_on(earlier[number % len(earlier)], way)
        block = block_of(asked, f"Question {index}", condition)
        stored = what_is_stored(block, asked.typed, engagement) if is_shown else None
        screens[asked.screen].append(Answered(block, what_is_sent(block, asked.typed, language), stored))
    return {screen: questions for screen, questions in screens.items() if questions}


def fill_in(client, address, screens):
    """Send screen after screen from ``address`` on; returns the address of the check page."""
    while not address.endswith("/check/"):
        answered = screens[int(address.rstrip("/").rpartition("/")[2]) - 1]
        response = send_screen(client, address, answered)
        assert response.status_code == 303, response.content.decode()
        address = response.url
    return address


def send_screen(client, address, answered):
    fields = {key: value for question in answered for key, value in question.fields.items()}
    if any(question.block["type"] == "file" for question in answered):
        return client.post(address, fields)
    return post(client, address, fields)


def in_case(client, pledge):
    """The answers in the inbox, by question."""
    page = BeautifulSoup(client.get(f"/admin/inbox/{pledge.pk}/").content, "html.parser")
    rows = page.select(".inbox-case__answers > div")
    return {next(row.dt.stripped_strings): row.dd.get_text("\n", strip=True) for row in rows}


def in_receipt(body):
    """The answers in a receipt, by question: behind the label, or below it with four spaces before each line."""
    found, label = {}, ""
    for line in body.splitlines():
        if begun := re.match(r"((?:Question \d+|Note|Objective)(?: \((?:nl|fr|de)\))?):(.*)", line):
            label = begun[1]
            found[label] = [begun[2].strip()]
        elif line.startswith("    ") and label:
            found[label].append(line.strip())
        else:
            label = ""
    return {label: "\n".join(filter(None, lines)) for label, lines in found.items()}


def in_exports(client, pledge):
    """What the row of a pledge says in each format of the export, by heading."""
    for rows in (exported(client), exported_sheet(client)):
        (row,) = (row for row in rows if row["Number"] == pledge.public_id)
        yield row


def figure_of(row, indicator):
    """The declared quantity in a row of an export."""
    start = f"{indicator.objective.code} {indicator.name} ("
    (figure,) = (value for heading, value in row.items() if heading.startswith(start) and "declared" in heading)
    return figure


def without_blank_lines(text):
    return "\n".join(filter(None, (line.strip() for line in text.splitlines())))


def comparable(answer):
    """The stored value; of a file its name, as everything else about it is looked at in the tests of files."""
    return answer.value[0]["name"] if answer.kind == "file" else answer.value


@hypothesis_settings(max_examples=20, deadline=None)
@given(wanted=ASKED, engagement=ENGAGEMENTS, language=st.sampled_from(["en", "nl", "fr", "de"]))
def test_what_is_typed_is_what_staff_read(wanted, engagement, language):
    make_lists()
    screens = composed(wanted, engagement, language)
    form = published_form(
        *(
            section(f"Screen {screen}", *(answered.block for answered in questions), stage=stage_of(screen))
            for screen, questions in screens.items()
        ),
        name=str(next(numbers)),
    )
    home = HomePage.objects.filter(locale__language_code=language).first() or HomePageFactory(language=language)
    page = JoinPageFactory(parent=home, form=form, slug=f"join-{next(numbers)}")
    join = [questions for screen, questions in screens.items() if screen != MORE]

    client = Client()
    begun = send_screen(client, f"/{language}/pledge/start/{page.pk}/", join[0])
    assert begun.status_code == 303, begun.content.decode()
    check = fill_in(client, begun.url, join)
    shown = listed(client.get(check))
    assert send(client, check).status_code == 303
    pledge = Pledge.objects.latest("pk")
    receipt = in_receipt(OutgoingMail.objects.get(kind=MailKind.RECEIPT, pledge=pledge).body)
    more = fill_in(client, post(client, f"/{language}/pledge/{pledge.token}/more/", {}).url, [screens[MORE]])
    shown |= listed(client.get(more))
    assert send(client, more).status_code == 303

    everything = [answered for questions in screens.values() for answered in questions]
    labels = {answered.block["id"]: answered.block["value"]["label"]["en"] for answered in everything}
    answers = {str(answer.question_id): answer for answer in pledge.answers.all()}
    expected = {answered.block["id"]: answered.stored for answered in everything if answered.stored is not None}
    assert {key: comparable(answer) for key, answer in answers.items()} == expected
    assert {
        contribution.indicator.code: contribution.declared
        for contribution in pledge.contributions.select_related("indicator")
    } == {code: quantity_of(code, parts) for code, parts in engagement.items() if code != "unsure"}
    given_consents = [str(key) for key in pledge.consents.values_list("question_id", flat=True)]
    assert sorted(given_consents) == sorted(key for key, answer in answers.items() if answer.kind == "consent")

    staff = Client()
    staff.force_login(UserFactory(group="Pledge officers"))
    case = in_case(staff, pledge)
    sent_later = {answered.block["id"] for answered in screens[MORE]}
    for key, answer in answers.items():
        words = without_blank_lines(answer.display)
        assert words, answer.label
        assert without_blank_lines(shown[answer.label]) == words
        assert without_blank_lines(case[answer.label]) == words
        if answer.label.startswith(("Question", "Objective")) and key not in sent_later:
            assert receipt[answer.label] == words
        if answer.kind in ("short_text", "long_text"):
            assert words == answer.value
    in_csv, in_workbook = in_exports(staff, pledge)
    for answer in answers.values():
        # Staff read the admin in English, whatever language the member wrote in; a heading of ours may be the same.
        label = labels[str(answer.question_id)]
        heading = f"{label} ({form.name})" if f"{label} ({form.name})" in in_csv else label
        assert in_workbook[heading] == answer.display
        # An apostrophe keeps a spreadsheet program from working a formula out.
        assert in_csv[heading] in (answer.display, f"'{answer.display}")
    for contribution in pledge.contributions.exclude(declared=None).select_related("indicator__objective"):
        for row in (in_csv, in_workbook):
            assert Decimal(str(figure_of(row, contribution.indicator))) == contribution.declared
    for answered in everything:
        if answered.stored is None:
            label = answered.block["value"]["label"][language]
            assert label not in case
            assert label not in receipt


def stage_of(screen):
    return "more" if screen == MORE else "join"
