"""The list itself, read once a process from ``places.json``."""

from __future__ import annotations

import json
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from pathlib import Path

from bbacms.core.choices import Region

FILE = Path(__file__).parent / "places.json"


class PlaceKind(StrEnum):
    MUNICIPALITY = "municipality"
    PROVINCE = "province"
    REGION = "region"
    COUNTRY = "country"


# The languages in which the places of a region have their own names.
LOCAL_LANGUAGES: dict[str, tuple[str, ...]] = {
    Region.FLANDERS: ("nl",),
    Region.WALLONIA: ("fr",),
    Region.GERMAN_SPEAKING: ("de",),
    Region.BRUSSELS: ("fr", "nl"),
    Region.BELGIUM: ("nl", "fr", "de"),
}


# Each place exists once, so that two are the same where they are one object.
@dataclass(frozen=True, eq=False)
class Place:
    """One place of the list.

    ``code`` is the REFNIS code of a municipality or province, the ``Region`` value of a region and of the country.
    ``names`` are by language code; municipalities have none in English. ``short_names`` of a province leave out the
    word province. ``province`` is a code, empty in Brussels; ``region`` is a ``Region`` value.
    """

    kind: PlaceKind
    code: str
    names: dict[str, str]
    short_names: dict[str, str]
    aliases: tuple[str, ...]
    province: str
    region: str
    postcodes: tuple[str, ...]

    def name_in(self, language: str) -> str:
        """The name in ``language`` where the place has one, else the local name, in Brussels both."""
        return self._in_language(self.names, language)

    def short_name_in(self, language: str) -> str:
        return self._in_language(self.short_names, language)

    @property
    def local_name(self) -> str:
        """The first of the names that the place gives itself."""
        return self.names[LOCAL_LANGUAGES[self.region][0]]

    def around_in(self, language: str) -> str:
        """The province and the region that a place lies in, such as ``East Flanders, Flanders``; nothing for others."""
        around = []
        if self.kind == PlaceKind.MUNICIPALITY and self.province:
            around.append(place_of(PlaceKind.PROVINCE, self.province))
        if self.kind in (PlaceKind.MUNICIPALITY, PlaceKind.PROVINCE):
            around.append(place_of(PlaceKind.REGION, self.region))
        return ", ".join(place.short_name_in(language) for place in around if place)

    def _in_language(self, names: dict[str, str], language: str) -> str:
        if language in names:
            return names[language]
        return " / ".join(dict.fromkeys(names[code] for code in LOCAL_LANGUAGES[self.region]))


@cache
def all_places() -> dict[tuple[str, str], Place]:
    """Every place by kind and code: the country, regions, provinces, municipalities."""
    places: dict[tuple[str, str], Place] = {}
    for kind, records in json.loads(FILE.read_text(encoding="utf-8")).items():
        for record in records:
            is_region = kind in (PlaceKind.REGION, PlaceKind.COUNTRY)
            places[kind, record["code"]] = Place(
                kind=PlaceKind(kind),
                code=record["code"],
                names=record["names"],
                short_names=record.get("short", record["names"]),
                aliases=tuple(record.get("aliases", ())),
                province=record["code"] if kind == PlaceKind.PROVINCE else record.get("province", ""),
                region=record["code"] if is_region else record["region"],
                postcodes=tuple(record.get("postcodes", ())),
            )
    return places


def place_of(kind: str, code: str) -> Place | None:
    """The place of ``kind`` with ``code``; None for one that the list does not hold, or no longer."""
    return all_places().get((kind, code))
