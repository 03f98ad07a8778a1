"""The key facts of a story: label and values, and nothing at all where there is no value."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bbacms.core.quantities import quantity_text

if TYPE_CHECKING:
    from bbacms.core.models import Indicator
    from stories.models import StoryPage


@dataclass(frozen=True)
class KeyFact:
    """One line of the box. ``values`` is never empty and holds no empty text."""

    label: str
    values: list[str]


@dataclass(frozen=True)
class StoryEngagement:
    """What a story page may show of the counted engagement behind it; a receiver of ``story_context`` provides it.

    ``state`` is the label of its state, ``quantities`` are the accepted ones in words, ``figure_text`` is what it says
    in a unit nobody counts, in ``language``.
    """

    public_id: str
    state: str
    quantities: list[str]
    figure_text: str
    language: str


def contribution_text(quantity: Decimal, indicator: Indicator) -> str:
    """Return a quantity with its unit and what it is a quantity of."""
    return f"{quantity_text(quantity, indicator.unit)} – {indicator.name}"


def told_contributions(story: StoryPage) -> list[str]:
    """Return the figures the story itself tells. They are never counted."""
    return [
        contribution_text(item.quantity, item.indicator) for item in story.contributions.select_related("indicator")
    ]


def key_facts(story: StoryPage, contributions: list[str]) -> list[KeyFact]:
    """Return what is known of ``story``, in reading order: who, where, since, how much, at what cost."""
    facts = [
        (_("Lead organisation"), [story.lead_organisation]),
        (_("Where"), [", ".join(part for part in (story.place, story.get_region_display()) if part)]),
        (_("Since"), [str(story.start_year or "")]),
        (_("Joined the Alliance"), [date_format(story.joined_on) if story.joined_on else ""]),
        (_("Contribution"), contributions),
        (_("Project costs"), [story.cost_band.name if story.cost_band else ""]),
        (_("Part of"), [initiative.name for initiative in story.initiatives.all()]),
    ]
    return [
        KeyFact(label, filled)
        for label, values in facts
        if (filled := [value for value in values if value and not value.isspace()])
    ]
