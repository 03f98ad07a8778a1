"""The check page says what would make an engagement more specific and dated, and asks for none of it."""

import pytest
from bs4 import BeautifulSoup

from bbacms.core.choices import Unit
from pledges.models import Pledge
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import join_pages, name, needed_questions, published_form, question, section
from tests.support.members import Member

pytestmark = pytest.mark.django_db

SPECIFIC = "A hedge of 200 m around the school yard"


@pytest.fixture
def member():
    IndicatorFactory(objective=ObjectiveFactory(code="A1-1"), code="ha", unit=Unit.HECTARE)
    ActorKindFactory(code="citizen")
    asked = needed_questions()
    asked["engagement"]["value"] |= {"most": 2, "ask_by": True}
    asked["where"] = question("place", "Where", meaning="municipality")
    form = published_form(
        section("What", asked["title"], asked["engagement"], asked["where"]),
        section("Who", asked["actor_kind"], asked["email"]),
    )
    return Member(join_pages(form)["en"], asked)


def answer(member, *, title=SPECIFIC, chosen="ha", quantity="3", by="2029", where="9000"):
    """Answer everything in that way, up to the check page."""
    said = {"engagement": chosen, "engagement-quantity": quantity, "engagement-by": by}
    assert member.begin(title=title, where=where, **said).status_code == 303
    assert member.post("2", actor_kind="citizen", email="a@b.example").url == member.address("check")


def advice(member):
    """The sentences of the advice, each with where it leads; empty where nothing is advised."""
    box = BeautifulSoup(member.open("check").content, "html.parser").select_one("aside.notice")
    return {item.contents[0].strip(): item.a["href"] for item in box.select("li")} if box else {}


def test_a_specific_and_dated_engagement_gets_none(member):
    answer(member)
    assert advice(member) == {}


@pytest.mark.parametrize(
    ("lacking", "question_name", "said"),
    [
        ({"by": ""}, "engagement", "Say by which year."),
        ({"quantity": ""}, "engagement", "Say how much, even if it is an estimate."),
        ({"quantity": "", "by": ""}, "engagement", "Say how much and by which year, even if it is an estimate."),
        ({"where": ""}, "where", "Say where: a municipality is enough."),
        ({"title": "A hedge"}, "title", "Say in the title what you do and where,"),
    ],
)
def test_what_is_missing_is_said_with_a_link_to_its_question(member, lacking, question_name, said):
    answer(member, **lacking)
    [(words, leads_to)] = advice(member).items()
    assert words.startswith(said)
    assert leads_to == f"{member.address('1')}#{name(member.asked[question_name])}"
    assert member.client.get(leads_to).status_code == 200


def test_whoever_is_not_sure_is_not_asked_for_a_number_or_a_year(member):
    answer(member, chosen="unsure", quantity="", by="")
    assert advice(member) == {}


def test_nothing_of_it_has_to_be_followed(member):
    answer(member, title="A hedge", quantity="", by="", where="")
    assert len(advice(member)) == 3
    assert member.send().status_code == 303
    assert Pledge.objects.get().title == "A hedge"
