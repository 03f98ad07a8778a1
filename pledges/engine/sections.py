"""The sections of a form as a reader meets them: one screen each, in one language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from pledges.engine.questions import Question, read_question

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue


@dataclass(frozen=True)
class Section:
    """One screen. ``number`` counts from 1 and stands in its address."""

    number: int
    title: str
    introduction: str
    questions: tuple[Question, ...]


def read_sections(body: StreamValue, language: str) -> list[Section]:
    """Return the sections of a form's ``body`` in ``language``; one without questions is no screen."""
    with_questions = [block.value for block in body if len(block.value["questions"])]
    return [
        Section(
            number=number,
            title=value["title"].in_language(language),
            introduction=value["introduction"].in_language(language),
            questions=tuple(read_question(block, language) for block in value["questions"]),
        )
        for number, value in enumerate(with_questions, start=1)
    ]
