"""Questions that are answered with a number or a day."""

from __future__ import annotations

import datetime
from decimal import Decimal
from typing import Any

from django import forms
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from bbacms.core.quantities import number_text
from pledges.choices import ConditionTest, Meaning
from pledges.engine import fields
from pledges.engine.numbers import plain_text, typed_text
from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary

SIZE_TESTS = (
    ConditionTest.EQUALS,
    ConditionTest.IS_NOT,
    ConditionTest.ABOVE,
    ConditionTest.BELOW,
    ConditionTest.FILLED,
)


class Number(Question):
    """``unit`` is what stands behind the number, in the question's language; empty where nothing was written.

    ``smallest`` and ``largest`` are the limits of what is taken, None where there is none.
    """

    kind = "number"
    tests = SIZE_TESTS

    def __init__(self, block: StreamValue.StreamChild, language: str) -> None:
        super().__init__(block, language)
        unit = self.block.get("unit")
        self.unit: str = unit.in_language(language) if unit else ""
        self.is_whole = bool(self.block.get("whole"))
        self.smallest: Decimal | None = self.block.get("smallest")
        self.largest: Decimal | None = self.block.get("largest")

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return fields.TypedNumber(
            decimals=0 if self.is_whole else fields.DECIMALS,
            minimum=self.smallest,
            maximum=self.largest,
            **self.common,
        )

    def value(self, cleaned: dict[str, Any]) -> str | None:
        number = cleaned[self.name]
        return None if number is None else plain_text(number)

    def data(self, value: str | None) -> dict[str, list[str]]:
        return {self.name: [] if value is None else [typed_text(Decimal(value), self.language)]}

    def display(self, value: str | None, vocabulary: Vocabulary) -> str:
        return "" if value is None else f"{number_text(Decimal(value))} {self.unit}".strip()

    def words_of(self, operand: str, vocabulary: Vocabulary) -> str:
        return self.display(operand, vocabulary)


OTHER_END = {Meaning.START: Meaning.END, Meaning.END: Meaning.START}


class Date(Question):
    kind = "date"
    tests = SIZE_TESTS

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return fields.TypedDate(**self.common)

    def clean(self, form: forms.Form) -> None:
        """The end is not before the start, on whichever screen the other one was given."""
        if self.meaning not in OTHER_END or form.cleaned_data.get(self.name) is None:
            return
        other_meaning = OTHER_END[self.meaning]
        here: list[Question] = form.questions  # type: ignore[attr-defined]
        other = next((question for question in here if question.meaning == other_meaning), None)
        if other is None:
            self._compare_with(form.given_elsewhere(other_meaning), form)  # type: ignore[attr-defined]
        # The second of the two compares: only then is it known whether the first one is shown.
        elif here.index(other) < here.index(self) and other.id not in form.hidden:  # type: ignore[attr-defined]
            first, last = (self, other) if self.meaning == Meaning.START else (other, self)
            start, end = form.cleaned_data.get(first.name), form.cleaned_data.get(last.name)
            if start and end and end < start:
                form.add_error(last.name, _("The end cannot be before the start."))

    def _compare_with(self, given: str | None, form: forms.Form) -> None:
        """Compare with the day of another screen, which the sentence names: it is not seen here."""
        if given is None:
            return
        own, other = form.cleaned_data[self.name], datetime.date.fromisoformat(given)
        named = {"day": self.display(given, form.vocabulary)}  # type: ignore[attr-defined]
        if self.meaning == Meaning.END and own < other:
            form.add_error(self.name, _("The end cannot be before the start, which you gave as %(day)s.") % named)
        elif self.meaning == Meaning.START and own > other:
            form.add_error(self.name, _("The start cannot be after the end, which you gave as %(day)s.") % named)

    def value(self, cleaned: dict[str, Any]) -> str | None:
        day = cleaned[self.name]
        return None if day is None else day.isoformat()

    def display(self, value: str | None, vocabulary: Vocabulary) -> str:
        return "" if value is None else date_format(datetime.date.fromisoformat(value), "DATE_FORMAT")

    def words_of(self, operand: str, vocabulary: Vocabulary) -> str:
        return self.display(operand, vocabulary)
