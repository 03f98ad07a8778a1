"""Questions for particulars that are typed as text and checked against what exists.

What is stored is not what was typed, so a script in the page cannot compare it: conditions on the place are decided by
the server alone, and of the others only whether they are filled in.
"""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.utils.translation import gettext as _

from bbacms.core.belgium import Place, PlaceKind, all_places, place_of
from pledges.choices import ConditionTest
from pledges.condition_places import kind_words
from pledges.engine import fields
from pledges.engine.particulars import (
    TypedEnterpriseNumber,
    TypedPhone,
    TypedPlace,
    enterprise_number_text,
    read_match,
)
from pledges.engine.questions.texts import Typed
from pledges.engine.telephone import phone_text
from pledges.engine.vocabulary import Vocabulary


class Phone(Typed):
    kind = "phone"
    usual_purpose = "tel"

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return self.with_purpose(TypedPhone(**self.common))

    def data(self, value: str | None) -> dict[str, list[str]]:
        return {self.name: [] if value is None else [phone_text(value)]}

    def display(self, value: str | None, vocabulary: Vocabulary) -> str:
        return "" if value is None else phone_text(value)


class WebAddress(Typed):
    kind = "web_address"

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return self.with_purpose(fields.TypedAddress(**self.common))


class EnterpriseNumber(Typed):
    kind = "enterprise_number"

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return TypedEnterpriseNumber(**self.common)

    def data(self, value: str | None) -> dict[str, list[str]]:
        return {self.name: [] if value is None else [enterprise_number_text(value)]}

    def display(self, value: str | None, vocabulary: Vocabulary) -> str:
        return "" if value is None else enterprise_number_text(value)


class PlaceInBelgium(Typed):
    """The value keeps kind and code of the place, and the postcode where one was typed or it has only one."""

    kind = "place"
    tests = (ConditionTest.EQUALS, ConditionTest.IS_NOT, ConditionTest.ONE_OF, ConditionTest.FILLED)
    is_compared_by_script: ClassVar[bool] = False

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        usual = _("A municipality or its postcode. A province, a region or “Belgium” will do too.")
        return self.with_purpose(TypedPlace(**self.common | {"help_text": self.help or usual}))

    def value(self, cleaned: dict[str, Any]) -> dict[str, str] | None:
        match = cleaned[self.name]
        if match is None:
            return None
        return {"kind": match.place.kind.value, "code": match.place.code, "postcode": match.postcode}

    def data(self, value: dict[str, str] | None) -> dict[str, list[str]]:
        match = read_match(value)
        return {self.name: [match.text_in(self.language)] if match else []}

    def display(self, value: dict[str, str] | None, vocabulary: Vocabulary) -> str:
        match = read_match(value)
        return match.display_in(self.language) if match else ""

    def comparable(self, value: dict[str, str], vocabulary: Vocabulary) -> list[str]:
        match = read_match(value)
        return _comparable(match.place) if match else []

    def operands(self, vocabulary: Vocabulary) -> dict[str, str]:
        codes = [*(place.code for place in all_places().values()), *(kind.value for kind in PlaceKind)]
        return {code: self.words_of(code, vocabulary) for code in codes}

    def comparable_answers(self, vocabulary: Vocabulary) -> list[list[str]]:
        return [_comparable(place) for place in all_places().values()]

    def words_of(self, operand: str, vocabulary: Vocabulary) -> str:
        places = (place_of(kind, operand) for kind in PlaceKind)
        return next((place.name_in(self.language) for place in places if place), kind_words().get(operand, operand))


def _comparable(place: Place) -> list[str]:
    """The codes of the municipality, province and region, as far as known, and the kind of place."""
    return [code for code in dict.fromkeys((place.code, place.province, place.region, place.kind.value)) if code]
