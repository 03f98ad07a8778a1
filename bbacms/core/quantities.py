"""Quantities as readers see them: the number in their language's way, with the right form of the unit."""

from __future__ import annotations

import math
from dataclasses import dataclass
from decimal import Decimal

from django.utils.formats import number_format
from django.utils.translation import ngettext

from bbacms.core.choices import Unit


@dataclass(frozen=True)
class SmallUnit:
    """A unit that people think in where the indicator's own is too large: ``per_unit`` of it make one of those."""

    code: str
    symbol: str
    per_unit: int


# By the unit of the indicator. A garden has square metres, a hedge has metres, a shop throws kilograms away.
SMALL_UNITS = {
    Unit.HECTARE: SmallUnit("m2", "m²", 10_000),
    Unit.KILOMETRE: SmallUnit("m", "m", 1_000),
    Unit.TONNE: SmallUnit("kg", "kg", 1_000),
}


def number_text(value: Decimal | int) -> str:
    """Return ``value`` with the separators of the reader's language, without trailing zeros: 12, 12.5, 120,000."""
    text = f"{Decimal(value):f}"
    decimals = len(text.partition(".")[2].rstrip("0"))
    return number_format(value, decimal_pos=decimals, use_l10n=True, force_grouping=True)


def unit_text(value: Decimal | int, unit: str) -> str:
    """Return the name of ``unit`` (a ``Unit`` value) in the form that goes with ``value``: 1 building, 2 buildings."""
    # Plural rules are written for whole numbers: one and a half buildings read as two.
    number = math.ceil(value)
    forms = {
        Unit.BUILDING: ngettext("building", "buildings", number),
        Unit.PLACE: ngettext("bed & breakfast", "bed & breakfasts", number),
        Unit.SOLUTION: ngettext("nature-based solution", "nature-based solutions", number),
        Unit.ENTITY: ngettext("public or private entity", "public or private entities", number),
    }
    return forms.get(Unit(unit)) or str(Unit(unit).label)


def quantity_text(value: Decimal | int, unit: str) -> str:
    """Return number and unit together, for instance ``120,000 ha`` or ``1 building``."""
    return f"{number_text(value)} {unit_text(value, unit)}"
