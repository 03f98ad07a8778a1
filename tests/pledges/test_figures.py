"""Accepted quantities beside declared ones: changed with a reason, and counted so."""

from decimal import Decimal

import pytest
from wagtail.models import ModelLogEntry

from pledges.choices import PledgeState
from pledges.counting import count_totals
from pledges.moves import MOVES, MoveNotAllowed, Said, apply
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory


@pytest.fixture
def officer(db):
    return UserFactory(group="Pledge officers")


@pytest.fixture
def row(db):
    return ContributionFactory(indicator=IndicatorFactory(), declared=Decimal(500))


def change(row, officer, quantity, reason="A typing mistake"):
    figures = {row.pk: None if quantity is None else Decimal(quantity)}
    return apply(row.pledge, MOVES["change_figures"], officer, row.pledge.version, Said(reason=reason, figures=figures))


def test_what_staff_set_is_what_accepting_counts_and_the_declared_stays(officer, row):
    pledge = change(row, officer, "5")
    apply(pledge, MOVES["accept"], officer, pledge.version)
    row.refresh_from_db()
    assert (row.declared, row.accepted) == (500, 5)
    assert count_totals().per_indicator[row.indicator_id] == 5


def test_a_figure_of_an_accepted_engagement_changes_the_total_at_once(officer, row):
    row.pledge = apply(row.pledge, MOVES["accept"], officer, 1)
    change(row, officer, "20.5")
    assert count_totals().per_indicator[row.indicator_id] == Decimal("20.5")


def test_a_figure_may_become_unknown(officer, row):
    row.pledge = apply(row.pledge, MOVES["accept"], officer, 1)
    change(row, officer, None)
    assert count_totals().per_indicator.get(row.indicator_id, 0) == 0
    assert count_totals().engagements == 1


def test_the_log_tells_from_what_to_what_and_why(officer, row):
    change(row, officer, "5.10", reason="Measured on the map")
    data = ModelLogEntry.objects.get().data
    assert data["reason"] == "Measured on the map"
    assert data["figures"] == [{"contribution": row.pk, "from": None, "to": "5.1"}]


def test_a_changed_figure_needs_a_reason(officer, row):
    with pytest.raises(MoveNotAllowed, match="reason"):
        change(row, officer, "5", reason=" ")
    row.refresh_from_db()
    assert row.accepted is None


@pytest.mark.parametrize("quantity", ["-1", "-0.000001"])
def test_less_than_nothing_is_refused(officer, row, quantity):
    with pytest.raises(MoveNotAllowed):
        change(row, officer, quantity)
    row.pledge.refresh_from_db()
    assert row.pledge.version == 1


def test_the_same_figure_is_no_change(officer, row):
    with pytest.raises(MoveNotAllowed, match="No figure was changed"):
        change(row, officer, None)


def test_a_contribution_of_another_engagement_is_not_touched(officer, row):
    other = ContributionFactory(indicator=IndicatorFactory(), declared=1)
    said = Said(reason="because", figures={other.pk: Decimal(9)})
    with pytest.raises(MoveNotAllowed, match="belongs to no objective"):
        apply(row.pledge, MOVES["change_figures"], officer, 1, said)
    other.refresh_from_db()
    assert other.accepted is None


@pytest.mark.parametrize("state", [PledgeState.DECLINED, PledgeState.SPAM, PledgeState.WITHDRAWN])
def test_a_figure_that_counts_nowhere_is_not_changed(officer, state):
    row = ContributionFactory(pledge=PledgeFactory(state=state), indicator=IndicatorFactory(), declared=1)
    with pytest.raises(MoveNotAllowed):
        change(row, officer, "5")


class TestOnTheCase:
    def post(self, client, row, typed, reason="Measured"):
        data = {"version": row.pledge.version, f"figure-{row.pk}": typed, "reason": reason}
        return client.post(f"/admin/inbox/{row.pledge_id}/change_figures/", data, follow=True)

    def test_a_number_is_read_as_staff_type_it(self, client, officer, row):
        client.force_login(officer)
        assert "The figures are changed." in self.post(client, row, "1,250.5").content.decode()
        row.refresh_from_db()
        assert row.accepted == Decimal("1250.5")

    @pytest.mark.parametrize("typed", ["many", "-3", "1e400", "9" * 30, "<b>1</b>"])
    def test_what_is_no_number_is_refused_beside_its_field_and_kept(self, client, officer, row, typed):
        client.force_login(officer)
        response = self.post(client, row, typed, reason="Measured twice")
        assert response.status_code == 422
        page = response.content.decode()
        assert "inbox-case__error" in page
        assert "Measured twice" in page
        row.refresh_from_db()
        assert row.accepted is None

    def test_the_declared_quantity_is_offered_first(self, client, officer, row):
        client.force_login(officer)
        page = client.get(f"/admin/inbox/{row.pledge_id}/").content.decode()
        assert f'name="figure-{row.pk}" value="500"' in page
