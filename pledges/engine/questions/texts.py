"""Questions that are answered with words."""

from __future__ import annotations

from typing import ClassVar

from django import forms
from django.db.models import CharField

from pledges.choices import ConditionTest, Meaning
from pledges.engine import fields
from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary

# What browsers may fill in by themselves, by meaning, where the editor chose nothing.
AUTOCOMPLETE: dict[Meaning | None, str] = {
    Meaning.NAME: "name",
    Meaning.ORGANISATION: "organization",
    Meaning.EMAIL: "email",
    Meaning.PHONE: "tel",
    Meaning.MUNICIPALITY: "address-level2",
    Meaning.WEBSITE: "url",
}

TEXT_TESTS = (
    ConditionTest.EQUALS,
    ConditionTest.IS_NOT,
    ConditionTest.ONE_OF,
    ConditionTest.CONTAINS,
    ConditionTest.FILLED,
)


class Typed(Question):
    """Abstract: a question that is answered by typing. ``usual_purpose`` is what it asks for in most forms."""

    usual_purpose: ClassVar[str] = ""

    def with_purpose(self, field: forms.Field) -> forms.Field:
        """Tell browsers what ``field`` asks for, so that they can fill it in (WCAG 1.3.5)."""
        purpose = self.block.get("autocomplete") or AUTOCOMPLETE.get(self.meaning) or self.usual_purpose
        if purpose:
            field.widget.attrs["autocomplete"] = purpose
        return field


class ShortText(Typed):
    kind = "short_text"
    tests = TEXT_TESTS

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return self.with_purpose(fields.TypedText(max_length=self.max_length, **self.common))

    @property
    def max_length(self) -> int:
        """What fits: the column of the pledge that the answer fills may be shorter than a short text."""
        from pledges.models.pledge import Pledge  # the join page, a model of the same package, uses the engine

        column = Pledge._meta.get_field(self.meaning.value) if self.meaning else None
        limit = column.max_length if isinstance(column, CharField) else None
        return min(fields.SHORT_TEXT_LENGTH, limit or fields.SHORT_TEXT_LENGTH)


class LongText(Typed):
    kind = "long_text"
    tests = (ConditionTest.CONTAINS, ConditionTest.FILLED)

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return self.with_purpose(fields.TypedText(multiline=True, **self.common))


class EmailAddress(Typed):
    kind = "email"
    tests = TEXT_TESTS
    usual_purpose = "email"

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return self.with_purpose(fields.TypedEmail(**self.common))
