"""Dates and numbers as readers of each language write them."""

import datetime
from decimal import Decimal

import pytest
from django.utils import translation
from django.utils.formats import date_format, number_format


@pytest.mark.parametrize(
    ("language", "date", "number"),
    [
        ("en", "3 October 2026", "1,234.5"),
        ("nl", "3 oktober 2026", "1.234,5"),
        ("fr", "3 octobre 2026", "1\u202f234,5"),
        ("de", "3. Oktober 2026", "1.234,5"),
    ],
)
def test_dates_and_numbers_follow_the_language(language, date, number):
    with translation.override(language):
        assert date_format(datetime.date(2026, 10, 3)) == date
        assert number_format(Decimal("1234.5"), use_l10n=True, force_grouping=True).replace("\xa0", "\u202f") == number
