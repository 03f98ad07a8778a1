"""A place in Belgium as an answer: what is kept, how it reads, what hangs on it, and what is offered while typing."""

import pytest
from django.http import QueryDict
from django.utils import translation

from tests.support.join_forms import name, question
from tests.support.join_forms import texts as in_four_languages
from tests.support.questions import complaint, journey_with, value_of, words_for

GHENT = {"kind": "municipality", "code": "44021", "postcode": "9000"}


class TestPlace:
    def test_a_postcode_is_kept_with_its_municipality_and_read_back_with_province_and_region(self):
        block = question("place", "Where", meaning="municipality")
        assert value_of(block, "9000") == GHENT
        assert words_for(block, GHENT) == "9000 Gent (East Flanders, Flanders)"
        with translation.override("fr"):
            assert words_for(block, GHENT) == "9000 Gand (Flandre orientale, Flandre)"

    @pytest.mark.parametrize(
        ("typed", "kept"),
        [
            ("gand", ("municipality", "44021", "")),
            ("9050 Ledeberg", ("municipality", "44021", "9050")),
            ("Genk", ("municipality", "71016", "3600")),
            ("Luik", ("municipality", "62063", "")),
            ("Province de Liège", ("province", "60000", "")),
            ("Wallonie", ("region", "wallonia", "")),
            ("Ostbelgien", ("region", "german-speaking", "")),
            ("overal", ("country", "belgium", "")),
        ],
    )
    def test_names_provinces_regions_and_the_country_are_answers_too(self, typed, kept):
        assert tuple(value_of(question("place", "Where"), typed).values()) == kept

    def test_what_may_be_several_places_is_asked_about_with_words_that_can_be_typed(self):
        block = question("place", "Where")
        sentence = complaint(block, "1040")
        assert sentence.endswith("Please write one of these: 1040 Bruxelles / Brussel, 1040 Etterbeek.")
        assert value_of(block, "1040 Bruxelles / Brussel")["code"] == "21004"
        assert value_of(block, "1040 Etterbeek")["code"] == "21005"
        assert "4830 Limbourg" in complaint(block, "Limburg")

    def test_a_slip_of_the_hand_is_answered_with_the_nearest_names(self):
        assert "Did you mean one of these: Gent" in complaint(question("place", "Where"), "Gennt")

    @pytest.mark.parametrize("typed", ["0000", "0000 Atlantis", "Atlantis, middle of the ocean", "9000 9030"])
    def test_a_place_that_does_not_exist_is_refused(self, typed):
        assert "We found no place of this name in Belgium." in complaint(question("place", "Where"), typed)

    def test_a_draft_whose_municipality_has_merged_since_is_asked_again(self):
        block = question("place", "Where")
        gone = {"kind": "municipality", "code": "44001", "postcode": "9880"}
        journey = journey_with(block)
        asked = journey.sections[0].questions[0]
        assert (asked.display(gone, journey.vocabulary), asked.data(gone)) == ("", {name(block): []})
        assert asked.comparable(gone, journey.vocabulary) == []

    def test_without_a_help_of_its_own_it_says_what_may_be_written(self):
        field = journey_with(question("place", "Where")).form(1).fields.popitem()[1]
        assert "postcode" in field.help_text
        own = question("place", "Where")
        own["value"]["help"] = in_four_languages("Where the pond is.")
        assert journey_with(own).form(1).fields.popitem()[1].help_text == "Where the pond is."


class TestConditionsOnAPlace:
    @pytest.mark.parametrize(
        ("test", "operand", "typed", "is_shown"),
        [
            ("equals", "44021", "9000", True),
            ("equals", "40000", "9000 Gent", True),
            ("equals", "flanders", "Gand", True),
            ("equals", "wallonia", "Gand", False),
            ("one_of", "brussels, wallonia", "Namur", True),
            ("is_not", "flanders", "Eupen", True),
            ("equals", "german-speaking", "Eupen", True),
            ("equals", "country", "everywhere", True),
            ("equals", "municipality", "Hainaut", False),
            ("filled", "", "Hainaut", True),
        ],
    )
    def test_the_server_decides_by_municipality_province_region_and_kind(self, test, operand, typed, is_shown):
        place = question("place", "Where")
        condition = {"question": place["id"], "test": test, "value": operand}
        more = question("short_text", "More", required=True, shown_when=condition)
        form = journey_with(place, more).form(1, QueryDict(f"{name(place)}={typed}"))
        assert form.is_valid() is not is_shown
        assert (name(more) in form.errors) is is_shown

    def test_a_script_that_cannot_know_the_place_leaves_the_question_and_its_sentence_visible(self):
        place = question("place", "Where")
        shown = {"question": place["id"], "test": "equals", "value": "40000"}
        more = question("short_text", "More", shown_when=shown)
        _where, further = journey_with(place, more).form(1).shown_questions
        assert further.condition is None
        assert further.only_if == "Only if your answer to “Where” is: Province of East Flanders."

    def test_a_script_can_tell_whether_it_was_filled_in(self):
        place = question("place", "Where")
        more = question("short_text", "More", shown_when={"question": place["id"], "test": "filled", "value": ""})
        _where, further = journey_with(place, more).form(1).shown_questions
        assert further.condition["test"] == "filled"


class TestSuggestions:
    def ask(self, client, query, language="nl"):
        return client.get(f"/{language}/pledge/places/", {"q": query})

    @pytest.mark.django_db
    def test_they_come_without_a_question_to_the_database_and_may_be_kept(self, client, django_assert_num_queries):
        with django_assert_num_queries(0):
            response = self.ask(client, "gand")
        (ghent,) = [place for place in response.json()["places"] if place["text"] == "Gent"]
        assert ghent["about"] == "Gand, Ghent, Oost-Vlaanderen, Vlaanderen"
        assert set(response["Cache-Control"].split(", ")) == {"public", "max-age=86400"}
        assert not response.cookies
        assert "Cookie" not in response.get("Vary", "")

    @pytest.mark.django_db
    def test_they_are_in_the_language_of_the_address(self, client):
        in_dutch, in_french = (self.ask(client, "1050 ", language).json()["places"] for language in ("nl", "fr"))
        assert [place["text"] for place in in_dutch] == ["1050 Brussel", "1050 Elsene"]
        assert [place["text"] for place in in_french] == ["1050 Bruxelles", "1050 Ixelles"]
        assert in_dutch[0]["about"] == "Bruxelles, Brussels, Brüssel, Brussels Hoofdstedelijk Gewest"

    @pytest.mark.django_db
    def test_they_are_ten_at_most(self, client):
        assert len(self.ask(client, "s").json()["places"]) == 10

    @pytest.mark.django_db
    @pytest.mark.parametrize("query", ["", " ", "\x00", "x" * 101])
    def test_what_cannot_be_looked_for_is_answered_with_none(self, client, query):
        response = self.ask(client, query)
        assert (response.status_code, response.json()) == (400, {"places": []})

    @pytest.mark.django_db
    @pytest.mark.parametrize("query", ["🌱", "' OR 1=1 --", "<script>", "\u202e\u05d2", "9" * 50, "((((", "%%"])
    def test_what_no_place_begins_like_has_no_suggestions(self, client, query):
        response = self.ask(client, query)
        assert (response.status_code, response.json()) == (200, {"places": []})

    @pytest.mark.django_db
    def test_without_a_query_or_with_a_post_there_is_nothing(self, client):
        assert client.get("/nl/pledge/places/").status_code == 400
        assert client.post("/nl/pledge/places/", {"q": "gent"}).status_code == 405
