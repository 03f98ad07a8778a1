"""Form fields for particulars that are typed as text and checked against what exists: places, numbers of all sorts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from stdnum.be import vat
from stdnum.exceptions import ValidationError as NotANumber

from bbacms.core.belgium import Match, PlaceKind, find, nearest, place_of
from bbacms.core.models import active_language
from pledges.engine.fields import TypedText
from pledges.engine.telephone import parse_phone


class TypedPhone(TypedText):
    """A telephone number; its clean value is written the international way, ``+32470123456``."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(widget=forms.TextInput(attrs={"type": "tel"}), **kwargs)

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return parse_phone(text) if text else ""
        except ValueError as error:
            raise ValidationError(
                _(
                    "This is not a telephone number that can be called. Write it with its area code, for instance "
                    "0470 12 34 56, and one from abroad with + and its country code."
                )
            ) from error


class TypedEnterpriseNumber(TypedText):
    """A number of the Belgian register of enterprises (KBO/BCE); its clean value is ten figures."""

    def __init__(self, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.widget.attrs["autocomplete"] = "off"

    def clean(self, value: Any) -> str:
        text = super().clean(value)
        try:
            return vat.validate(text) if text else ""
        except NotANumber as error:
            raise ValidationError(
                _(
                    "This is not an enterprise number: it has ten figures, for instance 0403.019.261, and the last two "
                    "are worked out from the others. Please look for a slip of the hand."
                )
            ) from error


class TypedPlace(TypedText):
    """A municipality of Belgium by name or postcode, a province, a region or the country; its clean value a match."""

    def clean(self, value: Any) -> Match | None:
        text = super().clean(value)
        if not text:
            return None
        matches = find(text)
        if len(matches) == 1:
            return matches[0]
        if matches:
            raise ValidationError(
                _("This may be several places. Please write one of these: %(names)s."),
                params={"names": _in_words(matches)},
            )
        if near := nearest(text):
            raise ValidationError(
                _("We found no place of this name in Belgium. Did you mean one of these: %(names)s?"),
                params={"names": _in_words(near)},
            )
        raise ValidationError(
            _(
                "We found no place of this name in Belgium. Write a municipality or its postcode; a province, a region "
                "or “Belgium” will do too."
            )
        )


def _in_words(matches: list[Match]) -> str:
    return ", ".join(match.text_in(active_language()) for match in matches)


def enterprise_number_text(stored: str) -> str:
    """Return ten figures as people write them: 0403.019.261."""
    return f"{stored[:4]}.{stored[4:7]}.{stored[7:]}"


def read_match(value: dict[str, str] | None) -> Match | None:
    """The place of a stored answer, kept as kind, code and postcode; None for one that is no longer in the list."""
    place = place_of(value["kind"], value["code"]) if value else None
    return Match(place, value["postcode"]) if place and value else None


PLACE_COLUMNS = ("municipality", "municipality_code", "postcode", "province", "region")


def place_columns(value: dict[str, str], language: str) -> dict[str, str]:
    """The columns of the pledge that a stored place fills; the name of the municipality is in ``language``."""
    match = read_match(value)
    if match is None:
        return {}
    place = match.place
    columns = {"region": place.region, "province": place.province, "postcode": match.postcode}
    if place.kind == PlaceKind.MUNICIPALITY:
        columns |= {"municipality": place.name_in(language), "municipality_code": place.code}
    return columns
