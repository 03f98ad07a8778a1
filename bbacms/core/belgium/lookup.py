"""Finding a place by what people type: a postcode, a name in any language, or both."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from dataclasses import dataclass
from difflib import get_close_matches
from functools import cache
from itertools import permutations

from bbacms.core.belgium.places import Place, PlaceKind, all_places
from bbacms.core.choices import Region

# No name is longer; whatever is typed, looking it up costs no time.
LONGEST = 100
SAINT = {"saint", "sainte", "sint", "sankt", "ste"}
PROVINCE = {"province", "provincie", "provinz", "prov"}
# What stands between the word province and its name.
LINKING = {"d", "de", "des", "du", "of", "the", "van", "von"}
POSTCODE = re.compile(r"(?<![0-9])[0-9]{4}(?![0-9])")
COUNTRY_MARK = re.compile(r"\bbe?\s*-?\s*(?=[0-9]{4}(?![0-9]))", re.IGNORECASE)
IN_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True)
class Match:
    """A place that was found. ``postcode`` is the one that was typed, or the only one it has; else empty."""

    place: Place
    postcode: str = ""

    def text_in(self, language: str) -> str:
        """What somebody types to mean this and nothing else, such as ``9000 Gent``."""
        name, codes = self.place.name_in(language), self.place.postcodes
        texts = [f"{self.postcode} {name}".strip(), f"{self.postcode} {self.place.local_name}".strip()]
        exact = (text for text in texts if find(text) == [self])
        # A town that is called like a province far away is known by one of its postcodes.
        return next(exact, f"{codes[0]} {name}" if codes else name)

    def display_in(self, language: str) -> str:
        """How it reads, with what it lies in: ``9000 Gent (East Flanders, Flanders)``."""
        name, around = f"{self.postcode} {self.place.name_in(language)}".strip(), self.place.around_in(language)
        return f"{name} ({around})" if around else name


def find(text: str) -> list[Match]:
    """Return what ``text`` may mean: one match where it is clear, several where it is not, none where it is unknown.

    A municipality is meant before the province or region that bears its name and that it lies in, unless the text
    says province. A postcode with a name that is not in the list, such as that of a village, is the postcode's.
    """
    if len(text) > LONGEST:
        return []
    text = COUNTRY_MARK.sub("", unicodedata.normalize("NFKC", text))
    codes = POSTCODE.findall(text)
    if len(codes) > 1:
        return []
    postcode = codes[0] if codes else ""
    name = POSTCODE.sub(" ", text)
    places = _named(name) or _named(IN_BRACKETS.sub(" ", name))
    if not postcode:
        return [_match(place) for place in places]
    there = _by_postcode().get(postcode, [])
    both = [place for place in there if place in places]
    if both or not there:
        return [Match(place, postcode) for place in both]
    return [Match(place, postcode) for place in there] + [_match(place) for place in places if place.postcodes]


def nearest(text: str, count: int = 3) -> list[Match]:
    """Return at most ``count`` places whose name or postcode is most like ``text``, for a "did you mean"."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    named = [place for key in get_close_matches(_key(_words(text)), _by_name(), n=count) for place in _by_name()[key]]
    found = [_match(place) for place in named]
    for code in POSTCODE.findall(text):
        found += [
            Match(place, near) for near, there in _by_postcode().items() if near[:3] == code[:3] for place in there
        ]
    return list(dict.fromkeys(found))[:count]


def suggest(text: str, count: int = 10) -> list[Match]:
    """Return at most ``count`` places whose name or postcode begins like ``text``, the largest kind last."""
    text = unicodedata.normalize("NFKC", text[:LONGEST])
    if begun := re.fullmatch(r"\s*([0-9]{2,4})\b(.*)", text, re.DOTALL):
        code, name = begun[1], _key(_words(begun[2]))
        found = [
            Match(place, postcode)
            for postcode, there in sorted(_by_postcode().items())
            if postcode.startswith(code)
            for place in there
            if any(key.startswith(name) for key in _keys(place))
        ]
    else:
        start = _key(_words(text))
        named = [place for key, places in _by_name().items() if start and key.startswith(start) for place in places]
        found = [_match(place) for place in sorted(named, key=lambda place: place.kind != PlaceKind.MUNICIPALITY)]
    return list(dict.fromkeys(found))[:count]


def _match(place: Place) -> Match:
    return Match(place, place.postcodes[0] if len(place.postcodes) == 1 else "")


def _named(text: str) -> list[Place]:
    """The places of a name, without those that are meant only when it is said."""
    words = _words(text)
    if PROVINCE & set(words):
        rest = _key([word for word in words if word not in PROVINCE | LINKING])
        provinces = [place for place in _by_name().get(rest, []) if place.kind == PlaceKind.PROVINCE]
        if provinces:
            return provinces
    places = _by_name().get(_key(words), [])
    towns = [place for place in places if place.kind == PlaceKind.MUNICIPALITY]
    return [
        place
        for place in places
        if place in towns or not any(place.code in (town.province, town.region) for town in towns)
    ]


def _words(text: str) -> list[str]:
    """The words of ``text`` without capitals, accents and marks; every way to write "Saint" is one."""
    plain = unicodedata.normalize("NFKD", text.casefold().replace("œ", "oe"))
    plain = "".join(character for character in plain if not unicodedata.combining(character))
    return ["st" if word in SAINT else word for word in re.findall(r"\w+", plain)]


def _key(words: list[str]) -> str:
    return "".join(words)


def _keys(place: Place) -> set[str]:
    names = [*place.names.values(), *place.short_names.values(), *place.aliases]
    if place.region == Region.BRUSSELS:  # where signs bear both names, either first
        names += [" ".join(pair) for pair in permutations(place.names.values(), 2)]
    return {_key(_words(name)) for name in names}


@cache
def _by_name() -> dict[str, list[Place]]:
    """Places by every key that they are known under, in the order of their keys."""
    found: dict[str, list[Place]] = defaultdict(list)
    for place in all_places().values():
        for key in _keys(place):
            found[key].append(place)
    return {key: found[key] for key in sorted(found)}


@cache
def _by_postcode() -> dict[str, list[Place]]:
    found: dict[str, list[Place]] = defaultdict(list)
    for place in all_places().values():
        for postcode in place.postcodes:
            found[postcode].append(place)
    return dict(found)
