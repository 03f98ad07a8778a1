"""A form of three screens, the second of which hangs on the first, and of two more that are asked afterwards."""

import pytest

from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import join_pages, needed_questions, published_form, question, section, when
from tests.support.members import Member


@pytest.fixture
def lists(db):
    ActorKindFactory(code="citizen", label="Citizen")
    return IndicatorFactory(objective=ObjectiveFactory(code="A1-1"), code="ha", label="Green area")


@pytest.fixture
def asked(lists):
    several = question("yes_no", "Together", required=True)
    school = question("yes_no", "With a school")
    return needed_questions() | {
        "several": several,
        "way": question("one_of", "Way", options=("Sowing", "Mowing", "Grazing")),
        "trees": question("number", "Trees"),
        "partners": question("short_text", "Partners", required=True),
        "story": question("long_text", "Story", privacy="staff"),
        "name": question("short_text", "Your name", meaning="name", privacy="contact"),
        "school": school,
        "pupils": question("number", "Pupils", required=True, shown_when=when(school, "equals", "yes")),
        "teacher": question("short_text", "Teacher", shown_when=when(school, "equals", "yes")),
        "plan": question("file", "Plan", kinds=["picture", "pdf"], largest=1, how_many=2),
        "note": question("short_text", "Note", required=True),
    }


@pytest.fixture
def parts(asked):
    """The sections, each a screen."""
    return [
        section("What", *(asked[key] for key in ("title", "engagement", "several", "way", "trees"))),
        section("Partners", asked["partners"], shown_when=when(asked["several"], "equals", "yes")),
        section("Who", *(asked[key] for key in ("actor_kind", "email", "name", "story"))),
        section("Pupils", asked["school"], asked["pupils"], asked["teacher"], stage="more"),
        section("Plans", asked["plan"], asked["note"], stage="more"),
    ]


@pytest.fixture
def form(parts):
    return published_form(*parts)


@pytest.fixture
def pages(form):
    return join_pages(form, ("en", "nl", "fr"))


@pytest.fixture
def member(pages, asked):
    """Somebody who reads Dutch."""
    return Member(pages["nl"], asked, "nl")


@pytest.fixture
def what():
    return {"title": "Een poel", "engagement": "ha", "several": "no"}


@pytest.fixture
def who():
    return {"actor_kind": "citizen", "email": "an@example.org"}


@pytest.fixture
def at_check(member, what, who):
    """The member, with the check page open."""
    member.begin(**what)
    assert member.post(3, **who).url == member.address("check")
    return member


@pytest.fixture
def sent(at_check):
    """The member, with the received page open."""
    assert at_check.send().url == at_check.address("received")
    return at_check
