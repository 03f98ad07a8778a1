"""What all counted engagements add up to, put into words."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from bbacms.core.choices import IndicatorKind
from bbacms.core.models import Indicator
from bbacms.core.quantities import quantity_text
from pledges.counting import Totals


@dataclass(frozen=True)
class Sum:
    """One line of what all engagements add up to: the quantity with its unit, what it is a quantity of, and for a flow
    the one year that it stands for."""

    quantity_text: str
    indicator_name: str
    year: int | None = None


def sums(indicators: Iterable[Indicator], totals: Totals) -> list[Sum]:
    """Return what the counted engagements add up to, one entry per indicator that has anything."""
    return [
        Sum(
            quantity_text(totals.per_indicator[indicator.pk], indicator.unit),
            indicator.name,
            totals.year if indicator.kind == IndicatorKind.FLOW else None,
        )
        for indicator in indicators
        if totals.per_indicator.get(indicator.pk)
    ]
