"""How far the accepted engagements have come towards each target, told without flattering or discouraging.

The figures come from ``pledges.counting.count_totals`` and nothing else; this module only compares them with
the targets and puts the comparison into words.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import ROUND_DOWN, Decimal

from django.utils.translation import gettext as _

from bbacms.core.choices import IndicatorKind
from bbacms.core.models import Indicator
from bbacms.core.quantities import number_text, quantity_text, unit_text
from pledges.counting import Totals


@dataclass(frozen=True)
class IndicatorFigure:
    """What one indicator shows. ``target`` and ``accepted`` are in the indicator's unit.

    ``unit`` is the unit in words, in the form that goes with the target. ``accepted`` is the sum of accepted
    quantities, for a flow that of ``year`` alone, and ``accepted_text`` the same with its unit; ``None`` and empty for
    a share, which is never added up. ``share`` is accepted as a part of the target (1 is all of it), unrounded and
    above 1 where more was reached; ``None`` where there is nothing to compare. ``share_text`` says it in words.
    """

    indicator_name: str
    unit: str
    kind: str
    target: Decimal
    target_year: int
    accepted: Decimal | None
    accepted_text: str
    year: int | None
    share: Decimal | None
    share_text: str
    show_bar: bool


def indicator_figures(indicators: Iterable[Indicator], totals: Totals) -> list[IndicatorFigure]:
    """Return one figure per indicator, in the order given."""
    return [indicator_figure(indicator, totals) for indicator in indicators]


def indicator_figure(indicator: Indicator, totals: Totals) -> IndicatorFigure:
    """Compare what is accepted for ``indicator`` with its target, by the rule of its kind."""
    accepted: Decimal | None = None
    share: Decimal | None = None
    if indicator.kind != IndicatorKind.SHARE:
        accepted = totals.per_indicator.get(indicator.pk, Decimal(0))
        if indicator.target > 0:
            share = accepted / indicator.target
    return IndicatorFigure(
        indicator_name=indicator.name,
        unit=unit_text(indicator.target, indicator.unit),
        kind=indicator.kind,
        target=indicator.target,
        target_year=indicator.target_year,
        accepted=accepted,
        accepted_text="" if accepted is None else quantity_text(accepted, indicator.unit),
        year=totals.year if indicator.kind == IndicatorKind.FLOW else None,
        share=share,
        share_text=share_text(share),
        show_bar=share is not None,
    )


def share_text(share: Decimal | None) -> str:
    """Return ``share`` (1 is all of it) in words, for a sentence or beside a bar; empty where there is none.

    Rounded down, so that 99.9 per cent never reads as reached and no share reads as more than it is.
    """
    if share is None:
        return ""
    percent = share * 100
    if percent == 0:
        return _("nothing yet")
    if percent < 1:
        return _("less than 1 %")
    whole = percent.to_integral_value(rounding=ROUND_DOWN)
    if whole == 100 and percent > 100:
        return _("just over 100 %")
    words = _("%(percent)s %%, more than the target") if percent > 100 else _("%(percent)s %%")
    return words % {"percent": number_text(whole)}


def target_text(indicators: Iterable[Indicator]) -> str:
    """Return the targets of one objective in a line, for instance ``1,500 buildings · 20 %``."""
    return " · ".join(quantity_text(indicator.target, indicator.unit) for indicator in indicators)
