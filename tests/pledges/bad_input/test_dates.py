"""A start and an end that contradict each other, on one screen or on two."""

import pytest
from django.http import QueryDict

from pledges.models import Pledge
from tests.support.join_forms import join_pages, name, needed_questions, published_form, question, section, when
from tests.support.members import Member, in_fields, listed, mistakes
from tests.support.questions import journey_with


@pytest.fixture
def asked(lists):
    return needed_questions() | {
        "start": question("date", "Start", meaning="start"),
        "end": question("date", "End", meaning="end"),
        "story": question("short_text", "Story"),
    }


def member_of(asked, *sections):
    return Member(join_pages(published_form(*sections), ("en",))["en"], asked)


@pytest.fixture
def what():
    return {"title": "A pond", "engagement": "ha"}


class TestOnTwoScreens:
    @pytest.fixture(params=["start first", "end first"])
    def first_and_last(self, request):
        """Which of the two is asked on the first screen, and the days that contradict each other."""
        if request.param == "start first":
            return "start", "2027-03-01", "end", "2027-02-28", "The end cannot be before the start, which you gave as"
        return "end", "2027-02-28", "start", "2027-03-01", "The start cannot be after the end, which you gave as"

    @pytest.fixture
    def member(self, asked, first_and_last):
        first, _day, last, *_rest = first_and_last
        return member_of(
            asked,
            section("What", asked["title"], asked["engagement"], asked[first]),
            section("Who", asked["actor_kind"], asked["email"], asked[last], asked["story"]),
        )

    def test_the_second_one_is_refused_beside_it_and_names_the_first(self, member, what, who, first_and_last):
        first, day, last, other_day, sentence = first_and_last
        member.begin(**what | {first: day})
        response = member.post(2, **who | {last: other_day, "story": "Long story"})
        (mistake,) = mistakes(response)
        assert response.status_code == 422
        assert mistake.startswith(sentence)
        assert ("1 March 2027" if first == "start" else "28 February 2027") in mistake
        shown = in_fields(response)
        assert shown[name(member.asked[last])] == other_day
        assert shown[name(member.asked["story"])] == "Long story"

    def test_a_first_one_that_is_changed_later_leads_to_the_second_and_says_why(
        self, member, what, who, first_and_last
    ):
        first, day, last, other_day, sentence = first_and_last
        member.begin(**what)
        assert member.post(2, **who | {last: other_day, "story": "Long story"}).url == member.address("check")
        assert member.post(1, **what | {first: day}).url == member.address(2)
        page = member.open(2)
        (mistake,) = mistakes(page)
        assert mistake.startswith(sentence)
        assert in_fields(page)[name(member.asked["story"])] == "Long story"
        assert in_fields(page)[name(member.asked[last])] == other_day
        assert member.open("check").url == member.address(2)
        assert member.post(2, **who | {last: day}).url == member.address("check")
        member.send()
        pledge = Pledge.objects.get()
        assert pledge.start == pledge.end

    def test_days_that_agree_are_taken(self, member, what, who, first_and_last):
        first, _day, last, *_rest = first_and_last
        days = {"start": "2027-03-01", "end": "2027-03-01"}
        member.begin(**what | {first: days[first]})
        assert member.post(2, **who | {last: days[last]}).url == member.address("check")
        assert listed(member.open("check"))["End"] == "1 March 2027"


def test_the_day_reads_in_the_language_of_the_member(asked, what, who):
    parts = [
        section("What", asked["title"], asked["engagement"], asked["start"]),
        section("Who", asked["actor_kind"], asked["email"], asked["end"]),
    ]
    member = Member(join_pages(published_form(*parts), ("en", "fr"))["fr"], asked, "fr")
    member.begin(**what | {"start": "2027-03-01"})
    (mistake,) = mistakes(member.post(2, **who | {"end": "2027-02-28"}))
    assert "1 mars 2027" in mistake


class TestAfterwards:
    """The start is asked in the join form, the end when telling more."""

    @pytest.fixture
    def sent(self, asked, what, who):
        member = member_of(
            asked,
            section("All", *(asked[key] for key in ("title", "engagement", "actor_kind", "email", "start"))),
            section("More", asked["end"], asked["story"], stage="more"),
        )
        member.begin(**what | who | {"start": "2027-03-01"})
        member.send()
        return member

    def test_an_end_before_the_start_that_was_sent_is_refused(self, sent):
        sent.tell_more()
        response = sent.post(1, end="2027-02-28", story="Long story")
        assert response.status_code == 422
        assert mistakes(response) == ["The end cannot be before the start, which you gave as 1 March 2027."]
        assert in_fields(response)[name(sent.asked["story"])] == "Long story"

    def test_a_start_corrected_to_after_the_end_is_refused(self, sent, what, who):
        sent.tell_more()
        sent.post(1, end="2027-03-02")
        sent.send()
        sent.token = sent.client.post(sent.link("mine"), {"action": "correct"}).url.split("/")[3]
        response = sent.post(1, **what | who | {"start": "2027-03-03"})
        assert mistakes(response) == ["The start cannot be after the end, which you gave as 2 March 2027."]
        assert in_fields(response)[name(sent.asked["start"])] == "2027-03-03"


@pytest.mark.parametrize("end_first", [False, True])
def test_a_start_that_is_hidden_contradicts_nothing(end_first):
    decider = question("yes_no", "Known")
    start = question("date", "Start", meaning="start", shown_when=when(decider, "equals", "yes"))
    end = question("date", "End", meaning="end")
    journey = journey_with(decider, *([end, start] if end_first else [start, end]))
    sent = QueryDict(f"{name(decider)}=no&{name(start)}=2027-03-01&{name(end)}=2027-02-28")
    assert journey.form(1, sent).is_valid()
