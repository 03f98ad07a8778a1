"""Places of Belgium are found by whatever people type, and a text that may mean two is never decided for them."""

import pytest

from bbacms.core.belgium import Match, PlaceKind, find, nearest, place_of, suggest
from bbacms.core.belgium.places import all_places
from bbacms.core.choices import Region

LANGUAGES = ("en", "nl", "fr", "de")


def found(text, language="nl"):
    return [match.display_in(language) for match in find(text)]


def municipalities():
    return [place for place in all_places().values() if place.kind == PlaceKind.MUNICIPALITY]


def test_the_list_is_whole():
    kinds = [place.kind for place in all_places().values()]
    assert {kind: kinds.count(kind) for kind in PlaceKind} == {
        "municipality": 565,
        "province": 10,
        "region": 4,
        "country": 1,
    }
    assert all(place.postcodes for place in municipalities())
    assert {place.region for place in all_places().values()} == set(Region.values) - {Region.ABROAD}


def test_the_nine_german_speaking_municipalities_lie_in_their_community_and_in_the_province_of_liege():
    places = [place for place in municipalities() if place.region == Region.GERMAN_SPEAKING]
    assert sorted(place.name_in("de") for place in places) == [
        "Amel",
        "Burg-Reuland",
        "Büllingen",
        "Bütgenbach",
        "Eupen",
        "Kelmis",
        "Lontzen",
        "Raeren",
        "Sankt Vith",
    ]
    assert {place.province for place in places} == {"60000"}


@pytest.mark.parametrize(
    ("typed", "read"),
    [
        ("9000", "9000 Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("9000 Gent", "9000 Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("Gent 9000", "9000 Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("B-9000 GENT", "9000 Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("BE 9000 gent", "9000 Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("９０００", "9000 Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("  gand ", "Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("Ghent", "Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("9050 Ledeberg", "9050 Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("9000 Gent (East Flanders, Flanders)", "9000 Gent (Oost-Vlaanderen, Vlaanderen)"),
        ("liege", "Luik (Luik, Wallonië)"),
        ("LIÈGE", "Luik (Luik, Wallonië)"),
        ("Lie\u0300ge", "Luik (Luik, Wallonië)"),
        ("Lüttich", "Luik (Luik, Wallonië)"),
        ("St-Gilles", "1060 Sint-Gillis (Brussels Hoofdstedelijk Gewest)"),
        ("saint gilles", "1060 Sint-Gillis (Brussels Hoofdstedelijk Gewest)"),
        ("Woluwe St. Pierre", "1150 Sint-Pieters-Woluwe (Brussels Hoofdstedelijk Gewest)"),
        ("Ixelles / Elsene", "1050"),
        ("'s-Gravenbrakel", "7090 ’s Gravenbrakel (Henegouwen, Wallonië)"),
        ("Braine-l'Alleud", "Eigenbrakel (Waals-Brabant, Wallonië)"),
        ("heist op den berg", "Heist-op-den-Berg (Antwerpen, Vlaanderen)"),
        ("St. Vith", "Sankt Vith (Luik, Duitstalige Gemeenschap)"),
        ("Le Rœulx", "7070 Le Roeulx (Henegouwen, Wallonië)"),
        ("West-Vlaanderen", "Provincie West-Vlaanderen (Vlaanderen)"),
        ("Hainaut", "Provincie Henegouwen (Wallonië)"),
        ("Luxembourg", "Provincie Luxemburg (Wallonië)"),
        ("Wallonie", "Wallonië"),
        ("Flandern", "Vlaanderen"),
        ("Région wallonne", "Wallonië"),
        ("Ostbelgien", "Duitstalige Gemeenschap"),
        ("Brussels Gewest", "Brussels Hoofdstedelijk Gewest"),
        *((name, "België") for name in ("België", "Belgique", "Belgien", "Belgium", "partout", "Ik weet het niet")),
    ],
)
def test_what_people_type_means_one_place(typed, read):
    (only,) = found(typed)
    assert only.startswith(read)


def test_a_town_is_meant_before_the_province_that_bears_its_name():
    for name in ("Antwerpen", "Luik", "Namur"):
        (match,) = find(name)
        assert match.place.kind == PlaceKind.MUNICIPALITY
        for text in (f"provincie {name}", f"Province de {name}", f"{name} (prov.)", f"Provinz {name}"):
            (match,) = find(text)
            assert match.place.kind == PlaceKind.PROVINCE, text


def test_the_city_of_brussels_is_meant_before_its_region():
    (match,) = find("Brussel")
    assert (match.place.kind, match.place.region) == (PlaceKind.MUNICIPALITY, Region.BRUSSELS)


def test_a_town_that_is_called_like_a_province_far_away_is_not_meant_before_it():
    assert [match.text_in("nl") for match in find("Limburg")] == ["Provincie Limburg", "4830 Limburg"]


def test_a_postcode_that_two_towns_share_means_both_until_one_is_named():
    assert [match.text_in("fr") for match in find("1040")] == ["1040 Bruxelles", "1040 Etterbeek"]
    assert [match.text_in("fr") for match in find("1040 Etterbeek")] == ["1040 Etterbeek"]


def test_a_postcode_and_the_name_of_another_town_mean_both():
    assert [match.text_in("nl") for match in find("9000 Antwerpen")] == ["9000 Gent", "Antwerpen"]


@pytest.mark.parametrize(
    "typed",
    ["", " ", "0000", "0000 Gent", "9001", "90000", "900", "9000 9030", "Atlantis", "🌱", "\u063a\u0646\u062a",
     "\u202etneG", "province",
     "Robert'); DROP TABLE pledges;--", "<script>", "Gent\r\nBcc: an@example.org", "x" * 10_000, "9000 " + "x" * 200,
     "\x00", "(" * 90],
)  # fmt: skip
def test_what_is_no_place_is_not_found_and_its_neighbours_are_few(typed):
    assert find(typed) == []
    assert len(nearest(typed)) <= 3
    assert len(suggest(typed)) <= 10


@pytest.mark.parametrize(
    ("typed", "like"),
    [
        ("Gennt", "Gent"),
        ("Bruxeles", "Brussel"),
        ("9001", "9000 Gent"),
        ("Wes-Vlaanderen", "Provincie West-Vlaanderen"),
    ],
)
def test_a_slip_of_the_hand_has_its_place_among_the_nearest(typed, like):
    assert like in [match.text_in("nl") for match in nearest(typed)]


def test_every_place_is_read_back_from_its_text_in_every_language():
    for place in all_places().values():
        codes = place.postcodes if len(place.postcodes) == 1 else ("", *place.postcodes)
        for match in [Match(place, code) for code in codes or ("",)]:
            if len(find(place.local_name)) > 1 and not match.postcode:
                continue  # cannot be meant by its name alone: the next test looks at these
            for language in LANGUAGES:
                assert find(match.text_in(language)) == [match], match.text_in(language)


def test_a_place_that_its_name_alone_does_not_tell_is_told_with_a_postcode():
    unclear = [place for place in municipalities() if len(find(place.local_name)) > 1]
    assert [place.code for place in unclear] == ["63046"]
    for language in LANGUAGES:
        (match,) = find(Match(unclear[0]).text_in(language))
        assert match.place is unclear[0]


def test_names_stand_in_the_language_of_the_reader_or_of_the_place():
    ghent, ixelles = place_of("municipality", "44021"), place_of("municipality", "21009")
    amel = place_of("municipality", "63001")
    assert [ghent.name_in(language) for language in LANGUAGES] == ["Gent", "Gent", "Gand", "Gent"]
    assert [ixelles.name_in(code) for code in LANGUAGES] == [
        "Ixelles / Elsene",
        "Elsene",
        "Ixelles",
        "Ixelles / Elsene",
    ]
    assert [amel.name_in(language) for language in LANGUAGES] == ["Amel", "Amel", "Amblève", "Amel"]
    assert Match(ghent, "9000").display_in("en") == "9000 Gent (East Flanders, Flanders)"
    assert place_of("municipality", "00000") is None


def test_suggestions_begin_like_what_was_typed():
    assert [match.text_in("nl") for match in suggest("gand")] == ["Gent"]
    assert [match.text_in("nl") for match in suggest("104")] == ["1040 Brussel", "1040 Etterbeek"]
    assert [match.text_in("nl") for match in suggest("1040 e")] == ["1040 Etterbeek"]
    assert len(suggest("s")) == 10
    assert suggest("") == []
