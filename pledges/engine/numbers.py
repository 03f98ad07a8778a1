"""Numbers as people type them, in the way of their language."""

from __future__ import annotations

import re
from decimal import Decimal

from django.utils.formats import get_format

# Plain, no-break, narrow no-break and thin spaces group thousands in every language of the site.
GROUPING_SPACES = re.compile(r"(?<=[0-9])[\u0020\u00a0\u202f\u2009](?=[0-9]{3}(?:[^0-9]|$))")
MINUS = "\u2212"


def parse_number(text: str, language: str) -> Decimal:
    """Return the number that ``text`` says to a reader of ``language``.

    The language's own marks win: "1.500" is 1500 in Dutch and 1.5 in English. The other mark is understood where
    it can mean one thing only: "1.5" is one and a half in Dutch too, as it groups no thousands.
    Raises ``ValueError`` for everything else, also for words such as "infinity" and for exponents.
    """
    plain = GROUPING_SPACES.sub("", text.strip()).replace(MINUS, "-")
    own = str(get_format("DECIMAL_SEPARATOR", lang=language, use_l10n=True))
    other = "," if own == "." else "."
    digits, decimal_mark = plain, own
    if own in plain and other in plain:
        # Both marks: the last one splits off the decimals, as "1,500.5" does in any language.
        decimal_mark = own if plain.rindex(own) > plain.rindex(other) else other
    elif other in plain and not re.fullmatch(rf"-?[1-9][0-9]{{0,2}}(\{other}[0-9]{{3}})+", plain):
        decimal_mark = other
    group_mark = "," if decimal_mark == "." else "."
    whole, mark, fraction = digits.partition(decimal_mark)
    if group_mark in whole:
        if not re.fullmatch(rf"-?[0-9]{{1,3}}(\{group_mark}[0-9]{{3}})+", whole):
            raise ValueError(text)
        whole = whole.replace(group_mark, "")
    if not re.fullmatch(r"[-+]?[0-9]+", whole) or (mark and not re.fullmatch(r"[0-9]+", fraction)):
        raise ValueError(text)
    return Decimal(f"{whole}.{fraction or '0'}").normalize() + 0


def plain_text(number: Decimal) -> str:
    """Return ``number`` as it is stored: a point, no grouping, no exponent, no trailing zeros."""
    text = f"{number:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def typed_text(number: Decimal, language: str) -> str:
    """Return ``number`` as a reader of ``language`` would type it, without grouping; ``parse_number`` reads it back."""
    return plain_text(number).replace(".", str(get_format("DECIMAL_SEPARATOR", lang=language, use_l10n=True)))
