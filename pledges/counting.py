"""The one place that counts. Page, inbox, exports and open data all take their figures from here.

Rule (architecture, "Counting"): a total is the sum over pledges that are accepted or completed and not merged
into another, and equals the list behind it. Only accepted quantities are added. Stocks add up; flows add up per
year and show the latest year; shares are listed, never added. A pledge counts once, however many objectives it
names.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db.models import BooleanField, Count, ExpressionWrapper, Q, Sum
from django.utils import timezone

from bbacms.core.choices import IndicatorKind
from pledges.models import Contribution, Pledge

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bbacms.core.models import Indicator


@dataclass(frozen=True)
class Totals:
    """Figures over all counted pledges at one moment.

    ``engagements``: number of pledges. ``per_objective``: number of pledges by objective id.
    ``per_indicator``: accepted quantity by indicator id, in the indicator's unit; for a flow the quantity of
    ``year``; shares are absent. An objective or indicator nobody engaged for is absent: read with ``.get(id, 0)``.
    """

    engagements: int
    year: int
    per_objective: Mapping[int, int] = field(default_factory=dict)
    per_indicator: Mapping[int, Decimal] = field(default_factory=dict)


def adds_up_in(year: int) -> Q:
    """Contributions whose quantity is part of the total of ``year``: stocks always, flows while they run, no shares.

    A flow without a first or last year has no bound on that side.
    """
    runs = (Q(first_year__isnull=True) | Q(first_year__lte=year)) & (Q(last_year__isnull=True) | Q(last_year__gte=year))
    return Q(indicator__kind=IndicatorKind.STOCK) | (Q(indicator__kind=IndicatorKind.FLOW) & runs)


def count_per_objective() -> dict[int, int]:
    """Return the number of counted pledges by objective id, in one query; an objective without any is absent."""
    contributions = Contribution.objects.filter(pledge__in=Pledge.objects.counted())
    return dict(contributions.values_list("objective").annotate(Count("pledge", distinct=True)).order_by("objective"))


def count_totals(year: int | None = None) -> Totals:
    """Count everything in three queries. ``year`` is the year of the flows, the current one by default."""
    year = year or timezone.localdate().year
    counted = Pledge.objects.counted()
    return Totals(
        engagements=counted.count(),
        year=year,
        per_objective=count_per_objective(),
        per_indicator=_sum_per_indicator(year),
    )


def _sum_per_indicator(year: int) -> dict[int, Decimal]:
    contributions = Contribution.objects.filter(pledge__in=Pledge.objects.counted())
    summed = contributions.filter(adds_up_in(year), accepted__isnull=False)
    return dict(summed.values_list("indicator").annotate(Sum("accepted")).order_by("indicator"))


@dataclass(frozen=True)
class IndicatorEffect:
    """What accepting one contribution does to the total of its indicator, both figures in the indicator's unit.

    ``summed`` is false for shares, which are listed and never added, and for flows that do not run in the year.
    """

    indicator: Indicator
    before: Decimal
    after: Decimal
    summed: bool


@dataclass(frozen=True)
class AcceptEffect:
    """What accepting a pledge does to the public figures of ``year``."""

    year: int
    engagements_before: int
    engagements_after: int
    indicators: list[IndicatorEffect]


def contributions_with_effect(year: int | None = None) -> QuerySet[Contribution]:
    """The contributions with what they are for; ``summed`` is whether each can be part of a total of ``year``."""
    is_summed = ExpressionWrapper(adds_up_in(year or timezone.localdate().year), output_field=BooleanField())
    return Contribution.objects.select_related("objective", "indicator__objective").annotate(summed=is_summed)


def effect_of_accepting(
    pledge: Pledge, year: int | None = None, *, contributions: Iterable[Contribution] | None = None
) -> AcceptEffect:
    """Say beforehand what ``count_totals`` will give once ``pledge``, which is not counted yet, is accepted.

    ``contributions`` are its own from ``contributions_with_effect``, where they are at hand.
    A quantity that staff have not set is the declared one: that is what accepting writes.
    """
    year = year or timezone.localdate().year
    sums, engagements = _sum_per_indicator(year), Pledge.objects.counted().count()
    effects = []
    own: Iterable[Any] = contributions_with_effect(year).filter(pledge=pledge)
    if contributions is not None:
        own = contributions
    for contribution in own:
        indicator, summed = contribution.indicator, contribution.summed
        quantity = contribution.declared if contribution.accepted is None else contribution.accepted
        if indicator is None or quantity is None:
            continue
        before = sums.get(indicator.pk, Decimal(0))
        effects.append(IndicatorEffect(indicator, before, before + quantity if summed else before, summed))
    return AcceptEffect(year, engagements, engagements + 1, effects)
