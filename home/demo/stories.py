"""Loads the model projects."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from bbacms.core.models import CostBand, Criterion, Indicator, Initiative, Objective
from home.demo.library import PictureLibrary
from home.demo.pages import publish_below
from home.demo.reader import read_content, rich_text
from stories.models import StoryContribution, StoryCriterion, StoryIndexPage, StoryPage


def load_stories(index: StoryIndexPage, library: PictureLibrary) -> dict[str, StoryPage]:
    """Create the stories, in English, and return them by id. What is not known stays empty."""
    return {data["id"]: _create_story(index, data, library) for data in read_content("stories")}


def _create_story(index: StoryIndexPage, data: dict[str, Any], library: PictureLibrary) -> StoryPage:
    coordinates = data["coordinates"] or {"lat": None, "lon": None}
    objective = Objective.objects.get(code=data["objective"])
    page = StoryPage(
        title=data["title"],
        slug=data["slug"],
        review_note=data.get("review_note", ""),
        teaser=data["teaser"],
        lead_image=library.image(data["id"]),
        lead_image_alt=library.alt(data["id"], "en"),
        body=[_body_block(block) for block in data["body"]],
        lead_organisation=data["lead_organisation"] or "",
        main_objective=objective,
        region=data["region"] or "",
        place=data["place"] or "",
        latitude=_decimal(coordinates["lat"]),
        longitude=_decimal(coordinates["lon"]),
        start_year=data["start_year"],
        joined_on=data["joined_on"],
        cost_band=CostBand.objects.get(code=data["cost_band"]) if data["cost_band"] else None,
        participants=[
            ("participant", {"name": participant["name"], "role": participant["role"] or ""})
            for participant in data["participants"]
        ],
        upkeep=data["upkeep"] or "",
        monitoring=data["monitoring"] or "",
        benefits=[("benefit", benefit) for benefit in data["benefits"]],
    )
    page.further_objectives = Objective.objects.filter(code__in=data["further_objectives"])
    page.initiatives = Initiative.objects.filter(code__in=data["initiatives"])
    page.contributions.set(
        StoryContribution(
            indicator=Indicator.objects.get(code=contribution["indicator"].lower()),
            quantity=Decimal(contribution["quantity"]),
            sort_order=position,
        )
        for position, contribution in enumerate(data["contributions"])
    )
    page.criteria.set(
        StoryCriterion(
            criterion=Criterion.objects.get(objective=objective, key=criterion["key"]),
            how=criterion["how"] or "",
            locale=index.locale,
            sort_order=position,
        )
        for position, criterion in enumerate(data["criteria"])
    )
    publish_below(index, page, "en", f"story/{data['id']}")
    return page


def _body_block(block: dict[str, Any]) -> tuple[str, Any]:
    kind = block["type"]
    if kind == "heading":
        return kind, block["text"]
    if kind == "text":
        return kind, rich_text(block["paragraphs"])
    return kind, {key: value or "" for key, value in block.items() if key != "type"}


def _decimal(number: float | None) -> Decimal | None:
    return None if number is None else Decimal(str(number))
