"""The question that is counted: objectives, what is done for each, how much of it, by when and where.

The value is a list with one entry per contribution: ``indicator`` (its code, None for "not sure yet"), ``quantity`` in
the indicator's unit as a plain number or None, and where they were given ``action`` (code of the everyday action that
was chosen), ``unit`` (code of the small unit that was typed in), ``by`` (a year) and ``where`` (words).
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from itertools import groupby
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from bbacms.core.choices import Unit
from bbacms.core.models import Indicator
from bbacms.core.quantities import SMALL_UNITS, SmallUnit, number_text, quantity_text
from pledges.choices import ConditionTest
from pledges.engine import fields
from pledges.engine.numbers import plain_text, typed_text
from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary
from pledges.engine.widgets import Confirmation, ObjectiveSelect

if TYPE_CHECKING:
    from django.forms.boundfield import BoundField

UNSURE = "unsure"
# What stands before the code of an everyday action, so that it is never taken for that of an indicator.
ACTION = "do:"
PARTS = ("quantity", "unit", "by", "where", "sure")
WHERE_LENGTH = 160
YEARS_AHEAD = 50
UNUSUAL = "unusual"

Contribution = dict[str, Any]


@dataclass(frozen=True)
class ContributionFields:
    """The fields of one contribution, ready for the template; ``is_open`` says that something stands in them."""

    choice: BoundField
    parts: list[BoundField]
    is_open: bool


class Engagement(Question):
    """One or more contributions, each chosen by what one does in everyday words or by what is counted."""

    kind = "engagement"
    tests = (ConditionTest.CONTAINS, ConditionTest.IS_NOT, ConditionTest.ONE_OF, ConditionTest.FILLED)
    has_options = True

    def __init__(self, block: StreamValue.StreamChild, language: str) -> None:
        super().__init__(block, language)
        self.most = int(self.block.get("most") or 1)
        self.parts = [
            part
            for part in PARTS
            if part not in ("by", "where") or self.block.get("ask_by" if part == "by" else "ask_where")
        ]
        # The first contribution carries the name of the question itself.
        self.rows = [self.name, *(f"{self.name}-{number}" for number in range(2, self.most + 1))]

    def names(self, vocabulary: Vocabulary) -> list[str]:
        return [name for row in self.rows for name in (row, *(f"{row}-{part}" for part in self.parts))]

    def answer_names(self, vocabulary: Vocabulary) -> list[str]:
        return self.rows

    def fields(self, vocabulary: Vocabulary) -> dict[str, forms.Field]:
        choices, units = self._choices(vocabulary), self._units(vocabulary)
        found: dict[str, forms.Field] = {}
        for row in self.rows:
            another = {**self.common, "required": False, "label": _("Another objective"), "help_text": ""}
            common = self.common if row == self.name else another
            found[row] = fields.OneChoice(choices=choices, widget=ObjectiveSelect(units), **common)
            parts = {
                "quantity": fields.TypedNumber(
                    required=False,
                    decimals=2,
                    minimum=0,
                    label=_("How much of it?"),
                    help_text=_("Leave it empty if you do not know yet."),
                ),
                "unit": fields.OneChoice(
                    required=False,
                    choices=[
                        ("", _("as in your choice above")),
                        *((unit.code, unit.symbol) for unit in SMALL_UNITS.values()),
                    ],
                    widget=forms.Select(attrs={"data-unit-for": row}),
                    label=_("Unit"),
                ),
                "by": fields.TypedYear(
                    required=False,
                    label=_("By which year?"),
                    help_text=_("For instance 2028. Leave it empty if you do not know yet."),
                    last=timezone.localdate().year + YEARS_AHEAD,
                ),
                "where": fields.TypedText(required=False, max_length=WHERE_LENGTH, label=_("Where?")),
                "sure": Confirmation(required=False, label=_("Yes, this number is right")),
            }
            found |= {f"{row}-{part}": parts[part] for part in self.parts}
        return found

    def clean(self, form: forms.Form) -> None:
        """Bring quantities to the indicator's unit, and ask again about what cannot go together."""
        named: set[str] = form.named  # type: ignore[attr-defined]
        is_unsure = False
        for row in self.rows:
            chosen = form.cleaned_data.get(row)
            if chosen is None:
                continue
            if not chosen and (filled := self._filled_parts(form, row)):
                form.add_error(row, self._nothing_chosen(form, filled))
                continue
            if chosen == UNSURE:
                if is_unsure:
                    form.add_error(row, _("You chose “I am not sure yet” already. Once is enough."))
                    continue
                is_unsure = True
            indicator = self._indicator(chosen, form.vocabulary)  # type: ignore[attr-defined]
            if indicator is None:
                if form.cleaned_data.get(f"{row}-quantity") is not None:
                    form.add_error(row, _("Choose what the quantity is about, or leave the quantity empty."))
                continue
            if indicator.code in named:
                form.add_error(row, _("You named this one already. Please name each once."))
                continue
            named.add(indicator.code)
            form.cleaned_data[f"{row}-indicator"] = indicator.code
            self._clean_quantity(form, row, indicator)

    def _filled_parts(self, form: forms.Form, row: str) -> list[str]:
        """The names of the fields below ``row`` in which something stands; without the number nothing is confirmed."""
        names = [f"{row}-{part}" for part in self.parts if part != "sure"]
        return [name for name in names if form.cleaned_data.get(name) not in (None, "")]

    def _nothing_chosen(self, form: forms.Form, filled: list[str]) -> str:
        if any(name.endswith("-quantity") for name in filled):
            return _("Choose what the quantity is about, or leave the quantity empty.")
        parts = ", ".join(_("“%(name)s”") % {"name": form.fields[name].label} for name in filled)
        return _("Choose what you engage for, or empty what you filled in for it: %(parts)s.") % {"parts": parts}

    def _clean_quantity(self, form: forms.Form, row: str, indicator: Indicator) -> None:
        name, unit_name = f"{row}-quantity", f"{row}-unit"
        quantity, unit = form.cleaned_data.get(name), form.cleaned_data.get(unit_name)
        if quantity is None:
            return
        if indicator.unit == Unit.PERCENT and quantity > 100:
            form.add_error(name, _("A share is at most 100 %."))
            return
        if unit:
            small = SMALL_UNITS.get(Unit(indicator.unit))
            if small is None or small.code != unit:
                wrong = _("This unit does not go with your choice above, which is counted in: %(unit)s.")
                form.add_error(unit_name, wrong % {"unit": indicator.get_unit_display()})
                return
            quantity = form.cleaned_data[name] = quantity / small.per_unit
        # Another number is asked about again, though the tick still stands there.
        confirmed = _confirmed(indicator.code, plain_text(quantity))
        form.fields[f"{row}-sure"].widget.confirmed = confirmed
        is_sure = form.cleaned_data[f"{row}-sure"] = form.cleaned_data.get(f"{row}-sure") == confirmed
        if not is_sure and (doubt := _doubt(quantity, indicator)):
            form.add_error(name, forms.ValidationError(doubt, code=UNUSUAL))

    def value(self, cleaned: dict[str, Any]) -> list[Contribution] | None:
        return [self._contribution(cleaned, row) for row in self.rows if cleaned[row]] or None

    def _contribution(self, cleaned: dict[str, Any], row: str) -> Contribution:
        chosen, quantity = cleaned[row], cleaned[f"{row}-quantity"]
        said: Contribution = {
            "indicator": cleaned.get(f"{row}-indicator"),
            "quantity": None if quantity is None else plain_text(quantity),
        }
        if chosen.startswith(ACTION):
            said["action"] = chosen.removeprefix(ACTION)
        for part in ("unit", "by", "where", "sure"):
            if given := cleaned.get(f"{row}-{part}"):
                said[part] = given
        if quantity is None:
            said.pop("unit", None)
            said.pop("sure", None)
        return said

    def _make_room(self, value: list[Contribution] | None) -> None:
        """What was sent under another wording of the form is not lost because that form asked for more."""
        for number in range(len(self.rows) + 1, len(value or []) + 1):
            self.rows.append(f"{self.name}-{number}")
        given = {part for said in value or [] for part in ("by", "where") if said.get(part)}
        self.parts = [part for part in PARTS if part in self.parts or part in given]

    def data(self, value: list[Contribution] | None) -> dict[str, list[str]]:
        self._make_room(value)
        said: dict[str, list[str]] = {}
        for index, row in enumerate(self.rows):
            contribution = value[index] if value and index < len(value) else None
            parts = dict.fromkeys(self.parts, "")
            if contribution:
                quantity, small = contribution["quantity"], _small_unit(contribution)
                if quantity is not None:
                    typed = Decimal(quantity) * (small.per_unit if small else 1)
                    parts["quantity"] = typed_text(typed, self.language)
                parts |= {"unit": small.code if small else "", "by": str(contribution.get("by", ""))}
                sure = _confirmed(contribution["indicator"], quantity) if contribution.get("sure") else ""
                parts |= {"where": contribution.get("where", ""), "sure": sure}
            said[row] = [_sent(contribution)] if contribution else []
            said |= {f"{row}-{part}": [parts[part]] if parts[part] else [] for part in self.parts}
        return said

    def display(self, value: list[Contribution] | None, vocabulary: Vocabulary) -> str:
        return "\n\n".join(self._words(contribution, vocabulary) for contribution in value or [])

    def _words(self, said: Contribution, vocabulary: Vocabulary) -> str:
        code = said["indicator"]
        action = vocabulary.actions.get(said.get("action", ""))
        lines = [action.name_in(self.language)] if action else []
        indicator = vocabulary.indicators.get(code) if code else None
        if indicator is None:
            # An indicator removed since is named by its code; the section is asked again before anything is sent.
            lines.append(code or _("I am not sure yet"))
        else:
            quantity, small = said["quantity"], _small_unit(said)
            amount = _("number not known yet") if quantity is None else quantity_text(Decimal(quantity), indicator.unit)
            if quantity is not None and small:
                amount = f"{number_text(Decimal(quantity) * small.per_unit)} {small.symbol} ({amount})"
            lines += [indicator.objective.name_in(self.language), indicator.name_in(self.language), amount]
        if said.get("by"):
            lines.append(_("by %(year)s") % {"year": said["by"]})
        if said.get("where"):
            lines.append(said["where"])
        return "\n".join(lines)

    def comparable(self, value: list[Contribution], vocabulary: Vocabulary) -> list[str]:
        indicators = (vocabulary.indicators.get(said["indicator"] or "") for said in value)
        return [word for indicator in indicators for word in _comparable(indicator)]

    def comparable_parts(self, vocabulary: Vocabulary) -> list[list[str]]:
        """What each possible contribution says in comparable words; an answer has at most ``most`` of them."""
        return [*(_comparable(indicator) for indicator in vocabulary.indicators.values()), _comparable(None)]

    def operands(self, vocabulary: Vocabulary) -> dict[str, str]:
        """Objectives, what is counted for them, and not being sure."""
        found = {}
        for indicator in vocabulary.indicators.values():
            found[indicator.objective.code] = indicator.objective.name_in(self.language)
            found[indicator.code] = indicator.name_in(self.language)
        return {**found, UNSURE: _("I am not sure yet")}

    def words_of(self, operand: str, vocabulary: Vocabulary) -> str:
        return self.operands(vocabulary).get(operand, operand)

    def satisfying(self, operand: str, vocabulary: Vocabulary) -> list[str]:
        codes = {
            indicator.code
            for indicator in vocabulary.indicators.values()
            if operand in (indicator.code, indicator.objective.code)
        }
        actions = [f"{ACTION}{code}" for code, action in vocabulary.actions.items() if action.indicator.code in codes]
        return [*codes, *actions] or [operand]

    def grouped(self, bound: list[BoundField]) -> list[ContributionFields]:
        """The fields of each contribution; the box that confirms a number only where the number was doubted."""
        size = 1 + len(self.parts)
        groups = []
        for start in range(0, len(bound), size):
            choice, *parts = bound[start : start + size]
            doubted = any(error.code == UNUSUAL for error in parts[0].errors.as_data())
            confirmed = parts[-1].field.widget.is_ticked(parts[-1].value())
            groups.append(
                ContributionFields(
                    choice,
                    parts if doubted or confirmed else parts[:-1],
                    is_open=any(field.value() or field.errors for field in (choice, *parts)),
                )
            )
        return groups

    def _indicator(self, chosen: str, vocabulary: Vocabulary) -> Indicator | None:
        if chosen.startswith(ACTION):
            action = vocabulary.actions.get(chosen.removeprefix(ACTION))
            return action.indicator if action else None
        return vocabulary.indicators.get(chosen)

    def _units(self, vocabulary: Vocabulary) -> dict[str, tuple[str, str]]:
        """By what a browser sends: the words for the unit, and the code of the small unit that goes with it."""

        def unit_of(indicator: Indicator) -> tuple[str, str]:
            small = SMALL_UNITS.get(Unit(indicator.unit))
            return indicator.get_unit_display(), small.code if small else ""

        units = {code: unit_of(indicator) for code, indicator in vocabulary.indicators.items()}
        return units | {f"{ACTION}{code}": unit_of(action.indicator) for code, action in vocabulary.actions.items()}

    def _choices(self, vocabulary: Vocabulary) -> list[Any]:
        choices: list[Any] = [("", _("Choose from the list")), (UNSURE, _("I am not sure yet"))]
        for objective, found in groupby(vocabulary.indicators.values(), key=lambda item: item.objective):
            indicators = list(found)
            options = [
                (f"{ACTION}{action.code}", f"{action.name_in(self.language)} ({action.indicator.get_unit_display()})")
                for action in vocabulary.actions.values()
                if action.indicator in indicators
            ]
            options += [(item.code, self._choice_label(item)) for item in indicators]
            choices.append((objective.name_in(self.language), options))
        return choices

    def _choice_label(self, indicator: Indicator) -> str:
        # The unit comes first: a closed list shows no more than its beginning on a phone.
        return f"{indicator.get_unit_display()} · {indicator.name_in(self.language)}"


def _comparable(indicator: Indicator | None) -> list[str]:
    return [indicator.code, indicator.objective.code] if indicator else [UNSURE]


def _sent(said: Contribution) -> str:
    """What a browser sends for the choice of a stored contribution."""
    return f"{ACTION}{said['action']}" if said.get("action") else said["indicator"] or UNSURE


def _confirmed(indicator: str, quantity: str) -> str:
    """What a browser sends for the box that confirms a number: the tick is good for this one alone."""
    return f"{indicator}:{quantity}"


def _doubt(quantity: Decimal, indicator: Indicator) -> str:
    """A kind sentence where ``quantity`` lies outside what is usual for ``indicator``, else nothing."""
    said = {"quantity": quantity_text(quantity, indicator.unit)}
    most, least = indicator.usual_most, indicator.usual_least
    if most is not None and quantity > most:
        return _(
            "This is much: %(quantity)s. Most engagements stay below %(usual)s. If it is right, please tick the box "
            "below; if not, change the number or its unit."
        ) % {**said, "usual": quantity_text(most, indicator.unit)}
    if least is not None and 0 < quantity < least:
        return _(
            "This is little: %(quantity)s. Most engagements bring %(usual)s or more. If it is right, please tick the "
            "box below; if not, change the number or its unit."
        ) % {**said, "usual": quantity_text(least, indicator.unit)}
    return ""


def _small_unit(said: Contribution) -> SmallUnit | None:
    """The small unit that a stored quantity was typed in; None where it was the indicator's own."""
    return next((unit for unit in SMALL_UNITS.values() if unit.code == said.get("unit")), None)
