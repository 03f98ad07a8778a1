"""The sections and questions of a form with the words that name them to an editor."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from bbacms.core.models import active_language
from pledges.blocks.four_languages import FourLanguageValue
from pledges.choices import SectionStage
from pledges.engine.questions import QUESTIONS

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue


@dataclass(frozen=True)
class Place:
    """A section, or what stands in one. ``words`` name it inside a sentence; ``section`` is where it stands."""

    words: str
    block: StreamValue.StreamChild
    section: Place | None = None

    @property
    def is_question(self) -> bool:
        """Whether members answer it: sections and what is only read are no questions."""
        return self.section is not None and QUESTIONS[self.block.block_type].asks

    @property
    def label(self) -> str:
        """What a question is called; the kind of block where nobody wrote that."""
        return written(self.block.value.get("label")) or str(self.block.block.label)

    @property
    def stage(self) -> SectionStage:
        """When members meet it."""
        block = self.section.block if self.section else self.block
        return SectionStage(block.value["stage"] or SectionStage.JOIN)


def all_places(body: StreamValue) -> Iterator[Place]:
    """Every section, each followed by all that stands in it, in the order of the editor."""
    for number, block in enumerate(body, start=1):
        title = written(block.value["title"]) or str(number)
        section = Place(_("section “%(section)s”") % {"section": title}, block)
        yield section
        for position, inner in enumerate(block.value["questions"], start=1):
            label = written(inner.value.get("label")) or f"{inner.block.label} {position}"
            words = _("section “%(section)s”, question “%(question)s”") % {"section": title, "question": label}
            yield Place(words, inner, section)


def questions_of(body: StreamValue) -> Iterator[Place]:
    """Every question of a form."""
    return (place for place in all_places(body) if place.is_question)


def in_order(places: Iterable[Place]) -> list[Place]:
    """``places`` in the order in which members meet them: what is asked afterwards comes last."""
    return sorted(places, key=lambda place: list(SectionStage).index(place.stage))


def written(text: Any) -> str:
    """A text in the language of the editor; where it is not written yet, in one that it is written in."""
    if not isinstance(text, FourLanguageValue):
        return ""
    return text.in_language(active_language()) or next((words for words in text.values() if words), "")
