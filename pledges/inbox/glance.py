"""What a case shows at a glance: what it brings to each objective, and what accepting it does to the totals."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pledges.counting import AcceptEffect, IndicatorEffect
    from pledges.models import Contribution


@dataclass(frozen=True)
class ContributionLine:
    """One contribution; ``effect`` None where accepting it adds nothing to a total, or is not open any more."""

    contribution: Contribution
    effect: IndicatorEffect | None


def contribution_lines(contributions: Iterable[Contribution], effect: AcceptEffect | None) -> list[ContributionLine]:
    """Each contribution beside what accepting does to the total of its indicator."""
    effects = {row.indicator.pk: row for row in effect.indicators} if effect else {}
    return [ContributionLine(row, effects.get(row.indicator_id or 0)) for row in contributions]
