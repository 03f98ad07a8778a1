"""A form of 50 sections with 300 questions."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from pledges.models import Pledge
from tests.factories.users import UserFactory
from tests.support.join_forms import join_pages, name, option_ids, post, published_form
from tests.support.large_form import QUESTIONS, SECTIONS, LargeForm
from tests.support.members import Member, read

QUERY_BUDGET = 12


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
def large(lists):
    return LargeForm()


@pytest.fixture
def form(large):
    form = published_form(*large.sections)
    assert len(form.body) == SECTIONS
    assert sum(len(block.value["questions"]) for block in form.body) == QUESTIONS
    return form


@pytest.fixture
def member(form, large):
    return Member(join_pages(form, ("en", "nl"))["nl"], large.needed, "nl")


def counted(request):
    with CaptureQueriesContext(connection) as queries:
        response = request()
    return response, len(queries)


def test_a_step_takes_at_most_twelve_queries_and_nothing_is_lost(member, large, who):
    first = {"title": "Een poel", "engagement": "ha"} | who
    member.client.get(member.page.url)  # fills Wagtail's cache of site roots
    counts = {"join page": counted(lambda: member.client.get(member.page.url))[1]}
    response, counts["start"] = counted(lambda: member.begin(**first))
    for number, questions in enumerate(large.many, start=2):
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


def test_staff_open_and_save_it_with_all_its_fields(form, large, client):
    client.force_login(UserFactory(is_superuser=True))
    address = f"/admin/snippets/pledges/pledgeform/edit/{form.pk}/"
    response = client.get(address)
    assert f"Words {SECTIONS}" in response.content.decode()
    large.many[-1][0]["value"]["label"]["en"] = "Other words"
    assert client.post(address, large.post).status_code == 302
    form.refresh_from_db()
    assert "Other words" in form.latest_revision.content["body"]
