"""The lists that questions offer, read once per request whatever the number of questions."""

from __future__ import annotations

from functools import cached_property

from bbacms.core.models import ActorKind, Criterion, EverydayAction, Indicator


class Vocabulary:
    """Kinds of actor, indicators, everyday actions and criteria, by code.

    Each list costs one query, and only when a question asks for it.
    """

    def __init__(self) -> None:
        # The objectives that the answers so far name, by code and in their order.
        self.chosen: list[str] = []

    @cached_property
    def criteria(self) -> dict[str, list[Criterion]]:
        """The criteria of each objective, by its code."""
        found: dict[str, list[Criterion]] = {}
        for criterion in Criterion.objects.select_related("objective"):
            found.setdefault(criterion.objective.code, []).append(criterion)
        return found

    @cached_property
    def actor_kinds(self) -> dict[str, ActorKind]:
        return {kind.code: kind for kind in ActorKind.objects.all()}

    @cached_property
    def indicators(self) -> dict[str, Indicator]:
        """All indicators in the order of axes and objectives, with both at hand."""
        indicators = Indicator.objects.select_related("objective__axis").order_by(
            "objective__axis__order", "objective__order", "objective__code", "sort_order", "pk"
        )
        return {indicator.code: indicator for indicator in indicators}

    @cached_property
    def actions(self) -> dict[str, EverydayAction]:
        """What one can do in everyday words, each with the indicator that it is counted in."""
        actions = {action.code: action for action in EverydayAction.objects.all()}
        by_id = {indicator.pk: indicator for indicator in self.indicators.values()}
        for action in actions.values():
            action.indicator = by_id[action.indicator_id]
        return actions

    def first_indicator_of(self, objective_code: str) -> Indicator | None:
        """The indicator to offer for an objective that a link named; None for an unknown code."""
        return next(
            (indicator for indicator in self.indicators.values() if indicator.objective.code == objective_code), None
        )
