"""Questions that are answered with words."""

from __future__ import annotations

from django import forms
from django.db.models import CharField

from pledges.choices import ConditionTest, Meaning
from pledges.engine import fields
from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary

# What browsers may fill in by themselves, by meaning.
AUTOCOMPLETE = {
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


class ShortText(Question):
    kind = "short_text"
    tests = TEXT_TESTS

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        if self.meaning == Meaning.WEBSITE:
            field: forms.Field = fields.TypedAddress(**self.common)
        else:
            field = fields.TypedText(max_length=self.max_length, **self.common)
        if self.meaning in AUTOCOMPLETE:
            field.widget.attrs["autocomplete"] = AUTOCOMPLETE[self.meaning]
        return field

    @property
    def max_length(self) -> int:
        """What fits: the column of the pledge that the answer fills may be shorter than a short text."""
        from pledges.models.pledge import Pledge  # the join page, a model of the same package, uses the engine

        column = Pledge._meta.get_field(self.meaning.value) if self.meaning else None
        limit = column.max_length if isinstance(column, CharField) else None
        return min(fields.SHORT_TEXT_LENGTH, limit or fields.SHORT_TEXT_LENGTH)


class LongText(Question):
    kind = "long_text"
    tests = (ConditionTest.CONTAINS, ConditionTest.FILLED)

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return fields.TypedText(multiline=True, **self.common)


class EmailAddress(Question):
    kind = "email"
    tests = TEXT_TESTS

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        field = fields.TypedEmail(**self.common)
        field.widget.attrs["autocomplete"] = "email"
        return field
