"""A question or a section is shown when an earlier answer says so; the server decides, whatever a post says."""

import html
import json
import re

import pytest
from django.utils import translation

from bbacms.core.choices import Unit
from pledges.engine.journey import Journey
from pledges.models import Pledge, PledgeDraft
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    option_ids,
    post,
    published_form,
    question,
    section,
    send,
    unsaved_form,
    when,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def citizen():
    return ActorKindFactory(code="citizen", label="Citizen")


@pytest.fixture
def company():
    return ActorKindFactory(code="company", label="Company")


@pytest.fixture(autouse=True)
def _one_indicator():
    objective = ObjectiveFactory(code="A1-1", label="Town green")
    IndicatorFactory(objective=objective, code="A1-1-ha", label="Green area", unit=Unit.HECTARE)
    IndicatorFactory(objective=ObjectiveFactory(code="A1-5"), code="A1-5-km", label="Hedges", unit=Unit.KILOMETRE)


def is_shown(decider, answer, test, value=""):
    """Whether a question on the next screen is shown after ``answer`` to ``decider``."""
    follower = question("short_text", "Follower", shown_when=when(decider, test, value))
    body = unsaved_form(section("One", decider), section("Two", follower)).body
    with translation.override("en"):
        return follower["id"] in [asked.id for asked in Journey(body, {decider["id"]: answer}).questions]


TEXT = question("short_text", "Text")
NUMBER = question("number", "Trees")
DATE = question("date", "Begin")
YES_NO = question("yes_no", "Open to visitors")
ONE_OF = question("one_of", "How", options=("Sowing", "Mowing", "Planting"))
SEVERAL_OF = question("several_of", "Who", options=("Neighbours", "Schools"))
ENGAGEMENT = question("engagement", "Objective")
SOWING, MOWING, PLANTING = option_ids(ONE_OF)
NEIGHBOURS, SCHOOLS = option_ids(SEVERAL_OF)
PLACE = question("place", "Where")
GHENT = {"kind": "municipality", "code": "44021", "postcode": "9000"}
BELGIUM = {"kind": "country", "code": "belgium", "postcode": ""}
ACTOR_KIND = question("actor_kind", "Who")


CASES = [
    (TEXT, "Pond", "equals", "pond", True),
    (TEXT, "Pond", "equals", "po", False),
    (TEXT, "Pond", "is_not", "hedge", True),
    (TEXT, "Pond", "is_not", "pond", False),
    (TEXT, "A pond for newts", "contains", "POND", True),
    (TEXT, "A hedge", "contains", "pond", False),
    (TEXT, "Pond", "one_of", "hedge, pond", True),
    (TEXT, "Pond", "filled", "", True),
    (TEXT, None, "filled", "", False),
    (TEXT, None, "is_not", "hedge", False),
    (NUMBER, "12", "above", "10", True),
    (NUMBER, "10", "above", "10", False),
    (NUMBER, "9.5", "below", "10", True),
    (NUMBER, "10", "equals", "10", True),
    (NUMBER, "0", "filled", "", True),
    (DATE, "2027-03-01", "above", "2027-02-28", True),
    (DATE, "2027-03-01", "below", "2027-02-28", False),
    (YES_NO, True, "equals", "yes", True),
    (YES_NO, False, "equals", "yes", False),
    (YES_NO, False, "filled", "", True),
    (ONE_OF, SOWING, "equals", SOWING, True),
    (ONE_OF, MOWING, "equals", SOWING, False),
    (ONE_OF, MOWING, "is_not", SOWING, True),
    (ONE_OF, MOWING, "one_of", f"{SOWING},{MOWING}", True),
    (ONE_OF, PLANTING, "one_of", f"{SOWING}, {MOWING}", False),
    (SEVERAL_OF, [NEIGHBOURS, SCHOOLS], "contains", SCHOOLS, True),
    (SEVERAL_OF, [NEIGHBOURS], "contains", SCHOOLS, False),
    (SEVERAL_OF, [NEIGHBOURS], "is_not", SCHOOLS, True),
    (SEVERAL_OF, [NEIGHBOURS, SCHOOLS], "is_not", SCHOOLS, False),
    (SEVERAL_OF, [], "is_not", SCHOOLS, False),
    (SEVERAL_OF, [], "filled", "", False),
    (ENGAGEMENT, [{"indicator": "A1-1-ha", "quantity": None}], "contains", "A1-1-ha", True),
    (ENGAGEMENT, [{"indicator": "A1-1-ha", "quantity": None}], "contains", "A1-1", True),
    (ENGAGEMENT, [{"indicator": "A1-1-ha", "quantity": None}], "contains", "A1-5", False),
    (ENGAGEMENT, [{"indicator": None, "quantity": None}], "contains", "unsure", True),
    (ENGAGEMENT, [{"indicator": "A1-1-ha", "quantity": None}], "is_not", "A1-5", True),
    (ENGAGEMENT, [{"indicator": "A1-1-ha", "quantity": None}], "is_not", "A1-1", False),
    (PLACE, GHENT, "equals", "44021", True),
    (PLACE, GHENT, "equals", "flanders", True),
    (PLACE, GHENT, "equals", "wallonia", False),
    (PLACE, GHENT, "is_not", "44021", False),
    (PLACE, GHENT, "is_not", "92094", True),
    (PLACE, GHENT, "one_of", "92094, 44021", True),
    (PLACE, GHENT, "one_of", "92094, wallonia", False),
    (PLACE, GHENT, "equals", "municipality", True),
    (PLACE, BELGIUM, "equals", "44021", False),
    (PLACE, BELGIUM, "filled", "", True),
    (PLACE, None, "is_not", "44021", False),
    (ACTOR_KIND, "company", "is_not", "citizen", True),
    (ACTOR_KIND, "citizen", "is_not", "citizen", False),
    (ACTOR_KIND, None, "is_not", "citizen", False),
]


# The ids of blocks are random, so they cannot name the cases.
@pytest.mark.parametrize(("decider", "answer", "test", "value", "expected"), CASES, ids=range(len(CASES)))
@pytest.mark.usefixtures("citizen", "company")
def test_what_each_test_says_of_an_answer(decider, answer, test, value, expected):
    assert is_shown(decider, answer, test, value) is expected


@pytest.mark.parametrize(
    ("decider", "value", "sentence"),
    [
        (TEXT, "hedge", "Only if your answer to “Text” contains: hedge."),
        (SEVERAL_OF, SCHOOLS, "Only if your answer to “Who” is: Schools."),
    ],
    ids=["words", "options"],
)
def test_without_script_one_reads_what_the_answer_has_to_contain(decider, value, sentence):
    follower = question("short_text", "Follower", shown_when=when(decider, "contains", value))
    with translation.override("en"):
        _decider, shown = Journey(unsaved_form(section("One", decider, follower)).body, {}).form(1).shown_questions
    assert shown.only_if == sentence


def test_what_nobody_was_asked_makes_nothing_appear():
    first = question("yes_no", "First")
    second = question("yes_no", "Second", shown_when=when(first, "equals", "yes"))
    third = question("short_text", "Third", shown_when=when(second, "equals", "yes"))
    body = unsaved_form(section("One", first), section("Two", second), section("Three", third)).body
    answers = {first["id"]: False, second["id"]: True, third["id"]: "Left over"}
    with translation.override("en"):
        journey = Journey(body, answers)
        assert [asked.label for asked in journey.questions] == ["First"]
        assert journey.answers == {first["id"]: False}


class TestOnTheWay:
    """A form whose second screen depends on the first, and whose third on the second."""

    @pytest.fixture
    def asked(self):
        asked = needed_questions()
        asked["organised"] = question("yes_no", "For an organisation", required=True)
        asked["organisation"] = question(
            "short_text",
            "Name of it",
            meaning="organisation",
            required=True,
            shown_when=when(asked["organised"], "equals", "yes"),
        )
        asked["members"] = question("number", "Members", required=True)
        return asked

    @pytest.fixture
    def pages(self, asked, citizen):
        form = published_form(
            section("What", asked["title"], asked["engagement"], asked["organised"], asked["organisation"]),
            section("The organisation", asked["members"], shown_when=when(asked["organised"], "equals", "yes")),
            section("Who", asked["actor_kind"], asked["email"]),
        )
        return join_pages(form, languages=("en",))

    def first(self, asked, organised, **more):
        return {
            name(asked["title"]): "A pond",
            name(asked["engagement"]): "unsure",
            name(asked["organised"]): organised,
        } | {name(asked[key]): value for key, value in more.items()}

    def start(self, client, pages, data):
        return post(client, f"/en/pledge/start/{pages['en'].pk}/", data)

    def who(self, asked):
        return {name(asked["actor_kind"]): "citizen", name(asked["email"]): "an@example.org"}

    def test_a_hidden_question_is_not_required_and_a_forged_answer_to_it_is_not_kept(self, client, pages, asked):
        response = self.start(client, pages, self.first(asked, "no", organisation="Forged"))
        assert response.status_code == 303
        assert asked["organisation"]["id"] not in PledgeDraft.objects.get().answers

    def test_a_hidden_question_is_not_checked_either(self, client, pages, asked):
        response = self.start(client, pages, self.first(asked, "no", organisation="x" * 1000))
        assert response.status_code == 303

    def test_a_shown_one_is_required(self, client, pages, asked):
        response = self.start(client, pages, self.first(asked, "yes"))
        assert response.status_code == 422
        assert "“Name of it” needs an answer." in html.unescape(response.content.decode())

    def test_without_script_it_stands_there_with_a_sentence_that_says_when(self, client, pages):
        page = html.unescape(client.get(pages["en"].url).content.decode())
        assert "Only if your answer to “For an organisation” is: Yes." in page
        assert "Name of it" in page

    def test_the_script_is_told_what_decides(self, client, pages, asked):
        page = client.get(pages["en"].url).content.decode()
        (condition,) = re.findall(r'data-shown-when="([^"]+)"', page)
        told = json.loads(html.unescape(condition))
        assert told == {"names": [name(asked["organised"])], "test": "equals", "kind": "codes", "values": ["yes"]}
        assert "js/conditions" in page

    def test_a_hidden_section_is_no_screen_and_no_step(self, client, pages, asked):
        response = self.start(client, pages, self.first(asked, "no"))
        assert response.url.endswith("/3/")
        page = client.get(response.url).content.decode()
        assert "The organisation" not in page
        assert client.get(response.url.replace("/3/", "/2/")).url == response.url
        # The way back leads over it too.
        back = post(client, response.url, {"back": "1"})
        assert back.url == response.url.replace("/3/", "/1/")

    def test_a_changed_answer_takes_back_what_hung_on_it(self, client, pages, asked):
        response = self.start(client, pages, self.first(asked, "yes", organisation="The Pond Society"))
        post(client, response.url, {name(asked["members"]): "12"})
        third = response.url.replace("/2/", "/3/")
        post(client, third, self.who(asked))
        post(client, response.url.replace("/2/", "/1/"), self.first(asked, "no", organisation="The Pond Society"))
        send(client, response.url.replace("/2/", "/check/"))
        pledge = Pledge.objects.get()
        assert pledge.organisation == ""
        assert {answer.label for answer in pledge.answers.all()} == {
            "Title",
            "Objective",
            "For an organisation",
            "Kind of actor",
            "E-mail",
        }

    def test_a_changed_answer_that_shows_a_section_asks_it_before_sending(self, client, pages, asked):
        response = self.start(client, pages, self.first(asked, "no"))
        post(client, response.url, self.who(asked))
        again = post(
            client, response.url.replace("/3/", "/1/"), self.first(asked, "yes", organisation="The Pond Society")
        )
        assert again.url.endswith("/2/")
        check = client.get(response.url.replace("/3/", "/check/"))
        assert check.url.endswith("/2/")
        assert not Pledge.objects.exists()

    def test_an_answer_forged_into_a_hidden_section_is_not_taken(self, client, pages, asked):
        response = self.start(client, pages, self.first(asked, "no"))
        forged = post(client, response.url.replace("/3/", "/2/"), {name(asked["members"]): "12"})
        assert forged.url == response.url
        assert asked["members"]["id"] not in PledgeDraft.objects.get().answers
