"""What a card that leads to a story shows, ready for ``components/story_card.html``."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bbacms.core.pictures import attach_renditions

if TYPE_CHECKING:
    from django.http import HttpRequest

    from bbacms.core.models import CustomImage
    from stories.models import StoryPage


@dataclass(frozen=True)
class StoryCard:
    """``label`` is the main objective's name in the reader's language. ``language`` is the code of the story's
    language where it is not the reader's, and empty otherwise. ``image_alt`` is empty for a picture that only
    decorates the card."""

    page: StoryPage
    url: str
    title: str
    teaser: str
    image: CustomImage | None
    image_alt: str
    label: str
    language: str


@dataclass(frozen=True)
class ObjectiveLink:
    """An objective a story names, with the page about it. ``url`` is empty where there is none; ``language`` is the
    code of that page's language where it is not the reader's, and empty otherwise."""

    name: str
    icon: str
    colour: str
    url: str
    language: str


def story_card(story: StoryPage, language: str, request: HttpRequest | None = None) -> StoryCard:
    """Return the card of ``story`` for a reader of ``language``."""
    image = story.card_image
    own = story.locale.language_code
    return StoryCard(
        page=story,
        url=story.get_url(request) or "",
        title=story.title,
        teaser=story.card_summary,
        image=image,
        # The alternative text was written for the lead picture; another picture in lists only decorates.
        image_alt=story.lead_image_alt if image and image.pk == story.lead_image_id else "",
        label=story.main_objective.name if story.main_objective else "",
        language="" if own == language else own,
    )


def story_cards(stories: Iterable[StoryPage], language: str, request: HttpRequest | None = None) -> list[StoryCard]:
    """Return the cards of ``stories`` in the order given; the sizes of their pictures are loaded in one query."""
    cards = [story_card(story, language, request) for story in stories]
    attach_renditions([card.image for card in cards])
    return cards
