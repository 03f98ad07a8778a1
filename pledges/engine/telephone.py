"""Telephone numbers as people write them, kept in the one international way (E.164) and shown in the usual one."""

from __future__ import annotations

import re
import unicodedata

import phonenumbers

COUNTRY = "BE"
# Figures and the marks between them. The library itself picks a number out of any text, and drops the rest.
WRITTEN = re.compile(r"[\d+()/.\s‐-―-]+")


def parse_phone(text: str) -> str:
    """Return the number of ``text`` as ``+32470123456``; a number without country code is Belgian.

    Raises ``ValueError`` for what is no telephone number.
    """
    # Address books copy invisible marks of direction along.
    plain = "".join(character for character in text if unicodedata.category(character) != "Cf")
    if not WRITTEN.fullmatch(plain):
        raise ValueError("not a telephone number")
    try:
        number = phonenumbers.parse(plain, COUNTRY)
    except phonenumbers.NumberParseException as error:
        raise ValueError("not a telephone number") from error
    if not phonenumbers.is_valid_number(number):
        raise ValueError("not a telephone number")
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)


def phone_text(stored: str) -> str:
    """Return a stored number as people write it: the national way for Belgian ones, the international for others.

    What is no number, such as an imported text, comes back as it is.
    """
    try:
        number = phonenumbers.parse(stored, None)
    except phonenumbers.NumberParseException:
        return stored
    is_belgian = number.country_code == phonenumbers.country_code_for_region(COUNTRY)
    way = phonenumbers.PhoneNumberFormat.NATIONAL if is_belgian else phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return phonenumbers.format_number(number, way)


def phone_texts(stored: str) -> set[str]:
    """Return each way in which people may write a stored number; what is no number comes back as it is."""
    try:
        number = phonenumbers.parse(stored, None)
    except phonenumbers.NumberParseException:
        return {stored}
    ways = phonenumbers.PhoneNumberFormat.NATIONAL, phonenumbers.PhoneNumberFormat.INTERNATIONAL
    return {stored, *(phonenumbers.format_number(number, way) for way in ways)}
