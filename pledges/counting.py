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

from django.db.models import BooleanField, ExpressionWrapper, Q, Sum
from django.utils import timezone

from bbacms.core.choices import IndicatorKind
from pledges.kept_totals import EXACT
from pledges.models import Contribution, KeptTotal

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from bbacms.core.models import Indicator
    from pledges.models import Pledge


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

    Said of kept totals it keeps those of such contributions. A flow without a first or last year has no bound on that
    side.
    """
    runs = (Q(first_year__isnull=True) | Q(first_year__lte=year)) & (Q(last_year__isnull=True) | Q(last_year__gte=year))
    return Q(indicator__kind=IndicatorKind.STOCK) | (Q(indicator__kind=IndicatorKind.FLOW) & runs)


def count_per_objective() -> dict[int, int]:
    """Return the number of counted pledges by objective id, in one query; an objective without any is absent."""
    named = KeptTotal.objects.filter(objective__isnull=False).values_list("objective")
    return dict(named.annotate(number=Sum("number")).filter(number__gt=0).order_by("objective"))


def count_totals(year: int | None = None) -> Totals:
    """Sum up what the database keeps, in one query. ``year`` is the year of the flows, the current one by default."""
    year = year or timezone.localdate().year
    sums = KeptTotal.objects.filter(Q(indicator=None) | adds_up_in(year)).values_list("objective", "indicator")
    engagements, per_objective, per_indicator = 0, {}, {}
    for objective, indicator, number, quantity in sums.annotate(Sum("number"), Sum("quantity")):
        if indicator is not None and number:
            per_indicator[indicator] = quantity.quantize(EXACT)
        elif objective is not None and number:
            per_objective[objective] = number
        elif objective is None and indicator is None:
            engagements = number
    return Totals(engagements=engagements, year=year, per_objective=per_objective, per_indicator=per_indicator)


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
    totals = count_totals(year)
    effects = []
    own: Iterable[Any] = contributions_with_effect(totals.year).filter(pledge=pledge)
    if contributions is not None:
        own = contributions
    for contribution in own:
        indicator, summed = contribution.indicator, contribution.summed
        quantity = contribution.declared if contribution.accepted is None else contribution.accepted
        if indicator is None or quantity is None:
            continue
        before = totals.per_indicator.get(indicator.pk, Decimal(0))
        effects.append(IndicatorEffect(indicator, before, before + quantity if summed else before, summed))
    return AcceptEffect(totals.year, totals.engagements, totals.engagements + 1, effects)
