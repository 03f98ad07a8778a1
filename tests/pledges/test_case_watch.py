"""Whether somebody changed a case since it was opened, and what then becomes of what was typed."""

import re

import pytest
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from pledges.choices import PledgeState
from pledges.inbox.person import HAND_OVER_ACTION
from pledges.inbox.watch import CHANGES_NOTHING, last_of
from pledges.models import Contribution
from pledges.moves import MOVES, Said, apply, withdraw
from pledges.notes import write_note
from pledges.personal_data.handover import TAKEN_ACTION
from pledges.personal_data.retention import EXPIRE_ACTION
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


@pytest.fixture
def colleague():
    return UserFactory(group="Pledge officers", first_name="Ann", last_name="Claes")


def address_on(desk, pledge):
    """Where the page of the case asks."""
    page = desk.get(f"/admin/inbox/{pledge.pk}/").content.decode()
    return re.search(r'data-case-watch="([^"]+)"', page)[1]


def notice(desk, address):
    response = desk.get(address, headers={"X-Requested-With": "XMLHttpRequest"})
    assert response.status_code == 200
    assert "no-store" in response["Cache-Control"]
    return response.json()["notice"]


def test_it_says_who_changed_it_and_when(desk, colleague):
    pledge, other = PledgeFactory(), PledgeFactory()
    address = address_on(desk, pledge)
    apply(other, MOVES["review"], colleague, 1)
    assert notice(desk, address) == ""
    apply(pledge, MOVES["review"], colleague, 1)
    assert re.fullmatch(r"Ann Claes changed this case at \d\d:\d\d\.", notice(desk, address))
    # Who opens it again has seen that.
    assert notice(desk, address_on(desk, pledge)) == ""


def test_it_tells_of_the_member_too_and_of_oneself_elsewhere(desk, officer):
    pledge = PledgeFactory()
    address = address_on(desk, pledge)
    write_note(pledge, officer, "Phoned.")
    assert notice(desk, address).startswith("You changed this case at ")
    withdraw(pledge)
    assert notice(desk, address).startswith("The member changed this case at ")


def test_what_was_only_taken_or_looked_at_is_no_change(desk, colleague):
    pledge = PledgeFactory()
    address = address_on(desk, pledge)
    for action in sorted(CHANGES_NOTHING):
        log(instance=pledge, action=action, user=colleague)
    assert {TAKEN_ACTION, HAND_OVER_ACTION} <= CHANGES_NOTHING
    assert notice(desk, address) == ""


def test_it_says_that_the_retention_rules_took_something(desk):
    pledge = PledgeFactory(state=PledgeState.COMPLETED)
    address = address_on(desk, pledge)
    log(instance=pledge, action=EXPIRE_ACTION, data={"erasure": "nameless"})
    assert notice(desk, address).startswith("The retention rules changed this case at ")


def test_it_tells_of_a_colleague_who_is_gone_since(desk, colleague):
    pledge = PledgeFactory()
    address = address_on(desk, pledge)
    write_note(pledge, colleague, "Phoned.")
    colleague.delete()
    assert notice(desk, address).startswith("Somebody changed this case at ")


def test_asking_costs_little_and_writes_nothing(desk, colleague, django_assert_max_num_queries):
    pledge = PledgeFactory()
    address = address_on(desk, pledge)
    write_note(pledge, colleague, "Phoned.")
    with django_assert_max_num_queries(10) as queries:
        notice(desk, address)
    assert all(row["sql"].startswith("SELECT") for row in queries)


@pytest.mark.parametrize("seen", ["?seen=x", "?seen=-1", "?seen=" + "9" * 40])
def test_nonsense_is_a_bad_request(desk, seen):
    assert desk.get(f"/admin/inbox/{PledgeFactory().pk}/version/{seen}").status_code == 400


def test_a_case_that_is_not_there_is_not_found(desk):
    assert desk.get("/admin/inbox/999999/version/?seen=0").status_code == 404


def test_the_last_entry_is_the_one_written_last(officer):
    pledge = PledgeFactory()
    assert last_of([]) == 0
    log(instance=pledge, action="pledges.note", user=officer)
    entries = ModelLogEntry.objects.for_instance(pledge)
    assert last_of(entries) == entries.get().pk


class TestTooLate:
    """Somebody else decided while a decision was being typed: nothing of it is lost."""

    def test_what_was_typed_stands_there_again_with_the_version_of_now(self, desk, colleague):
        pledge = PledgeFactory()
        apply(pledge, MOVES["review"], colleague, 1)
        typed = {"version": 1, "message": "Where exactly?"}
        response = desk.post(f"/admin/inbox/{pledge.pk}/ask_changes/", typed)
        assert response.status_code == 409
        page = response.content.decode()
        assert "Somebody changed this engagement while you had it open. It is now: in review." in page
        assert "Where exactly?</textarea>" in page
        again = re.search(r'name="version" value="(\d+)" id="id_ask_changes_version"', page)
        assert again[1] == "2"
        desk.post(f"/admin/inbox/{pledge.pk}/ask_changes/", typed | {"version": again[1]})
        pledge.refresh_from_db()
        assert pledge.state == PledgeState.CHANGES_REQUESTED

    def test_words_for_a_move_that_is_not_possible_any_more_can_be_copied(self, desk, colleague):
        pledge = PledgeFactory()
        apply(pledge, MOVES["accept"], colleague, 1)
        response = desk.post(f"/admin/inbox/{pledge.pk}/decline/", {"version": 1, "reason": "Ours", "message": "Dear"})
        assert response.status_code == 409
        page = response.content.decode()
        assert "“Decline” is not possible any more. What you typed was not saved:" in page
        assert "Ours" in page
        assert "Dear" in page
        pledge.refresh_from_db()
        assert (pledge.state, pledge.version) == (PledgeState.ACCEPTED, 2)

    def test_figures_stay_too(self, desk, colleague):
        row = ContributionFactory(indicator=IndicatorFactory(), declared=5)
        apply(row.pledge, MOVES["review"], colleague, 1)
        typed = {"version": 1, "reason": "Measured", f"figure-{row.pk}": "3.25"}
        page = desk.post(f"/admin/inbox/{row.pledge_id}/change_figures/", typed).content.decode()
        assert 'value="3.25"' in page
        assert Contribution.objects.get().accepted is None

    def test_one_click_without_words_leads_back(self, desk, colleague):
        pledge = PledgeFactory()
        apply(pledge, MOVES["decline"], colleague, 1, Said(reason="r"))
        response = desk.post(f"/admin/inbox/{pledge.pk}/accept/", {"version": 1})
        assert response.status_code == 302
