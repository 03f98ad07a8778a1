"""When a question or a section is shown: one test of one earlier answer.

The server decides; what is not shown is never required and its answer is not kept. A script in the page may do the
same at once where both questions stand on one screen.
"""

from __future__ import annotations

import datetime
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from pledges.choices import ConditionTest

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.blocks import StructValue

    from pledges.engine.questions import Question
    from pledges.engine.vocabulary import Vocabulary


@dataclass(frozen=True)
class Condition:
    """``operands`` are what the answer to the question ``question_id`` is compared with, as the answer keeps them."""

    question_id: str
    test: ConditionTest
    operands: tuple[str, ...]

    def is_met(self, question: Question, value: Any, vocabulary: Vocabulary) -> bool:
        """Whether ``value``, the stored answer to ``question``, meets it. Without an answer it is not met."""
        if value is None or value == []:
            return False
        return self.holds_for(question.comparable(value, vocabulary), question)

    def holds_for(self, words: Iterable[str], question: Question) -> bool:
        """Whether an answer to ``question`` that is made of these comparable ``words`` meets it."""
        said = {word.casefold() for word in words}
        wanted = [operand.casefold() for operand in self.operands]
        match self.test:
            case ConditionTest.FILLED:
                return True
            case ConditionTest.EQUALS | ConditionTest.ONE_OF:
                return any(word in said for word in wanted)
            case ConditionTest.IS_NOT:
                return not any(word in said for word in wanted)
            case ConditionTest.CONTAINS if question.has_options:
                return any(word in said for word in wanted)
            case ConditionTest.CONTAINS:
                return any(word in text for text in said for word in wanted)
        sizes = [size for word in said if (size := measure(word)) is not None]
        limits = [size for word in wanted if (size := measure(word)) is not None]
        if self.test == ConditionTest.ABOVE:
            return any(size > limit for size in sizes for limit in limits)
        return any(size < limit for size in sizes for limit in limits)

    def in_words(self, question: Question, vocabulary: Vocabulary) -> str:
        """The sentence for readers whose browser shows the question whatever the answer is."""
        words = " / ".join(question.words_of(operand, vocabulary) for operand in self.operands)
        said = {"question": question.label, "answer": words}
        match self.test:
            case ConditionTest.FILLED:
                return _("Only if you answered “%(question)s”.") % said
            case ConditionTest.IS_NOT:
                return _("Only if your answer to “%(question)s” is not: %(answer)s.") % said
            case ConditionTest.CONTAINS if not question.has_options:
                return _("Only if your answer to “%(question)s” contains: %(answer)s.") % said
            case ConditionTest.ABOVE:
                return _("Only if your answer to “%(question)s” is above: %(answer)s.") % said
            case ConditionTest.BELOW:
                return _("Only if your answer to “%(question)s” is below: %(answer)s.") % said
        return _("Only if your answer to “%(question)s” is: %(answer)s.") % said

    def for_script(self, question: Question, vocabulary: Vocabulary) -> dict[str, Any] | None:
        """What a script in the page needs to decide the same from what the fields of ``question`` hold.

        None where only the server can: the question is then shown with its sentence, as without script.
        """
        if self.test != ConditionTest.FILLED and not question.is_compared_by_script:
            return None
        return {
            "names": question.answer_names(vocabulary),
            "test": self.test.value,
            "kind": "codes" if question.has_options else question.kind,
            "values": [sent for operand in self.operands for sent in question.satisfying(operand, vocabulary)],
        }


def measure(text: str) -> Decimal | None:
    """A plain number, or an ISO date as the number of its day; None for anything else."""
    try:
        number = Decimal(text)
    except InvalidOperation:
        try:
            return Decimal(datetime.date.fromisoformat(text).toordinal())
        except ValueError:
            return None
    return number if number.is_finite() else None


def read_condition(block: StructValue | None) -> Condition | None:
    """The condition that an editor composed; None where the question or section is always shown.

    One that is not finished shows it too; ``pledges.condition_checks`` keeps such a form from being saved.
    """
    if not block or not block.get("question") or block.get("test") not in ConditionTest.values:
        return None
    test = ConditionTest(block["test"])
    if test == ConditionTest.FILLED:
        operands: tuple[str, ...] = ()
    elif test == ConditionTest.ONE_OF:
        operands = tuple(word for part in block["value"].split(",") if (word := part.strip()))
    else:
        operands = (block["value"].strip(),)
    return Condition(str(block["question"]), test, operands)
