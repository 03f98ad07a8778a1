"""Numbers as people type them, in the way of their language."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.formats import get_format

# Plain, no-break, narrow no-break and thin spaces group thousands in every language of the site.
SPACES = "\u0020\u00a0\u202f\u2009"
MINUS = "\u2212"
DECIMALS_LIKE_A_GROUP = 3


def parse_number(text: str, language: str) -> Decimal:
    """Return the number that ``text`` says to a reader of ``language``, with the decimals that were typed.

    The language's own marks win: "1.500" is 1500 in Dutch and 1.5 in English. The marks of the other way are
    understood where they can mean one thing only: "1.5" is one and a half in Dutch too, as it groups no thousands,
    while "1500.000" may be a million and a half.
    Raises ``ValueError`` for everything else, also for words such as "infinity" and for exponents.
    """
    plain = text.strip().replace(MINUS, "-")
    own = str(get_format("DECIMAL_SEPARATOR", lang=language, use_l10n=True))
    other = "," if own == "." else "."
    if found := _pattern(decimal_mark=own, group_mark=other).fullmatch(plain):
        return _number(found)
    found = _pattern(decimal_mark=other, group_mark=own).fullmatch(plain)
    if found is None:
        raise ValueError(text)
    could_group = len(found["decimals"] or "") == DECIMALS_LIKE_A_GROUP and found["whole"] != "0"
    if could_group and own not in found["whole"]:
        raise ValueError(text)
    return _number(found)


def _pattern(*, decimal_mark: str, group_mark: str) -> re.Pattern[str]:
    """A number whose thousands are not grouped at all, or all by the same mark, or all by spaces."""
    grouped = "|".join(rf"[1-9][0-9]{{0,2}}(?:[{mark}][0-9]{{3}})+" for mark in (group_mark, SPACES))
    return re.compile(rf"(?P<sign>[-+]?)(?P<whole>[0-9]+|{grouped})(?:[{decimal_mark}](?P<decimals>[0-9]+))?")


def _number(found: re.Match[str]) -> Decimal:
    whole = re.sub("[^0-9]", "", found["whole"])
    return Decimal(f"{found['sign']}{whole}.{found['decimals'] or ''}")


def plain_text(number: Decimal) -> str:
    """Return ``number`` as it is stored: a point, no grouping, no exponent, no trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def typed_text(number: Decimal, language: str) -> str:
    """Return ``number`` as a reader of ``language`` would type it, without grouping; ``parse_number`` reads it back."""
    return plain_text(number).replace(".", str(get_format("DECIMAL_SEPARATOR", lang=language, use_l10n=True)))
