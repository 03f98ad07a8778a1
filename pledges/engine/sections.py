"""The sections of a form as a reader meets them: one screen each, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pledges.choices import SectionStage
from pledges.engine.conditions import Condition, read_condition
from pledges.engine.questions import Question, read_question

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue


@dataclass(frozen=True)
class Section:
    """One screen. ``number`` counts from 1 within its stage and stands in its address, shown or not."""

    number: int
    stage: SectionStage
    title: str
    introduction: str
    condition: Condition | None
    parts: tuple[Question, ...]

    @property
    def questions(self) -> tuple[Question, ...]:
        """What asks something, without the text and pictures in between."""
        return tuple(part for part in self.parts if part.asks)


def read_sections(body: StreamValue, language: str) -> list[Section]:
    """Return the sections of a form's ``body`` in ``language``, those of the join form before those of afterwards.

    One without questions is no screen.
    """
    with_questions = [block.value for block in body if len(block.value["questions"])]
    return [
        Section(
            number=number,
            stage=stage,
            title=value["title"].in_language(language),
            introduction=value["introduction"].in_language(language),
            condition=read_condition(value["shown_when"]),
            parts=tuple(read_question(block, language) for block in value["questions"]),
        )
        for stage in SectionStage
        for number, value in enumerate((value for value in with_questions if value["stage"] == stage), start=1)
    ]
