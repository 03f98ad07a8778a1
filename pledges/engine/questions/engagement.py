"""The question that is counted: an objective, its indicator, and how much of it."""

from __future__ import annotations

from decimal import Decimal
from itertools import groupby
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from bbacms.core.choices import Unit
from bbacms.core.models import Indicator
from bbacms.core.quantities import SMALL_UNITS, SmallUnit, number_text, quantity_text
from pledges.engine import fields
from pledges.engine.numbers import plain_text, typed_text
from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary

UNSURE = "unsure"


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
