"""The two axes with their objectives, and the model projects, as the home and axis pages list them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import OuterRef, Q, Subquery
from wagtail.models import Page

from bbacms.core.models import LANGUAGE_CODES, Axis, Objective
from bbacms.core.querysets import open_to_readers
from home.progress import target_text
from pledges.counting import Totals
from stories.cards import StoryCard, story_cards
from stories.models import StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest

    from home.models import AxisPage, HomePage

# Two rows of three cards; more belong on the story index.
STORY_LIMIT = 6


@dataclass(frozen=True)
class ObjectiveRow:
    """One objective in a list. ``url`` is empty where no page tells about it in any language; ``language`` is the code
    of the page's language where it is not the reader's, and empty otherwise."""

    code: str
    name: str
    icon: str
    colour: str
    url: str
    language: str
    target_text: str
    engagements: int


@dataclass(frozen=True)
class AxisColumn:
    """One axis with its objectives. ``page`` is the axis page in the reader's language, where there is one."""

    code: str
    name: str
    icon: str
    colour: str
    url: str
    language: str
    page: AxisPage | None
    rows: list[ObjectiveRow]


def best_pages(pages: Iterable[Page], record_id: Callable[[Page], int], language: str) -> dict[int, Page]:
    """Return for each record the page that tells a reader of ``language`` about it, by record id.

    ``record_id`` says which record a page is about. A page in another language is better than none; the first in the
    site's order of languages is taken.
    """
    order = [language, *(code for code in LANGUAGE_CODES if code != language)]
    ranked = sorted(pages, key=lambda page: order.index(page.locale.language_code), reverse=True)
    return {record_id(page): page for page in ranked}


def other_language(page: Page | None, language: str) -> str:
    """Return the code of the page's language where it differs from the reader's, else an empty string."""
    if page is None or page.locale.language_code == language:
        return ""
    return page.locale.language_code


def objective_rows(
    objectives: Iterable[Objective],
    pages: dict[int, Page],
    engagements: Mapping[int, int],
    language: str,
    request: HttpRequest | None,
) -> list[ObjectiveRow]:
    """Return a row per objective; ``pages`` comes from ``best_pages``, ``engagements`` are counted by objective id."""
    rows = []
    for objective in objectives:
        page = pages.get(objective.pk)
        rows.append(
            ObjectiveRow(
                code=objective.code,
                name=objective.name,
                icon=objective.icon,
                colour=objective.axis.colour,
                url=(page.get_url(request) or "") if page else "",
                language=other_language(page, language),
                target_text=target_text(objective.indicators.all()),
                engagements=engagements.get(objective.pk, 0),
            )
        )
    return rows


def axis_columns(
    objectives: Iterable[Objective], totals: Totals, language: str, request: HttpRequest | None = None
) -> list[AxisColumn]:
    """Group ``objectives`` (with axis and indicators loaded) by axis, in their order, with the pages about them."""
    pages = list(
        Page.objects.filter(open_to_readers())
        .filter(Q(axispage__isnull=False) | Q(objectivepage__isnull=False))
        .select_related("locale", "axispage", "objectivepage")
    )
    axis_pages = [page for page in pages if hasattr(page, "axispage")]
    objective_pages = [page for page in pages if hasattr(page, "objectivepage")]
    best_axis = best_pages(axis_pages, lambda page: page.axispage.axis_id, language)
    best_objective = best_pages(objective_pages, lambda page: page.objectivepage.objective_id, language)
    by_axis: dict[Axis, list[Objective]] = {}
    for objective in objectives:
        by_axis.setdefault(objective.axis, []).append(objective)
    columns = []
    for axis, own in by_axis.items():
        page = best_axis.get(axis.pk)
        elsewhere = other_language(page, language)
        columns.append(
            AxisColumn(
                code=axis.code,
                name=axis.name,
                icon=axis.icon,
                colour=axis.colour,
                url=(page.get_url(request) or "") if page else "",
                language=elsewhere,
                page=page.axispage if page and not elsewhere else None,
                rows=objective_rows(own, best_objective, totals.per_objective, language, request),
            )
        )
    return columns


def model_projects(home: HomePage, language: str, request: HttpRequest | None = None) -> list[StoryCard]:
    """Return cards of the stories chosen for ``home``, in their order; of the newest where none is left to show.

    A chosen story appears in the reader's language where it exists, else in another; a draft does not appear.
    """
    chosen_ids = [child["value"] for child in home.featured_stories.raw_data if child["value"]]
    if chosen_ids:
        # Whatever language a story was chosen in: the version for this reader, and which choice it stands for.
        chosen = StoryPage.objects.filter(translation_key=OuterRef("translation_key"), pk__in=chosen_ids).order_by()
        found = StoryPage.objects.annotate(chosen_id=Subquery(chosen.values("pk")[:1])).filter(chosen_id__isnull=False)
        stories = sorted(found.for_reader(language), key=lambda story: chosen_ids.index(story.chosen_id))
        if stories:
            return story_cards(stories, language, request)
    return story_cards(StoryPage.objects.for_reader(language)[:STORY_LIMIT], language, request)
