"""What may stand in the cell of a spreadsheet, whatever somebody typed."""

from __future__ import annotations

import re
from datetime import date, datetime
from decimal import Decimal

from django.utils import timezone
from django.utils.translation import gettext as _

from bbacms.core.line_ends import with_plain_line_ends
from pledges.engine.numbers import typed_text

# What a column may say of an engagement.
Value = str | Decimal | datetime | date | None

# No XML file holds these, some programs stop reading at them, and half a surrogate pair is no character at all.
FORBIDDEN = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# What begins so is worked out as a formula; blanks and marks that nobody sees in front do not hinder a program.
FORMULA = re.compile(
    "[\\s\N{ZERO WIDTH SPACE}-\N{RIGHT-TO-LEFT MARK}\N{LEFT-TO-RIGHT EMBEDDING}-\N{RIGHT-TO-LEFT OVERRIDE}"
    "\N{WORD JOINER}\N{ZERO WIDTH NO-BREAK SPACE}]*"
    "[-=+@\N{FULLWIDTH HYPHEN-MINUS}\N{FULLWIDTH EQUALS SIGN}\N{FULLWIDTH PLUS SIGN}\N{FULLWIDTH COMMERCIAL AT}]"
    "|[\t\n]"
)
# Harmless although it begins like one. Not so with a plus: a telephone number would lose it.
NEGATIVE_NUMBER = re.compile("-[0-9]+([.,][0-9]+)?")
# What one cell of Excel holds, in the units of UTF-16 that it counts in.
LONGEST_TEXT = 32_767
# Its calendar begins there.
FIRST_YEAR = 1900


def clean(text: str) -> str:
    """``text`` without what no spreadsheet can hold, and with one kind of line break."""
    return FORBIDDEN.sub("", with_plain_line_ends(text))


def disarmed(text: str) -> str:
    """``text`` with an apostrophe in front where a program would take it for a formula."""
    if FORMULA.match(text) and not NEGATIVE_NUMBER.fullmatch(text):
        return f"'{text}"
    return text


def cut(text: str) -> str:
    """``text``, or as much of it as one cell of Excel holds with a sentence that says so."""
    if len(text.encode("utf-16-le")) <= 2 * LONGEST_TEXT:
        return text
    mark = _(" … [cut: one cell holds no more; the CSV file has all of it]")
    return text.encode("utf-16-le")[: 2 * (LONGEST_TEXT - len(mark))].decode("utf-16-le", "ignore") + mark


def in_csv(value: Value, language: str) -> str:
    """How ``value`` is written into a CSV file for readers of ``language``."""
    match value:
        case None:
            return ""
        case str():
            return disarmed(clean(value))
        case datetime():
            return f"{timezone.localtime(value):%Y-%m-%d %H:%M}"
        case date():
            return value.isoformat()
    return typed_text(value, language)


def in_xlsx(value: Value) -> Value:
    """What is written into an XLSX file for ``value``: text that fits, and times without a zone, which it knows not."""
    match value:
        case str():
            return cut(clean(value))
        case datetime():
            return timezone.make_naive(value).replace(microsecond=0)
        case date() if value.year < FIRST_YEAR:
            return value.isoformat()
    return value
