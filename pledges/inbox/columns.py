"""Columns of the inbox list. Each reads what the list has already fetched."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, StatusTagColumn, TitleColumn

from bbacms.core.quantities import quantity_text
from pledges.choices import PledgeSource, PledgeState
from pledges.inbox.desk import LEAVING
from pledges.models import Pledge

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from pledges.inbox.desk import DeskView


def objectives_of(pledge: Pledge) -> str:
    """The objectives a pledge names, each once, such as ``A1-1 Restore wetlands``."""
    named = {row.objective.code: f"{row.objective.code} {row.objective.name}" for row in pledge.contributions.all()}
    return ", ".join(named.values())


def quantities_of(pledge: Pledge) -> str:
    """What a pledge brings, such as ``1,200 ha, 3 km``: as staff accepted it, or as the member declared it."""
    known = []
    for row in pledge.contributions.all():
        quantity = row.declared if row.accepted is None else row.accepted
        if row.indicator and quantity is not None:
            known.append(quantity_text(quantity, row.indicator.unit))
    return ", ".join(known) or pledge.figure_text


def who(pledge: Pledge) -> Any:
    """The organisation, or where there is none the kind of actor."""
    return pledge.organisation or pledge.actor_kind or ""


def standing(pledge: Pledge) -> StrOrPromise:
    """Why a pledge waits, or where it stands."""
    if pledge.is_suspected:
        return pledge.state_label
    if pledge.answered_at:
        return _("answered by the member")
    if pledge.has_open_changes:
        return _("changed by the member")
    return pledge.state_label


def state_of(pledge: Pledge) -> str:
    """Why it waits or where it stands, and that it came on paper where it did."""
    return f"{standing(pledge)} · {_('paper')}" if pledge.source == PledgeSource.PAPER else str(standing(pledge))


def is_new(pledge: Pledge) -> bool:
    return pledge.state == PledgeState.SUBMITTED and not pledge.is_suspected


def inbox_columns(view: DeskView, case_url: Callable[[Pledge], str]) -> list[BaseColumn]:
    """Return the columns of the list ``view``; ``case_url`` gives where a title leads to."""
    if view is LEAVING:
        when = DateColumn("leaves_on", label=_("Goes on"), sort_key="leaves_on")
    elif view.is_open:
        when = DateColumn("waits_since", label=_("Waiting since"), sort_key="waits_since")
    else:
        when = DateColumn("submitted_at", label=_("Received"), sort_key="submitted_at")
    return [
        TitleColumn("title", label=_("Title"), get_url=case_url, sort_key="title"),
        Column("who", label=_("Who"), accessor=who, sort_key="organisation"),
        Column("objectives", label=_("Objectives"), accessor=objectives_of),
        Column("quantities", label=_("How much"), accessor=quantities_of),
        StatusTagColumn("state", label=_("State"), accessor=state_of, sort_key="state", primary=is_new),
        when,
        Column("public_id", label=_("Number"), classname="inbox-number"),
    ]
