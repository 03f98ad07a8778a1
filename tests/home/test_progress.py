"""Progress is told without flattering and without rounding away what people did."""

from decimal import Decimal

import pytest
from django.template.loader import render_to_string

from bbacms.core.choices import IndicatorKind, Unit
from home.progress import indicator_figure, share_text, target_text
from pledges.counting import Totals, count_totals
from pledges.register.sums import sums
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory

pytestmark = pytest.mark.django_db


@pytest.mark.parametrize(
    ("share", "shown"),
    [
        (None, ""),
        ("0", "nothing yet"),
        ("0.0000001", "less than 1 %"),
        ("0.0099999", "less than 1 %"),
        ("0.01", "1 %"),
        ("0.0199", "1 %"),
        ("0.999", "99 %"),
        ("1", "100 %"),
        ("1.004", "just over 100 %"),
        ("1.137", "113 %, more than the target"),
        ("25", "2,500 %, more than the target"),
    ],
)
def test_share_in_words(share, shown):
    assert share_text(None if share is None else Decimal(share)) == shown


def test_a_stock_adds_up_over_counted_engagements_only():
    indicator = IndicatorFactory(target=1000)
    for state, quantity in [("accepted", 3), ("completed", 4), ("submitted", 100), ("withdrawn", 100)]:
        ContributionFactory(
            pledge=PledgeFactory(state=state), objective=indicator.objective, indicator=indicator, accepted=quantity
        )
    figure = indicator_figure(indicator, count_totals())
    assert (figure.accepted, figure.accepted_text, figure.share_text, figure.show_bar) == (
        7,
        "7 ha",
        "less than 1 %",
        True,
    )


def test_declared_is_never_shown_as_accepted():
    indicator = IndicatorFactory()
    pledge = PledgeFactory(state="accepted")
    ContributionFactory(pledge=pledge, objective=indicator.objective, indicator=indicator, declared=500)
    figure = indicator_figure(indicator, count_totals())
    assert (figure.accepted, figure.share_text, figure.show_bar) == (0, "nothing yet", True)


def test_a_flow_says_for_which_year():
    indicator = IndicatorFactory(kind=IndicatorKind.FLOW, unit=Unit.TONNE)
    pledge = PledgeFactory(state="accepted")
    ContributionFactory(
        pledge=pledge, objective=indicator.objective, indicator=indicator, accepted=50, first_year=2024, last_year=2026
    )
    assert indicator_figure(indicator, count_totals(2026)).accepted == 50
    assert indicator_figure(indicator, count_totals(2026)).year == 2026
    assert indicator_figure(indicator, count_totals(2027)).accepted == 0


def test_a_share_has_no_sum():
    indicator = IndicatorFactory(kind=IndicatorKind.SHARE, unit=Unit.PERCENT, target=20)
    ContributionFactory(
        pledge=PledgeFactory(state="accepted"), objective=indicator.objective, indicator=indicator, accepted=15
    )
    figure = indicator_figure(indicator, count_totals())
    assert (figure.accepted, figure.accepted_text, figure.share, figure.show_bar) == (None, "", None, False)
    assert sums([indicator], count_totals()) == []


def test_a_target_of_nothing_has_no_share():
    indicator = IndicatorFactory(target=0)
    figure = indicator_figure(indicator, Totals(1, 2026, {}, {indicator.pk: Decimal(5)}))
    assert (figure.share, figure.share_text, figure.show_bar) == (None, "", False)


def test_sums_leave_out_what_nobody_engaged_for():
    much, none = IndicatorFactory(label="Hedges", unit=Unit.KILOMETRE), IndicatorFactory()
    totals = Totals(1, 2026, {}, {much.pk: Decimal("12.50")})
    assert [(line.quantity_text, line.indicator_name) for line in sums([much, none], totals)] == [("12.5 km", "Hedges")]


@pytest.mark.parametrize(("kind", "year"), [(IndicatorKind.FLOW, 2026), (IndicatorKind.STOCK, None)])
def test_the_sum_of_a_yearly_flow_names_its_year(kind, year):
    indicator = IndicatorFactory(kind=kind, unit=Unit.TONNE)
    [line] = sums([indicator], Totals(1, 2026, {}, {indicator.pk: Decimal(40)}))
    html = render_to_string("components/counter.html", {"engagements": 1, "heading": "All", "sums": [line], "url": ""})
    assert line.year == year
    assert ("(2026)" in html) is (kind == IndicatorKind.FLOW)


def test_two_targets_stand_in_one_line():
    buildings = IndicatorFactory.build(objective=None, unit=Unit.BUILDING, target=1500)
    share = IndicatorFactory.build(objective=None, unit=Unit.PERCENT, target=20)
    assert target_text([buildings, share]) == "1,500 buildings · 20 %"
