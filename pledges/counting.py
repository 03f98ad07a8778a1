"""The one place that counts. Page, inbox, exports and open data all take their figures from here.

Rule (architecture, "Counting"): a total is the sum over pledges that are accepted or completed and not merged
into another, and equals the list behind it. Only accepted quantities are added. Stocks add up; flows add up per
year and show the latest year; shares are listed, never added. A pledge counts once, however many objectives it
names.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal

from django.db.models import Count, Q, Sum
from django.utils import timezone

from bbacms.core.choices import IndicatorKind
from pledges.models import Contribution, Pledge


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


def count_totals(year: int | None = None) -> Totals:
    """Count everything in three queries. ``year`` is the year of the flows, the current one by default."""
    year = year or timezone.localdate().year
    counted = Pledge.objects.counted()
    contributions = Contribution.objects.filter(pledge__in=counted)
    per_objective = dict(
        contributions.values_list("objective").annotate(Count("pledge", distinct=True)).order_by("objective")
    )
    runs_in_year = (Q(first_year__isnull=True) | Q(first_year__lte=year)) & (
        Q(last_year__isnull=True) | Q(last_year__gte=year)
    )
    summed = contributions.filter(accepted__isnull=False).filter(
        Q(indicator__kind=IndicatorKind.STOCK) | (Q(indicator__kind=IndicatorKind.FLOW) & runs_in_year)
    )
    per_indicator = dict(summed.values_list("indicator").annotate(Sum("accepted")).order_by("indicator"))
    return Totals(engagements=counted.count(), year=year, per_objective=per_objective, per_indicator=per_indicator)
