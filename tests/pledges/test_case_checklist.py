"""The criteria of the objectives as a checklist of staff: a help to the memory, no condition."""

import pytest
from django.core.exceptions import PermissionDenied
from django.test import Client
from django.utils import translation
from wagtail.models import ModelLogEntry

from pledges.checklist import check_criteria, checklist_of
from pledges.choices import PledgeState
from pledges.models import CheckedCriterion
from tests.factories.core import CriterionFactory, ObjectiveFactory
from tests.factories.pledges import AnswerFactory, ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers", first_name="Ann", last_name="Claes")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def criteria():
    objective = ObjectiveFactory(code="A1-1")
    return [
        CriterionFactory(objective=objective, key="native", label="Native plants", sort_order=1),
        CriterionFactory(objective=objective, key="kept", label="Kept for long", sort_order=2),
    ]


@pytest.fixture
def pledge(criteria):
    pledge = PledgeFactory(language="nl")
    ContributionFactory(pledge=pledge, objective=criteria[0].objective)
    return pledge


def tick(desk, pledge, met=(), seen=(), **options):
    data = {"met": [row.pk for row in met], "seen": [row.pk for row in seen]}
    return desk.post(f"/admin/inbox/{pledge.pk}/checklist/", data, **options)


def ticked(pledge):
    return {row.criterion.key for row in pledge.checked_criteria.all()}


def test_it_shows_what_the_member_says_beside_what_staff_found(desk, pledge, criteria, officer):
    AnswerFactory(pledge=pledge, kind="criteria", value={"A1-1/native": "Alleen inheems"}, display="…")
    CriterionFactory(label="Of another objective")
    check_criteria(pledge, officer, met=[criteria[1].pk], unmet=[])
    page = desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()
    assert "the member says 1 of 2, staff ticked 1" in page
    assert '<q lang="nl">Alleen inheems</q>' in page
    assert "Ticked by Ann Claes" in page
    assert "Of another objective" not in page
    lines = checklist_of(pledge, list(pledge.answers.all()))
    assert [(line.criterion.key, line.claimed, line.how, bool(line.checked)) for line in lines] == [
        ("native", True, "Alleen inheems", False),
        ("kept", False, "", True),
    ]


def test_the_criteria_stand_in_the_language_of_the_reader(desk, pledge):
    with translation.override("nl"):
        assert [line.criterion.name for line in checklist_of(pledge, [])] == ["Native plants NL", "Kept for long NL"]


def test_a_tick_is_kept_logged_and_taken_out(desk, pledge, criteria, officer):
    response = tick(desk, pledge, met=criteria[:1])
    assert response["Location"] == f"/admin/inbox/{pledge.pk}/#case-checklist"
    (row,) = pledge.checked_criteria.all()
    assert (row.criterion, row.checked_by) == (criteria[0], officer)
    entry = ModelLogEntry.objects.get()
    assert (entry.action, entry.user, entry.data) == (
        "pledges.check_criteria",
        officer,
        {"met": ["A1-1/native"], "unmet": []},
    )
    assert "Native plants" in desk.get(f"/admin/inbox/{pledge.pk}/").content.decode().split("Ticked:")[1]
    tick(desk, pledge, seen=criteria[:1])
    assert ticked(pledge) == set()
    assert ModelLogEntry.objects.latest("pk").data == {"met": [], "unmet": ["A1-1/native"]}


def test_it_moves_nothing(desk, pledge, criteria):
    tick(desk, pledge, met=criteria)
    pledge.refresh_from_db()
    assert (pledge.state, pledge.version) == (PledgeState.SUBMITTED, 1)
    # A page that was opened before the ticks still accepts.
    desk.post(f"/admin/inbox/{pledge.pk}/accept/", {"version": 1})
    pledge.refresh_from_db()
    assert pledge.state == PledgeState.ACCEPTED


def test_ticks_of_two_people_at_once_both_stay(desk, pledge, criteria):
    """Both opened the page before anything was ticked."""
    check_criteria(pledge, UserFactory(is_superuser=True), met=[criteria[0].pk], unmet=[])
    tick(desk, pledge, met=criteria[1:])
    assert ticked(pledge) == {"native", "kept"}


def test_the_same_tick_twice_is_one_and_keeps_who_came_first(desk, pledge, criteria):
    first = UserFactory(is_superuser=True)
    check_criteria(pledge, first, met=[criteria[0].pk], unmet=[])
    tick(desk, pledge, met=criteria[:1])
    assert [row.checked_by for row in pledge.checked_criteria.all()] == [first]
    assert ModelLogEntry.objects.count() == 1


def test_a_criterion_of_another_objective_is_refused(desk, pledge, criteria):
    foreign = CriterionFactory()
    response = tick(desk, pledge, met=[criteria[0], foreign], follow=True)
    assert "nothing was kept" in response.content.decode()
    assert not CheckedCriterion.objects.exists()
    check_criteria(pledge, UserFactory(is_superuser=True), met=[foreign.pk], unmet=[])
    assert not CheckedCriterion.objects.exists()


@pytest.mark.parametrize("value", ["x", "-1", "9" * 30, "\x00", "1.5"])
def test_nonsense_is_refused(desk, pledge, value):
    response = desk.post(f"/admin/inbox/{pledge.pk}/checklist/", {"met": value}, follow=True)
    assert "nothing was kept" in response.content.decode()
    assert not CheckedCriterion.objects.exists()


def test_without_criteria_there_is_no_checklist(desk):
    pledge = PledgeFactory()
    assert "case-checklist" not in desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()
    assert tick(desk, pledge).status_code == 302


def test_whoever_may_not_decide_ticks_nothing(client, pledge, criteria):
    outsider = UserFactory(group="Moderators")
    with pytest.raises(PermissionDenied):
        check_criteria(pledge, outsider, met=[criteria[0].pk], unmet=[])
    client.force_login(outsider)
    tick(client, pledge, met=criteria)
    assert not CheckedCriterion.objects.exists()


def test_a_post_without_token_is_refused(officer, pledge, criteria):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    assert tick(client, pledge, met=criteria).status_code == 403
