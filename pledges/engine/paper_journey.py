"""The way through a form of which somebody types in the answers from paper."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from pledges.choices import Meaning, SectionStage
from pledges.engine.journey import Journey

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue

    from pledges.engine.sections import Section


class PaperJourney(Journey):
    """Leads through both stages at once, for paper comes once. ``afterwards`` are the numbers of "Tell us more".

    They may be left out altogether. Whoever writes a letter may have no e-mail address, so that one may stay empty too;
    else the same is asked as of everybody.
    """

    def __init__(self, body: StreamValue, answers: dict[str, Any], unfinished: dict[str, list[str]]) -> None:
        super().__init__(body, answers, SectionStage.JOIN, unfinished)
        sections = enumerate(self.all_sections, start=1)
        self.afterwards = {number for number, section in sections if section.stage == SectionStage.MORE}
        self.all_sections = [
            replace(section, number=number, stage=SectionStage.JOIN)
            for number, section in enumerate(self.all_sections, start=1)
        ]
        for section in self.all_sections:
            for question in section.questions:
                if question.meaning == Meaning.EMAIL:
                    question.required = False

    def must_be_finished(self, section: Section) -> bool:
        if section.number not in self.afterwards:
            return True
        return any(
            self.answers.get(question.id) is not None or self.is_unfinished(question) for question in section.questions
        )
