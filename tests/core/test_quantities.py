"""Numbers and units as readers of each language write them."""

from decimal import Decimal

import pytest
from django.utils import translation

from bbacms.core.choices import Unit
from bbacms.core.quantities import number_text, quantity_text


@pytest.mark.parametrize(
    ("value", "shown"),
    [(12, "12"), (Decimal("12.00"), "12"), (Decimal("12.50"), "12.5"), (Decimal("1.2E+5"), "120,000"), (0, "0")],
)
def test_a_number_has_no_idle_zeros(value, shown):
    assert number_text(value) == shown


def test_separators_follow_the_language():
    with translation.override("nl"):
        assert number_text(Decimal("8000000.50")) == "8.000.000,5"


@pytest.mark.parametrize(("value", "shown"), [(1, "1 building"), (2, "2 buildings"), (Decimal("1.5"), "1.5 buildings")])
def test_the_unit_goes_with_the_number(value, shown):
    assert quantity_text(value, Unit.BUILDING) == shown


@pytest.mark.parametrize("unit", Unit.values)
def test_every_unit_has_a_word(unit):
    assert quantity_text(3, unit).split(" ", 1)[1].strip()
