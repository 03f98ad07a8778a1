"""Which questions and sections are shown, given the answers so far."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.engine.conditions import Condition
    from pledges.engine.questions import Question
    from pledges.engine.sections import Section
    from pledges.engine.vocabulary import Vocabulary


class Visibility:
    """Reads ``sections`` from the first to the last: what is not shown cannot make anything else appear.

    ``sections`` and ``questions`` hold what is shown, the questions by their id.
    """

    def __init__(self, sections: Iterable[Section], answers: dict[str, Any], vocabulary: Vocabulary) -> None:
        self.answers = answers
        self.vocabulary = vocabulary
        self.sections: list[Section] = []
        self.questions: dict[str, Question] = {}
        for section in sections:
            if self.is_met(section.condition):
                self.sections.append(section)
                for question in section.questions:
                    if self.is_met(question.condition):
                        self.questions[question.id] = question

    def is_met(self, condition: Condition | None) -> bool:
        """Whether what stands under ``condition`` is shown; what nobody was asked meets no condition."""
        if condition is None:
            return True
        question = self.questions.get(condition.question_id)
        if question is None:
            return False
        return condition.is_met(question, self.answers.get(question.id), self.vocabulary)

    @property
    def kept_answers(self) -> dict[str, Any]:
        """The answers to what is shown; the answer to a hidden question is not kept."""
        return {key: value for key, value in self.answers.items() if key in self.questions}
