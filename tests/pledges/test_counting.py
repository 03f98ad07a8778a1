"""Figures follow the counting rule, and what accepting will do to them is said beforehand."""

from decimal import Decimal

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bbacms.core.choices import IndicatorKind
from pledges.choices import PledgeState
from pledges.counting import count_totals, effect_of_accepting
from pledges.moves import MOVES, apply
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
YEAR = 2026


@pytest.fixture
def before():
    """Something is counted already."""
    indicators = {kind: IndicatorFactory(kind=kind) for kind in IndicatorKind}
    pledge = PledgeFactory(state=PledgeState.ACCEPTED)
    for indicator in indicators.values():
        ContributionFactory(pledge=pledge, indicator=indicator, declared=10, accepted=10)
    return indicators


@pytest.mark.parametrize(
    ("kind", "values", "grows_by"),
    [
        (IndicatorKind.STOCK, {"declared": 5}, 5),
        (IndicatorKind.STOCK, {"declared": 5, "accepted": 3}, 3),
        (IndicatorKind.STOCK, {"declared": None}, 0),
        (IndicatorKind.STOCK, {"declared": 5, "first_year": 2030}, 5),
        (IndicatorKind.FLOW, {"declared": 5}, 5),
        (IndicatorKind.FLOW, {"declared": 5, "first_year": 2026, "last_year": 2026}, 5),
        (IndicatorKind.FLOW, {"declared": 5, "first_year": 2027}, 0),
        (IndicatorKind.FLOW, {"declared": 5, "last_year": 2025}, 0),
        (IndicatorKind.SHARE, {"declared": 5}, 0),
    ],
)
def test_what_is_foretold_is_what_happens(before, kind, values, grows_by):
    pledge = PledgeFactory()
    ContributionFactory(pledge=pledge, indicator=before[kind], **values)
    old = count_totals(YEAR)
    effect = effect_of_accepting(pledge, YEAR)
    apply(pledge, MOVES["accept"], UserFactory(is_superuser=True), 1)
    new = count_totals(YEAR)

    old_sum, new_sum = (totals.per_indicator.get(before[kind].pk, Decimal(0)) for totals in (old, new))
    assert new_sum - old_sum == grows_by
    assert (effect.engagements_before, effect.engagements_after) == (old.engagements, new.engagements) == (1, 2)
    if values["declared"] is None:
        assert effect.indicators == []
    else:
        (row,) = effect.indicators
        assert (row.before, row.after, row.summed) == (old_sum, new_sum, grows_by > 0)


@pytest.mark.parametrize("state", PledgeState)
def test_only_accepted_and_completed_ones_count(state):
    pledge = PledgeFactory(state=state)
    indicator = IndicatorFactory()
    ContributionFactory(pledge=pledge, indicator=indicator, declared=7, accepted=7)
    counts = state in (PledgeState.ACCEPTED, PledgeState.COMPLETED)
    totals = count_totals()
    assert totals.engagements == int(counts)
    assert totals.per_objective.get(indicator.objective_id, 0) == int(counts)
    assert totals.per_indicator.get(indicator.pk, 0) == (7 if counts else 0)


def test_a_merged_one_counts_nothing():
    kept = PledgeFactory(state=PledgeState.ACCEPTED)
    merged = PledgeFactory(state=PledgeState.ACCEPTED, merged_into=kept)
    ContributionFactory(pledge=merged, indicator=IndicatorFactory(), accepted=7)
    assert count_totals().engagements == 1
    assert count_totals().per_indicator == {}


def test_a_pledge_counts_once_however_many_objectives_it_names():
    pledge = PledgeFactory(state=PledgeState.ACCEPTED)
    first, second = ContributionFactory(pledge=pledge), ContributionFactory(pledge=pledge)
    ContributionFactory(pledge=pledge, indicator=IndicatorFactory(objective=first.objective), declared=1, accepted=1)
    totals = count_totals()
    assert totals.engagements == 1
    assert totals.per_objective == {first.objective_id: 1, second.objective_id: 1}


def test_what_the_member_declared_is_not_counted_before_staff_accepted_it():
    ContributionFactory(
        pledge=PledgeFactory(state=PledgeState.ACCEPTED), indicator=IndicatorFactory(), declared=9, accepted=None
    )
    assert count_totals().per_indicator == {}


def test_one_query_however_many_there_are(django_assert_num_queries):
    for _row in range(20):
        ContributionFactory(pledge=PledgeFactory(state=PledgeState.ACCEPTED))
    with django_assert_num_queries(1):
        count_totals()


@pytest.mark.parametrize("state", PledgeState)
def test_only_accepted_and_completed_engagements_count(state):
    ContributionFactory(pledge=PledgeFactory(state=state), indicator=IndicatorFactory(), accepted=5)
    counts = state in (PledgeState.ACCEPTED, PledgeState.COMPLETED)
    totals = count_totals(YEAR)
    assert totals.engagements == (1 if counts else 0)
    assert list(totals.per_objective.values()) == ([1] if counts else [])
    assert list(totals.per_indicator.values()) == ([5] if counts else [])


def test_an_engagement_for_several_objectives_counts_once_in_all_and_once_for_each():
    pledge = PledgeFactory(state=PledgeState.ACCEPTED)
    first, second = IndicatorFactory(), IndicatorFactory()
    twin = IndicatorFactory(objective=first.objective)
    for indicator in (first, twin, second):
        ContributionFactory(pledge=pledge, indicator=indicator, accepted=1)
    totals = count_totals(YEAR)
    assert totals.engagements == 1
    assert totals.per_objective == {first.objective_id: 1, second.objective_id: 1}


def test_what_is_declared_and_not_accepted_adds_nothing():
    ContributionFactory(pledge=PledgeFactory(state=PledgeState.ACCEPTED), indicator=IndicatorFactory(), declared=7)
    totals = count_totals(YEAR)
    assert (totals.engagements, dict(totals.per_indicator)) == (1, {})


contributions = st.fixed_dictionaries(
    {
        "indicator": st.sampled_from(list(IndicatorKind)),
        "accepted": st.none() | st.decimals(0, 10_000, places=2),
        "first_year": st.none() | st.integers(YEAR - 2, YEAR),
        "last_year": st.none() | st.integers(YEAR, YEAR + 2),
    }
)
engagements = st.tuples(
    st.sampled_from(PledgeState), st.booleans(), st.lists(contributions, unique_by=lambda c: c["indicator"], max_size=3)
)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(sent=st.lists(engagements, max_size=8), year=st.integers(YEAR - 3, YEAR + 3))
def test_the_sum_equals_the_list(db, sent, year):
    """Whatever came in and however it was decided, the figures are those of the counted list, added by hand."""
    with transaction.atomic():
        indicators = {kind: IndicatorFactory(kind=kind) for kind in IndicatorKind}
        other = PledgeFactory(state=PledgeState.DECLINED)
        for state, merged, brings in sent:
            pledge = PledgeFactory(state=state, merged_into=other if merged else None)
            for values in brings:
                ContributionFactory(pledge=pledge, **{**values, "indicator": indicators[values["indicator"]]})
        counted = [
            brings
            for state, merged, brings in sent
            if state in (PledgeState.ACCEPTED, PledgeState.COMPLETED) and not merged
        ]
        expected: dict[int, Decimal] = {}
        for values in (values for brings in counted for values in brings):
            runs = (values["first_year"] or year) <= year <= (values["last_year"] or year)
            kind = values["indicator"]
            adds = kind == IndicatorKind.STOCK or (kind == IndicatorKind.FLOW and runs)
            if adds and values["accepted"] is not None:
                key = indicators[kind].pk
                expected[key] = expected.get(key, Decimal(0)) + values["accepted"]

        totals = count_totals(year)

        assert totals.engagements == len(counted)
        assert totals.per_indicator == expected
        for kind, indicator in indicators.items():
            naming = [brings for brings in counted if any(values["indicator"] == kind for values in brings)]
            assert totals.per_objective.get(indicator.objective_id, 0) == len(naming)
        transaction.set_rollback(True)
