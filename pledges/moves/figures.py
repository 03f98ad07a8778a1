"""Accepted quantities: what staff count, beside what the member declared."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from pledges.models import Contribution, Pledge
from pledges.moves.errors import MoveNotAllowed


def set_accepted(pledge: Pledge) -> list[dict[str, Any]]:
    """Count what was declared where staff have set nothing; returns what changed, for the log."""
    unset = pledge.contributions.filter(accepted__isnull=True, declared__isnull=False)
    return [_set(contribution, contribution.declared) for contribution in unset]


def write_figures(pledge: Pledge, figures: Mapping[int, Decimal | None]) -> list[dict[str, Any]]:
    """Set accepted quantities by contribution id; returns what changed, for the log.

    Raises ``MoveNotAllowed`` for a contribution of another pledge, one without an indicator, a quantity that no
    column takes, and when nothing would change.
    """
    contributions = {row.pk: row for row in pledge.contributions.select_related("indicator")}
    changed = []
    for key, quantity in figures.items():
        contribution = contributions.get(key)
        if contribution is None or contribution.indicator is None:
            raise MoveNotAllowed(_("This quantity belongs to no objective of this engagement."))
        if quantity == contribution.accepted:
            continue
        try:
            Contribution._meta.get_field("accepted").run_validators(quantity)
        except ValidationError as error:
            raise MoveNotAllowed(" ".join(error.messages)) from error
        changed.append(_set(contribution, quantity))
    if not changed:
        raise MoveNotAllowed(_("No figure was changed."))
    return changed


def figure_changed(contribution: Contribution, quantity: Decimal | None) -> dict[str, Any]:
    """How the log tells that ``quantity`` takes the place of what was accepted."""
    return {"contribution": contribution.pk, "from": _text(contribution.accepted), "to": _text(quantity)}


def _set(contribution: Contribution, quantity: Decimal | None) -> dict[str, Any]:
    Contribution.objects.filter(pk=contribution.pk).update(accepted=quantity)
    return figure_changed(contribution, quantity)


def _text(quantity: Decimal | None) -> str | None:
    return None if quantity is None else f"{quantity.normalize():f}"
