"""The kinds of question: which fields one shows, what is kept of the answer, and how the answer reads.

A value is what is stored of an answer: JSON, the same in every language (codes, ISO dates, plain numbers), None
where nothing was answered. ``Question.data`` gives back what a browser would have sent for it.
"""

from __future__ import annotations

import datetime
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.db.models import CharField
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from bbacms.core.choices import Unit
from bbacms.core.models import Indicator, active_language
from bbacms.core.quantities import SMALL_UNITS, SmallUnit, number_text, quantity_text
from pledges.choices import Meaning
from pledges.engine import fields
from pledges.engine.meanings import meaning_of, privacy_of
from pledges.engine.numbers import plain_text, typed_text
from pledges.engine.vocabulary import Vocabulary

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue

# What browsers may fill in by themselves, by meaning.
AUTOCOMPLETE = {
    Meaning.NAME: "name",
    Meaning.ORGANISATION: "organization",
    Meaning.EMAIL: "email",
    Meaning.PHONE: "tel",
    Meaning.MUNICIPALITY: "address-level2",
    Meaning.WEBSITE: "url",
}
UNSURE = "unsure"


class Question:
    """One question in one language. ``id`` is its block id: the key under which answers are kept."""

    kind: ClassVar[str]

    def __init__(self, block: StreamValue.StreamChild, language: str) -> None:
        self.id = str(block.id)
        self.block = block.value
        self.language = language
        self.name = f"q-{self.id}"
        self.label: str = self.block["label"].in_language(language)
        self.help: str = self.block["help"].in_language(language)
        self.required = bool(self.block["required"])
        self.meaning = meaning_of(self.kind, self.block)
        self.privacy = privacy_of(self.kind, self.block)
        self.template = f"pledges/questions/{self.kind}.html"

    def fields(self, vocabulary: Vocabulary) -> dict[str, forms.Field]:
        """The form fields of this question, by field name; most have one."""
        return {self.name: self.field(vocabulary)}

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        raise NotImplementedError

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


class ShortText(Question):
    kind = "short_text"

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

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return fields.TypedText(multiline=True, **self.common)


class EmailAddress(Question):
    kind = "email"

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        field = fields.TypedEmail(**self.common)
        field.widget.attrs["autocomplete"] = "email"
        return field


class Number(Question):
    kind = "number"

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return fields.TypedNumber(**self.common)

    def value(self, cleaned: dict[str, Any]) -> str | None:
        number = cleaned[self.name]
        return None if number is None else plain_text(number)

    def data(self, value: str | None) -> dict[str, list[str]]:
        return {self.name: [] if value is None else [typed_text(Decimal(value), self.language)]}

    def display(self, value: str | None, vocabulary: Vocabulary) -> str:
        return "" if value is None else number_text(Decimal(value))


class Date(Question):
    kind = "date"

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return fields.TypedDate(**self.common)

    def clean(self, form: forms.Form) -> None:
        """The end is not before the start, where one screen asks for both."""
        if self.meaning != Meaning.END:
            return
        questions = form.section.questions  # type: ignore[attr-defined]
        start = next((question for question in questions if question.meaning == Meaning.START), None)
        first = form.cleaned_data.get(start.name) if start else None
        last = form.cleaned_data.get(self.name)
        if first and last and last < first:
            form.add_error(self.name, _("The end cannot be before the start."))

    def value(self, cleaned: dict[str, Any]) -> str | None:
        day = cleaned[self.name]
        return None if day is None else day.isoformat()

    def display(self, value: str | None, vocabulary: Vocabulary) -> str:
        return "" if value is None else date_format(datetime.date.fromisoformat(value), "DATE_FORMAT")


class Choice(Question):
    """Abstract: a question whose answers are codes of a list."""

    def choices(self, vocabulary: Vocabulary) -> dict[str, str]:
        """Code and words of each answer, in the order shown."""
        return {str(item.id): item.value.in_language(self.language) for item in self.block["options"].bound_blocks}

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        choices = list(self.choices(vocabulary).items())
        return fields.OneChoice(choices=choices, widget=forms.RadioSelect, **self.common)

    def display(self, value: Any, vocabulary: Vocabulary) -> str:
        return "" if value is None else self.choices(vocabulary).get(value, "")


class OneOf(Choice):
    kind = "one_of"


class SeveralOf(Choice):
    kind = "several_of"

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return fields.SeveralChoices(choices=list(self.choices(vocabulary).items()), **self.common)

    def data(self, value: list[str] | None) -> dict[str, list[str]]:
        return {self.name: list(value or [])}

    def display(self, value: list[str] | None, vocabulary: Vocabulary) -> str:
        choices = self.choices(vocabulary)
        return "\n".join(choices[code] for code in value or [] if code in choices)


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


class ActorKindChoice(Choice):
    kind = "actor_kind"

    def choices(self, vocabulary: Vocabulary) -> dict[str, str]:
        return {code: kind.name_in(self.language) for code, kind in vocabulary.actor_kinds.items()}


class Engagement(Question):
    """What is done, by indicator, and how much of it, in the indicator's unit or a small one that it is made of.

    The value keeps the quantity in the indicator's unit, and beside it the code of the small unit that it was typed in.
    """

    kind = "engagement"

    def __init__(self, block: StreamValue.StreamChild, language: str) -> None:
        super().__init__(block, language)
        self.quantity_name = f"{self.name}-quantity"
        self.unit_name = f"{self.name}-unit"

    def fields(self, vocabulary: Vocabulary) -> dict[str, forms.Field]:
        quantity = fields.TypedNumber(
            required=False,
            decimals=2,
            minimum=0,
            label=_("How much of it?"),
            help_text=_("Leave it empty if you do not know yet."),
        )
        units = [("", _("as in your choice above")), *((unit.code, unit.symbol) for unit in SMALL_UNITS.values())]
        unit = fields.OneChoice(required=False, choices=units, widget=forms.Select, label=_("Unit"))
        choice = fields.OneChoice(choices=self._choices(vocabulary), widget=forms.Select, **self.common)
        return {self.name: choice, self.quantity_name: quantity, self.unit_name: unit}

    def clean(self, form: forms.Form) -> None:
        code, quantity = form.cleaned_data.get(self.name), form.cleaned_data.get(self.quantity_name)
        if quantity is None or code is None:
            return
        indicator = form.vocabulary.indicators.get(code)  # type: ignore[attr-defined]
        if indicator is None:
            form.add_error(self.name, _("Choose what the quantity is about, or leave the quantity empty."))
        elif indicator.unit == Unit.PERCENT and quantity > 100:
            form.add_error(self.quantity_name, _("A share is at most 100 %."))
        elif unit := form.cleaned_data.get(self.unit_name):
            small = SMALL_UNITS.get(indicator.unit)
            if small is None or small.code != unit:
                wrong = _("This unit does not go with your choice above, which is counted in: %(unit)s.")
                form.add_error(self.unit_name, wrong % {"unit": indicator.get_unit_display()})
            else:
                form.cleaned_data[self.quantity_name] = quantity / small.per_unit

    def value(self, cleaned: dict[str, Any]) -> dict[str, str | None] | None:
        code, quantity, unit = cleaned[self.name], cleaned[self.quantity_name], cleaned[self.unit_name]
        if not code:
            return None
        if code == UNSURE or quantity is None:
            return {"indicator": None if code == UNSURE else code, "quantity": None}
        value = {"indicator": code, "quantity": plain_text(quantity)}
        return value | {"unit": unit} if unit else value

    def data(self, value: dict[str, str | None] | None) -> dict[str, list[str]]:
        if value is None:
            return {self.name: [], self.quantity_name: [], self.unit_name: []}
        quantity, small = value["quantity"], _small_unit(value)
        typed = None if quantity is None else Decimal(quantity) * (small.per_unit if small else 1)
        return {
            self.name: [value["indicator"] or UNSURE],
            self.quantity_name: [] if typed is None else [typed_text(typed, self.language)],
            self.unit_name: [small.code] if small else [],
        }

    def display(self, value: dict[str, str | None] | None, vocabulary: Vocabulary) -> str:
        if value is None:
            return ""
        code = value["indicator"]
        if code is None:
            return _("I am not sure yet")
        indicator = vocabulary.indicators.get(code)
        if indicator is None:  # removed since; the section is asked again before anything is sent
            return code
        quantity, small = value["quantity"], _small_unit(value)
        amount = _("number not known yet") if quantity is None else quantity_text(Decimal(quantity), indicator.unit)
        if quantity is not None and small:
            amount = f"{number_text(Decimal(quantity) * small.per_unit)} {small.symbol} ({amount})"
        names = (indicator.objective.name_in(self.language), indicator.name_in(self.language), amount)
        return "\n".join(names)

    def _choices(self, vocabulary: Vocabulary) -> list[Any]:
        choices: list[Any] = [("", _("Choose from the list"))]
        for objective, indicators in groupby(vocabulary.indicators.values(), key=lambda item: item.objective):
            group = f"{objective.code} · {objective.name_in(self.language)}"
            choices.append((group, [(item.code, self._choice_label(item)) for item in indicators]))
        return [*choices, (UNSURE, _("I am not sure yet"))]

    def _choice_label(self, indicator: Indicator) -> str:
        # The unit comes first: a closed list shows no more than its beginning on a phone.
        return f"{indicator.get_unit_display()} · {indicator.name_in(self.language)}"


def _small_unit(value: dict[str, str | None]) -> SmallUnit | None:
    """The small unit that a stored quantity was typed in; None where it was the indicator's own."""
    return next((unit for unit in SMALL_UNITS.values() if unit.code == value.get("unit")), None)


QUESTIONS: dict[str, type[Question]] = {
    question.kind: question
    for question in (
        ShortText,
        LongText,
        EmailAddress,
        Number,
        OneOf,
        SeveralOf,
        YesNo,
        Date,
        ActorKindChoice,
        Engagement,
    )
}


def read_question(block: StreamValue.StreamChild, language: str | None = None) -> Question:
    """Return the question that ``block`` describes, in ``language`` (the active one by default)."""
    return QUESTIONS[block.block_type](block, language or active_language())
