"""What all questions have in common.

A value is what is stored of an answer: JSON, the same in every language (codes, ISO dates, plain numbers), None
where nothing was answered. ``Question.data`` gives back what a browser would have sent for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from pledges.choices import ConditionTest
from pledges.engine.conditions import read_condition
from pledges.engine.meanings import meaning_of, privacy_of
from pledges.engine.vocabulary import Vocabulary

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue


class Question:
    """One question in one language, or with ``asks`` off what stands between questions.

    ``id`` is its block id: the key under which answers are kept.
    ``tests`` are the conditions that may be put to its answer; ``has_options`` says whether the answer is made of
    codes of a list; ``is_compared_by_script`` whether what is typed can be compared without the server.
    """

    kind: ClassVar[str]
    tests: ClassVar[tuple[ConditionTest, ...]] = (ConditionTest.FILLED,)
    has_options: ClassVar[bool] = False
    asks: ClassVar[bool] = True
    is_compared_by_script: ClassVar[bool] = True
    # Where it asks for a consent: what that is for, and what the member reads beside the tick.
    asks_consent: bool = False
    purpose: str = ""

    def __init__(self, block: StreamValue.StreamChild, language: str) -> None:
        self.id = str(block.id)
        self.block = block.value
        self.language = language
        self.name = f"q-{self.id}"
        self.label: str = self._text("label")
        self.help: str = self._text("help")
        self.required = bool(self.block.get("required"))
        self.condition = read_condition(self.block.get("shown_when"))
        self.meaning = meaning_of(self.kind, self.block)
        self.privacy = privacy_of(self.kind, self.block)
        self.template = f"pledges/questions/{self.kind}.html"

    def _text(self, child: str) -> str:
        """A text of the block; empty where this kind has no such text."""
        text = self.block.get(child)
        return text.in_language(self.language) if text else ""

    def fields(self, vocabulary: Vocabulary) -> dict[str, forms.Field]:
        """The form fields of this question, by field name; most have one."""
        return {self.name: self.field(vocabulary)}

    def names(self, vocabulary: Vocabulary) -> list[str]:
        """The names of the fields, in the order of ``fields``."""
        return [self.name]

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        raise NotImplementedError

    def prepare(self, form: forms.Form) -> None:
        """Complete the fields of this question with what only ``form`` knows, before anything is checked."""

    def clean(self, form: forms.Form) -> None:
        """Check the fields of this question against each other; adds errors to ``form``."""

    def value(self, cleaned: dict[str, Any]) -> Any:
        """What is stored of valid fields."""
        return cleaned[self.name] or None

    def data(self, value: Any) -> dict[str, list[str]]:
        """What a browser sends for a stored ``value``, by field name."""
        return {self.name: [] if value is None else [value]}

    def display(self, value: Any, vocabulary: Vocabulary) -> str:
        """How a stored ``value`` reads, in the question's language; empty where nothing was answered."""
        return "" if value is None else str(value)

    @property
    def wording(self) -> str:
        """What one consents to; empty where no consent is asked for."""
        return ""

    def gives_consent(self, value: Any) -> bool:
        """Whether a stored ``value`` says yes to what is consented to."""
        return bool(value)

    def consent_subjects(self, value: Any) -> set[str]:
        """What a consent is about, where that may change while it is in force."""
        return set()

    def answer_names(self, vocabulary: Vocabulary) -> list[str]:
        """The fields that hold the answer itself, without those that belong to it."""
        return [self.name]

    def comparable(self, value: Any, vocabulary: Vocabulary) -> list[str]:
        """What of a stored ``value`` conditions are compared with: codes, plain numbers, ISO dates or words."""
        return [str(value)]

    def operands(self, vocabulary: Vocabulary) -> dict[str, str]:
        """The codes that a condition may name, with their words; empty where words, numbers or days are compared."""
        return {}

    def comparable_answers(self, vocabulary: Vocabulary) -> list[list[str]]:
        """Every answer in comparable words, where one answer has several of them; else empty."""
        return []

    def words_of(self, operand: str, vocabulary: Vocabulary) -> str:
        """How the ``operand`` of a condition reads."""
        return operand

    def satisfying(self, operand: str, vocabulary: Vocabulary) -> list[str]:
        """What a browser sends for ``operand``, for a script that looks at the same screen."""
        return [operand]

    @property
    def common(self) -> dict[str, Any]:
        """What every field is told."""
        # The question stands in the message, so that no two lines of the error summary read the same.
        missing = _("“%(question)s” needs an answer.") % {"question": self.label}
        return {
            "required": self.required,
            "label": self.label,
            "help_text": self.help,
            "error_messages": {"required": missing},
        }
