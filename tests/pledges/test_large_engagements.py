"""How many queries it takes to hand in files, to send and to change, however much an engagement says."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pledges.models import Pledge, PledgeFile
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.factories.pledges import JoinPageFactory
from tests.support.join_forms import name, needed_questions, post, published_form, question, section, texts
from tests.support.member_files import upload
from tests.support.members import Member, mistakes

pytestmark = pytest.mark.django_db

STEP_BUDGET = 12
# What writes more than the answers of one screen.
LARGER = {"send": 37, "change": 43}
# The marks that the tests' own transaction makes of those of the site are no queries. Files are taken in one of their
# own, before the answers.
MARKS = ("SAVEPOINT", "RELEASE SAVEPOINT")


def consent(number):
    value = {"label": texts(f"Consent {number}"), "wording": texts(f"Yes to {number}"), "purpose": "newsletter"}
    return {"type": "consent", "id": f"0f0d6a52-0f1b-4c0e-9a35-{number:012}", "value": value}


class Engagement:
    """An engagement that has ``size`` questions, files, consents and contributions, filled in by a member."""

    def __init__(self, home, size):
        needed = needed_questions()
        first = needed.pop("engagement")
        numbers = range(size)
        self.promises = {"engagement": first} | {
            f"promise{number}": question("engagement", f"Promise {number}") for number in numbers[1:]
        }
        self.texts = {f"text{number}": question("short_text", f"Text {number}") for number in numbers}
        self.consents = {f"consent{number}": consent(number) for number in numbers}
        self.plans = {
            f"plan{number}": question("file", f"Plan {number}", kinds=["picture"], largest=1, how_many=2)
            for number in numbers
        }
        asked = needed | self.promises | self.texts | self.consents
        form = published_form(section("All", *asked.values()), section("Plans", *self.plans.values()), name=f"{size}")
        page = JoinPageFactory(parent=home, form=form, slug=f"join-{size}")
        self.member = Member(page, asked | self.plans)
        self.member.client.get(page.url)  # fills Wagtail's cache of site roots
        self.counts = {}

    def typed(self, text, *, consents):
        typed = {"title": text, "actor_kind": "citizen", "email": "an@example.org"}
        typed |= dict(zip(self.promises, (f"ha{number}" for number in range(8)), strict=False))
        return typed | dict.fromkeys(self.texts, text) | (dict.fromkeys(self.consents, "on") if consents else {})

    def count(self, what, act):
        with CaptureQueriesContext(connection) as queries:
            response = act()
        self.counts[what] = sum(not query["sql"].startswith(MARKS) for query in queries)
        return response

    def give_plans(self, plans):
        return self.member.client.post(self.member.address(2), {name(plan): upload() for plan in plans})

    def walk(self):
        """Through both screens, to the received page, and back to correct it all."""
        member, plans = self.member, list(self.plans.values())
        assert member.begin(**self.typed("A pond", consents=True)).url == member.address(2)
        self.count("look at the files", lambda: member.open(2))
        self.count("give one file", lambda: self.give_plans(plans[:1]))
        self.count("give a file to each question", lambda: self.give_plans(plans))
        held = [str(file.pk) for file in PledgeFile.objects.filter(draft__token=member.token)]
        removals = {f"{name(plan)}-remove": held for plan in plans}
        self.count("remove all files", lambda: post(member.client, member.address(2), removals))
        self.count("go on without a file", lambda: member.post(2))
        self.give_plans(plans)
        seen = member.seen()
        assert self.count("send", lambda: member.press_send(seen)).url == member.address("received")
        member.token = post(member.client, member.link("mine"), {"action": "correct"}).url.split("/")[3]
        member.post(1, **self.typed("Two ponds", consents=False))
        response = self.give_plans(plans)
        assert response.url == member.address("check"), mistakes(response)
        seen = member.seen()
        assert self.count("change", lambda: member.press_send(seen)).url.endswith("/received/?more")
        return self.counts


def test_the_number_of_queries_does_not_grow_with_what_an_engagement_says(homes):
    ActorKindFactory(code="citizen")
    for number in range(8):
        IndicatorFactory(code=f"ha{number}")
    # The first one fills the caches of Wagtail and Django.
    _first, few, many = (Engagement(homes["en"], size).walk() for size in (2, 1, 8))
    _first, one, all_of_it = Pledge.objects.order_by("pk")
    for pledge, size in ((one, 1), (all_of_it, 8)):
        assert pledge.contributions.count() == size
        assert pledge.consents.filter(given=False).count() == size
        assert pledge.answers.filter(kind="short_text", display="Two ponds").count() == size + 1
        assert pledge.answers.filter(kind="file").count() == pledge.files.count() / 2 == size
    assert many == few
    assert max(count for what, count in many.items() if what not in LARGER) <= STEP_BUDGET, many
    assert not {what: many[what] for what, most in LARGER.items() if many[what] > most}
