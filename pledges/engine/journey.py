"""A draft on its way through the sections of its form."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from bbacms.core.models import active_language
from pledges.engine.sections import Section, read_sections
from pledges.engine.steps import Row, SectionForm, data_for
from pledges.engine.vocabulary import Vocabulary

if TYPE_CHECKING:
    from django.utils.datastructures import MultiValueDict
    from wagtail.blocks.stream_block import StreamValue


class Journey:
    """A form's ``body`` and the ``answers`` given so far (values by question id), in the active language.

    All sections share one ``Vocabulary``, so the number of queries does not grow with the questions.
    """

    def __init__(self, body: StreamValue, answers: dict[str, Any]) -> None:
        self.answers = answers
        self.language = active_language()
        self.vocabulary = Vocabulary()
        self.sections: list[Section] = read_sections(body, self.language)

    def has(self, number: int) -> bool:
        """Whether there is a section of this number."""
        return 1 <= number <= len(self.sections)

    def choose_objective(self, code: str) -> None:
        """Answer the first question about an engagement with objective ``code``; an unknown code changes nothing."""
        indicator = self.vocabulary.first_indicator_of(code) if code else None
        questions = (question for section in self.sections for question in section.questions)
        question = next((question for question in questions if question.kind == "engagement"), None)
        if indicator and question:
            self.answers[question.id] = {"indicator": indicator.code, "quantity": None}

    def form(self, number: int, data: MultiValueDict | None = None) -> SectionForm:
        """The form of section ``number``: bound to ``data``, or showing the answers given so far."""
        return SectionForm(
            self.sections[number - 1], self.vocabulary, data, values=self.answers, taken=self._taken_outside(number)
        )

    def stored_form(self, number: int) -> SectionForm:
        """The form of section ``number`` bound to the answers given so far, to validate them again."""
        return self.form(number, data_for(self.sections[number - 1], self.answers))

    @cached_property
    def first_incomplete(self) -> int | None:
        """The number of the first section that was not answered validly yet; None when all were."""
        for section in self.sections:
            answered = all(question.id in self.answers for question in section.questions)
            if not answered or not self.stored_form(section.number).is_valid():
                return section.number
        return None

    @property
    def rows(self) -> list[Row]:
        """Every question that was reached, with its answer in words."""
        return [
            Row(section.number, question, question.display(self.answers[question.id], self.vocabulary))
            for section in self.sections
            for question in section.questions
            if question.id in self.answers
        ]

    def _taken_outside(self, number: int) -> frozenset[str]:
        return frozenset(
            value["indicator"]
            for section in self.sections
            if section.number != number
            for question in section.questions
            if question.kind == "engagement" and (value := self.answers.get(question.id)) and value["indicator"]
        )
