"""A form of 50 sections with 300 questions."""

import time

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pledges.models import Pledge
from tests.factories.users import UserFactory
from tests.support.editor_posts import posted
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    option_ids,
    post,
    published_form,
    question,
    section,
    when,
)
from tests.support.members import Member, read

QUERY_BUDGET = 12
SECTIONS, QUESTIONS = 50, 300
OPTIONS = [f"Option {number}" for number in range(1, 21)]


def six_questions(number):
    """What each section but the first asks; the last one hangs on the one before."""
    yes_no = question("yes_no", f"Whether {number}", required=True)
    return [
        question("short_text", f"Words {number}", required=True),
        question("number", f"Number {number}"),
        question("one_of", f"Choice {number}", options=OPTIONS, required=True),
        question("date", f"Day {number}"),
        yes_no,
        question("long_text", f"Story {number}", shown_when=when(yes_no, "equals", "yes")),
    ]


def answers_to(questions):
    words, number, choice, day, yes_no, story = questions
    return {
        name(words): "Words",
        name(number): "1.500",
        name(choice): option_ids(choice)[1],
        name(day): "2027-03-01",
        name(yes_no): "yes",
        name(story): "Story",
    }


@pytest.fixture
def needed(lists):
    return needed_questions()


@pytest.fixture
def many():
    return [six_questions(number) for number in range(2, SECTIONS + 1)]


@pytest.fixture
def form(needed, many):
    first = [*needed.values(), question("short_text", "Fifth"), question("short_text", "Sixth")]
    form = published_form(
        section("First", *first), *(section(f"Part {n}", *each) for n, each in enumerate(many, start=2))
    )
    assert len(form.body) == SECTIONS
    assert sum(len(block.value["questions"]) for block in form.body) == QUESTIONS
    return form


@pytest.fixture
def member(form, needed):
    return Member(join_pages(form, ("en", "nl"))["nl"], needed, "nl")


def counted(request):
    with CaptureQueriesContext(connection) as queries:
        response = request()
    return response, len(queries)


def test_a_step_takes_at_most_twelve_queries_and_nothing_is_lost(member, needed, many, who):
    first = {"title": "Een poel", "engagement": "ha"} | who
    member.client.get(member.page.url)  # fills Wagtail's cache of site roots
    counts = {"join page": counted(lambda: member.client.get(member.page.url))[1]}
    response, counts["start"] = counted(lambda: member.begin(**first))
    for number, questions in enumerate(many, start=2):
        assert response.url == member.address(number)
        if number in (2, SECTIONS // 2, SECTIONS):
            page, counts[f"look at {number}"] = counted(lambda: member.open(number))  # noqa: B023  called at once
            assert f"Part {number} (nl)" in read(page)
        data = answers_to(questions)
        response, counts[f"send {number}"] = counted(lambda: post(member.client, member.address(number), data))  # noqa: B023
    assert response.url == member.address("check")
    page, counts["check"] = counted(lambda: member.open("check"))
    assert f"Choice {SECTIONS} (nl)" in read(page)
    assert max(counts.values()) <= QUERY_BUDGET, counts
    # The first screens cost what the last ones cost.
    assert counts["send 2"] == counts[f"send {SECTIONS - 1}"]

    member.send()
    answers = Pledge.objects.get().answers.all()
    assert len(answers) == QUESTIONS - 2
    assert {answer.display for answer in answers if answer.kind == "number"} == {"1.500"}


@pytest.fixture
def editing(form, client):
    """The address of the editor, opened once so that the templates are compiled."""
    client.force_login(UserFactory(is_superuser=True))
    address = f"/admin/snippets/pledges/pledgeform/edit/{form.pk}/"
    client.get(address)
    return address


def seconds(request):
    """How long this process works on ``request``: what else runs on the machine does not count."""
    began = time.process_time()
    response = request()
    return response, time.process_time() - began


def test_staff_open_it_within_a_second(editing, client):
    response, took = seconds(lambda: client.get(editing))
    assert response.status_code == 200
    assert f"Words {SECTIONS}" in response.content.decode()
    assert took < 1, took


def test_staff_save_it_within_a_second(editing, client, form, needed, many):
    first = [*needed.values(), question("short_text", "Fifth"), question("short_text", "Sixth")]
    many[-1][0]["value"]["label"]["en"] = "Other words"
    parts = [section("First", *first), *(section(f"Part {n}", *each) for n, each in enumerate(many, start=2))]
    data = posted(parts)
    response, took = seconds(lambda: client.post(editing, data))
    assert response.status_code == 302
    form.refresh_from_db()
    assert "Other words" in form.latest_revision.content["body"]
    assert took < 1, took
