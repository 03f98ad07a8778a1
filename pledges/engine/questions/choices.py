"""Questions that are answered from a list."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from pledges.choices import ConditionTest
from pledges.engine import fields
from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary


class Choice(Question):
    """Abstract: a question whose answers are codes of a list."""

    tests: ClassVar[tuple[ConditionTest, ...]] = (
        ConditionTest.EQUALS,
        ConditionTest.IS_NOT,
        ConditionTest.ONE_OF,
        ConditionTest.FILLED,
    )
    has_options = True

    def choices(self, vocabulary: Vocabulary) -> dict[str, str]:
        """Code and words of each answer, in the order shown."""
        return {str(item.id): item.value.in_language(self.language) for item in self.block["options"].bound_blocks}

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        choices = list(self.choices(vocabulary).items())
        return fields.OneChoice(choices=choices, widget=forms.RadioSelect, **self.common)

    def display(self, value: Any, vocabulary: Vocabulary) -> str:
        return "" if value is None else self.choices(vocabulary).get(value, "")

    def operands(self, vocabulary: Vocabulary) -> dict[str, str]:
        return self.choices(vocabulary)

    def words_of(self, operand: str, vocabulary: Vocabulary) -> str:
        return str(self.choices(vocabulary).get(operand, operand))


class OneOf(Choice):
    kind = "one_of"


class SeveralOf(Choice):
    kind = "several_of"
    tests = (ConditionTest.CONTAINS, ConditionTest.IS_NOT, ConditionTest.ONE_OF, ConditionTest.FILLED)

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return fields.SeveralChoices(choices=list(self.choices(vocabulary).items()), **self.common)

    def data(self, value: list[str] | None) -> dict[str, list[str]]:
        return {self.name: list(value or [])}

    def display(self, value: list[str] | None, vocabulary: Vocabulary) -> str:
        choices = self.choices(vocabulary)
        return "\n".join(choices[code] for code in value or [] if code in choices)

    def comparable(self, value: list[str], vocabulary: Vocabulary) -> list[str]:
        return value


class YesNo(Choice):
    kind = "yes_no"

    def choices(self, vocabulary: Vocabulary) -> dict[str, str]:
        return {"yes": _("Yes"), "no": _("No")}

    def value(self, cleaned: dict[str, Any]) -> bool | None:
        return {"yes": True, "no": False}.get(cleaned[self.name])

    def data(self, value: bool | None) -> dict[str, list[str]]:
        return {self.name: [] if value is None else ["yes" if value else "no"]}

    def display(self, value: bool | None, vocabulary: Vocabulary) -> str:
        return "" if value is None else self.choices(vocabulary)["yes" if value else "no"]

    def comparable(self, value: bool, vocabulary: Vocabulary) -> list[str]:
        return ["yes" if value else "no"]


class ActorKindChoice(Choice):
    kind = "actor_kind"

    def choices(self, vocabulary: Vocabulary) -> dict[str, str]:
        return {code: kind.name_in(self.language) for code, kind in vocabulary.actor_kinds.items()}
