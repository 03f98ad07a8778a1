"""Conditions on a place: editors type and read names, the condition keeps codes."""

import pytest
from django.core.exceptions import ValidationError
from django.utils import translation

from bbacms.core.belgium import PlaceKind, all_places
from pledges.blocks import FormBodyBlock
from pledges.engine.journey import Journey
from tests.support.join_forms import needed_questions, question, ready_form, section, when

pytestmark = pytest.mark.django_db

LANGUAGES = ("en", "nl", "fr", "de")


def form_with(value, test="one_of", kind="place"):
    """A form whose last section, and the question in it, are shown when the place is ``value``."""
    place = question(kind, "Where")
    late = question("short_text", "Late", shown_when=when(place, test, value))
    last = section("There", late, shown_when=when(place, test, value))
    return ready_form(section("What", *needed_questions().values(), place), last)


def kept(value, test="one_of"):
    """What the form keeps of ``value`` once it is saved, in a section's condition as in a question's."""
    form = form_with(value, test)
    form.full_clean()
    form.save()
    form.refresh_from_db()
    there = form.body[1].value
    of_section, of_question = there["shown_when"], there["questions"][0].value["shown_when"]
    assert of_section["value"] == of_question["value"]
    return of_section["value"]


def refusal(value, test="one_of"):
    with pytest.raises(ValidationError) as refused:
        form_with(value, test).full_clean()
    return " ".join(refused.value.messages)


def shown(form):
    """What the editor reads in the condition of the section."""
    return FormBodyBlock().get_form_state(form.body)[1]["value"]["shown_when"]["value"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("Gent", "44021"),
        ("Gand", "44021"),
        ("ghent", "44021"),
        ("9000", "44021"),
        ("9000 Gent", "44021"),
        ("Liège", "62063"),
        ("Lüttich", "62063"),
        ("East Flanders", "40000"),
        ("provincie Limburg", "70000"),
        ("Flandre", "flanders"),
        ("België", "belgium"),
        ("a municipality", "municipality"),
        ("44021", "44021"),
        ("province", "province"),
    ],
)
@pytest.mark.parametrize("test", ["equals", "is_not", "one_of"])
def test_a_name_in_any_language_or_a_postcode_is_kept_as_a_code(typed, code, test):
    assert kept(f" {typed} ", test) == code


def test_several_names_are_kept_as_several_codes():
    assert kept("Gent, 4000 Liège,wallonia") == "44021, 62063, wallonia"


def test_the_answer_of_a_member_meets_a_condition_that_was_typed_as_a_name():
    form = form_with("Gand", "equals")
    form.full_clean()
    place = form.body[0].value["questions"][-1].id
    for code, screens in (("44021", 2), ("62063", 1)):
        answer = {place: {"kind": "municipality", "code": code, "postcode": ""}}
        assert len(Journey(form.body, answer).sections) == screens


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("en", "Gent, Liège, Flanders, the whole country"),
        ("nl", "Gent, Luik, Vlaanderen, het hele land"),
        ("fr", "Gand, Liège, Flandre, tout le pays"),
        ("de", "Gent, Liège, Flandern, das ganze Land"),
    ],
)
def test_the_editor_reads_names_in_the_own_language(language, words):
    form = form_with("44021, 62063, flanders, country")
    form.full_clean()
    with translation.override(language):
        assert shown(form) == words


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_name_that_the_editor_reads_is_kept_as_the_same_code_again(language):
    codes = [*(place.code for place in all_places().values()), *(kind.value for kind in PlaceKind)]
    form = form_with(", ".join(codes))
    with translation.override(language):
        read = shown(form)
        assert not set(read.split(", ")) & {code for code in codes if code.isdecimal()}
        again = form_with(read)
        again.full_clean()
    assert again.body[1].value["shown_when"]["value"].split(", ") == codes


def test_a_name_of_several_places_is_refused_with_what_to_write_instead():
    said = refusal("Gent, Limburg")
    assert "section “There”, question “Late”: “Limburg” may be several places" in said
    assert "“Province of Limburg”, “4830 Limbourg”" in said
    for instead, code in (("Province of Limburg", "70000"), ("4830 Limbourg", "63046")):
        assert kept(instead) == code


def test_a_misspelt_name_is_refused_with_what_may_be_meant():
    assert "no place in Belgium is called “Ghnt”. Do you mean: “Gent”" in refusal("Ghnt")


@pytest.mark.parametrize("typed", ["Zzyzx", "02000", "99999", "0000", "x" * 900, "<b>"])
def test_what_is_no_place_is_refused_with_what_a_place_is(typed):
    assert "Write a municipality or its postcode" in refusal(typed)


def test_names_in_a_condition_on_another_question_stay_words():
    form = form_with("Gent", "equals", kind="short_text")
    form.full_clean()
    assert form.body[1].value["shown_when"]["value"] == "Gent"
    assert shown(form) == "Gent"


def test_a_code_that_a_word_happens_to_be_stays_a_word():
    assert shown(form_with("44021", "equals", kind="short_text")) == "44021"
