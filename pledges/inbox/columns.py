"""Columns of the inbox list. Each reads what the list has already fetched."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, StatusTagColumn, TitleColumn

from pledges.choices import PledgeSource, PledgeState
from pledges.models import Pledge


def objectives_of(pledge: Pledge) -> str:
    """The objectives a pledge names, each once, such as ``A1-1 Restore wetlands``."""
    named = {row.objective.code: f"{row.objective.code} {row.objective.name}" for row in pledge.contributions.all()}
    return ", ".join(named.values())


def who(pledge: Pledge) -> Any:
    """The organisation, or where there is none the kind of actor."""
    return pledge.organisation or pledge.actor_kind or ""


def state_of(pledge: Pledge) -> str:
    """Where it stands, and that it came on paper where it did."""
    return f"{pledge.state_label} · {_('paper')}" if pledge.source == PledgeSource.PAPER else str(pledge.state_label)


def inbox_columns(case_url_name: str) -> list[BaseColumn]:
    """Return the columns; ``case_url_name`` is where a title leads to."""
    return [
        TitleColumn("title", label=_("Title"), url_name=case_url_name, sort_key="title"),
        Column("objectives", label=_("Objectives"), accessor=objectives_of),
        Column("who", label=_("Who"), accessor=who, sort_key="organisation"),
        StatusTagColumn(
            "state",
            label=_("State"),
            accessor=state_of,
            sort_key="state",
            primary=lambda pledge: pledge.state == PledgeState.SUBMITTED and not pledge.is_suspected,
        ),
        DateColumn("submitted_at", label=_("Received"), sort_key="submitted_at"),
        Column("public_id", label=_("Number"), classname="inbox-number"),
    ]
