"""A draft on its way through the sections of its form."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING, Any

from bbacms.core.models import active_language
from pledges.choices import SectionStage
from pledges.engine.questions import FileQuestion
from pledges.engine.sections import Section, read_sections
from pledges.engine.steps import Row, SectionForm, data_for
from pledges.engine.visibility import Visibility
from pledges.engine.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Mapping

    from django.utils.datastructures import MultiValueDict
    from wagtail.blocks.stream_block import StreamValue

    from pledges.engine.questions import Held, Question


class Journey:
    """A form's ``body`` and the ``answers`` given so far (values by question id), in the active language.

    ``unfinished`` is what was typed, by field name, and could not be taken as an answer yet.
    It leads through the sections of one ``stage``; conditions look at the answers of both. All sections share one
    ``Vocabulary``, so the number of queries does not grow with the questions.
    """

    def __init__(
        self,
        body: StreamValue,
        answers: dict[str, Any],
        stage: SectionStage = SectionStage.JOIN,
        unfinished: dict[str, list[str]] | None = None,
    ) -> None:
        self.stage = stage
        self.language = active_language()
        self.vocabulary = Vocabulary()
        self.all_sections: list[Section] = read_sections(body, self.language)
        self._answers = answers
        self.unfinished = unfinished or {}

    @property
    def answers(self) -> dict[str, Any]:
        """The answers to what is shown."""
        return self._visible.kept_answers

    @answers.setter
    def answers(self, answers: dict[str, Any]) -> None:
        self.take(answers, self.unfinished)

    def take(self, answers: dict[str, Any], unfinished: dict[str, list[str]]) -> None:
        """Go on with other answers, and with other things that are not finished."""
        self._answers, self.unfinished = answers, unfinished
        for name in ("_visible", "sections", "first_incomplete"):
            self.__dict__.pop(name, None)

    @cached_property
    def sections(self) -> list[Section]:
        """The screens, without those that the answers so far hide."""
        return [section for section in self._visible.sections if section.stage == self.stage]

    @property
    def questions(self) -> list[Question]:
        """Every question that is shown."""
        shown = self._visible.questions
        return [question for section in self.sections for question in section.questions if question.id in shown]

    def has(self, number: int) -> bool:
        """Whether there is a screen of this number."""
        return any(section.number == number for section in self.sections)

    def after(self, number: int) -> int | None:
        """The number of the screen that follows; None after the last one."""
        return next((section.number for section in self.sections if section.number > number), None)

    def before(self, number: int) -> int | None:
        """The number of the screen before; None on the first one."""
        return next((section.number for section in reversed(self.sections) if section.number < number), None)

    def go_on_after(self, number: int) -> int | None:
        """The number of the screen to show after this one; None once everything is answered."""
        if self.first_incomplete is None:
            return None
        return min(self.after(number) or self.first_incomplete, self.first_incomplete)

    def choose_objective(self, code: str) -> None:
        """Answer the first question about an engagement with objective ``code``; an unknown code changes nothing."""
        indicator = self.vocabulary.first_indicator_of(code) if code else None
        question = next((question for question in self.questions if question.kind == "engagement"), None)
        if indicator and question:
            self.answers = {**self.answers, question.id: [{"indicator": indicator.code, "quantity": None}]}

    def file_questions(self, number: int) -> list[FileQuestion]:
        """The questions of screen ``number`` that take files, shown or not."""
        return [question for question in self._section(number).questions if isinstance(question, FileQuestion)]

    @property
    def hidden_file_questions(self) -> list[FileQuestion]:
        """The questions about files, of all screens, that the answers so far hide."""
        return [
            question
            for section in self.all_sections
            for question in section.questions
            if isinstance(question, FileQuestion) and question.id not in self._visible.questions
        ]

    def form(
        self,
        number: int,
        data: MultiValueDict | None = None,
        *,
        held: Mapping[str, Held] | None = None,
        told: frozenset[str] | None = None,
    ) -> SectionForm:
        """The form of screen ``number``: bound to ``data``, or showing what was typed and the answers so far."""
        section = self._section(number)
        return SectionForm(
            section,
            self.vocabulary,
            data,
            values=self.answers,
            unfinished=self.unfinished,
            earlier=self.all_sections[: self.all_sections.index(section)],
            settled=[other for other in self.all_sections if other.stage != self.stage or other.number < number],
            taken=self._taken_outside(section),
            held=held,
            told=told,
        )

    def typed_for_others(self, number: int, data: MultiValueDict) -> dict[str, list[str]]:
        """What came with screen ``number`` for questions of other screens, by field name.

        A browser may have been shown an older wording, in which they stood on that screen.
        """
        typed: dict[str, list[str]] = {}
        for section in self.sections:
            if section.number != number:
                typed |= self.form(section.number, data).typed_before_its_time
        return typed

    def form_to_show(self, number: int, *, held: Mapping[str, Held] | None = None) -> SectionForm:
        """The form of screen ``number`` as it stands.

        Where an answer was taken once and cannot be any more, it says so: an option was removed, another screen says
        something else. What was never finished is no mistake.
        """
        if number == self.first_incomplete:
            section = self._section(number)
            data = data_for(section, self.answers)
            for name, texts in self.unfinished.items():
                data.setlist(name, texts)
            answered = (question for question in self._shown(section) if question.id in self.answers)
            told = frozenset(question.id for question in answered if not self.is_unfinished(question))
            again = self.form(number, data, held=held, told=told)
            if again.errors:
                return again
        return self.form(number, held=held)

    def stored_form(self, number: int) -> SectionForm:
        """The form of screen ``number`` bound to the answers given so far, to validate them again."""
        return self.form(number, data_for(self._section(number), self.answers))

    @cached_property
    def first_incomplete(self) -> int | None:
        """The number of the first screen with a question not answered validly yet; None when all were.

        A question of which something is unfinished counts as not answered, whatever its answer was before.
        """
        for section in filter(self.must_be_finished, self.sections):
            shown = self._shown(section)
            answered = all(question.id in self.answers and not self.is_unfinished(question) for question in shown)
            if not answered or not self._still_means_the_same(section.number):
                return section.number
        return None

    def must_be_finished(self, section: Section) -> bool:
        """Whether nothing can be sent before ``section`` is answered; what need not be answered can be left empty."""
        return True

    def _still_means_the_same(self, number: int) -> bool:
        """Whether the stored answers of a screen are valid, and staff have not moved an everyday action meanwhile."""
        form = self.stored_form(number)
        if not form.is_valid():
            return False
        answers = self.answers
        return all(
            form.values.get(question.id) == answers.get(question.id)
            for question in form.questions
            if question.kind == "engagement" and question.id in form.values
        )

    @property
    def rows(self) -> list[Row]:
        """Every question that was reached, with its answer in words."""
        answers, shown = self.answers, self._visible.questions
        return [
            Row(section.number, question, question.display(answers[question.id], self.vocabulary))
            for section in self.sections
            for question in section.questions
            if question.id in answers and question.id in shown
        ]

    @property
    def rows_as_typed(self) -> list[Row]:
        """Every question that was reached, with what is unfinished in place of the answer, for a page that shows all.

        The answers to be sent are in ``rows``.
        """
        rows = {row.question.id: row for row in self.rows}
        for section in self.sections:
            if any(self.is_unfinished(question) for question in self._shown(section)):
                rows |= {row.question.id: row for row in self.form(section.number).unfinished_rows}
        return [rows[question.id] for section in self.sections for question in section.questions if question.id in rows]

    def _shown(self, section: Section) -> list[Question]:
        return [question for question in section.questions if question.id in self._visible.questions]

    def is_unfinished(self, question: Question) -> bool:
        """Whether something was typed for ``question`` that could not be taken as its answer yet."""
        return bool(self.unfinished) and any(name in self.unfinished for name in question.names(self.vocabulary))

    @cached_property
    def _visible(self) -> Visibility:
        visible = Visibility(self.all_sections, self._answers, self.vocabulary)
        self.vocabulary.chosen = self._chosen_objectives(visible)
        return visible

    def _chosen_objectives(self, visible: Visibility) -> list[str]:
        named = [
            said["indicator"]
            for question in visible.questions.values()
            if question.kind == "engagement"
            for said in visible.answers.get(question.id) or []
            if said["indicator"]
        ]
        indicators = self.vocabulary.indicators if named else {}
        return list(dict.fromkeys(indicators[code].objective.code for code in named if code in indicators))

    def _section(self, number: int) -> Section:
        return next(section for section in self.sections if section.number == number)

    def _taken_outside(self, section: Section) -> frozenset[str]:
        answers = self.answers
        return frozenset(
            said["indicator"]
            for other in self.all_sections
            if other is not section
            for question in other.questions
            if question.kind == "engagement"
            for said in answers.get(question.id) or []
            if said["indicator"]
        )
