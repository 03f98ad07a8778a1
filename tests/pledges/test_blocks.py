"""What a join form must hold to: ids that stay, meanings that are not repeated, and what it needs to be opened."""

import copy
import json
import uuid

import pytest
from django.core.exceptions import ValidationError

from pledges.blocks import FormBodyBlock
from pledges.blocks.four_languages import FourLanguageBlock
from pledges.checks import form_errors, missing_ids, publishing_errors
from pledges.choices import PrivacyClass
from pledges.engine.questions import read_question
from pledges.models import PledgeForm
from pledges.shipped_form import BODY
from tests.factories.core import ActorKindFactory
from tests.support.join_forms import needed_questions, option_ids, question, section, unsaved_form


def errors_of(*sections):
    body = unsaved_form(*sections).body
    return [*missing_ids(body), *form_errors(body)]


def without_id(block):
    return {key: value for key, value in block.items() if key != "id"}


def test_the_two_kinds_of_choice_are_told_apart_by_their_names():
    kinds = FormBodyBlock().child_blocks["section"].child_blocks["questions"].child_blocks
    assert (kinds["one_of"].label, kinds["several_of"].label) == ("One choice", "Several choices")


def test_a_complete_form_has_no_errors():
    body = unsaved_form(section("All", *needed_questions().values())).body
    assert form_errors(body) == []
    assert publishing_errors(body) == []


def test_a_section_a_question_and_an_option_without_id_are_refused_by_place():
    choice = question("one_of", "Which", options=("A", "B"))
    nameless_option = copy.deepcopy(choice)
    del nameless_option["value"]["options"][1]["id"]
    old_style_list = copy.deepcopy(choice)
    old_style_list["value"]["options"] = [option["value"] for option in choice["value"]["options"]]
    text = question("short_text", "Text")
    assert errors_of(without_id(section("One", text))) == ["Section 1 has no id."]
    assert errors_of(section("One", text, without_id(choice))) == ["Section 1, question 2 has no id."]
    for block in (nameless_option, old_style_list):
        assert errors_of(section("One", block)) == ["Section 1, question 1 has an option without id."]
    assert errors_of(section("One", {**text, "id": "my-own"})) == ["Section 1, question 1 has no id."]


def test_a_form_without_ids_cannot_be_kept():
    form = unsaved_form(section("One", without_id(question("short_text", "Text"))))
    with pytest.raises(ValidationError, match="question 1 has no id"):
        form.full_clean()


def test_two_questions_with_one_id_are_refused():
    one = str(uuid.uuid4())
    first, second = question("short_text", "A", question_id=one), question("number", "B", question_id=one)
    (sentence,) = errors_of(section("One", first), section("Two", second))
    assert "section “One”, question “A”; section “Two”, question “B”" in sentence


def test_a_meaning_may_be_given_once_a_form():
    first, second = question("short_text", "Name", meaning="title"), question("short_text", "Again", meaning="title")
    (sentence,) = errors_of(section("One", first), section("Two", second))
    assert "title of the engagement" in sentence
    assert "section “One”, question “Name”" in sentence
    assert "section “Two”, question “Again”" in sentence


def test_the_kind_of_actor_may_be_asked_once():
    assert len(errors_of(section("One", question("actor_kind", "Who"), question("actor_kind", "Again")))) == 1


@pytest.mark.parametrize("missing", ["title", "engagement", "actor_kind", "email"])
def test_a_form_that_lacks_what_it_needs_cannot_be_opened_but_can_be_kept(missing):
    asked = needed_questions()
    del asked[missing]
    body = unsaved_form(section("All", *asked.values())).body
    assert form_errors(body) == []
    assert len(publishing_errors(body)) == 1


@pytest.mark.parametrize("optional", ["title", "actor_kind", "email"])
def test_what_a_form_needs_must_be_answered(optional):
    asked = needed_questions()
    asked[optional]["value"]["required"] = False
    (sentence,) = publishing_errors(unsaved_form(section("All", *asked.values())).body)
    assert "section “All”" in sentence


@pytest.mark.parametrize("privacy", ["staff", "contact"])
def test_an_answer_that_will_be_shown_must_be_marked_as_public(privacy):
    asked = needed_questions()
    place = question("short_text", "Place", meaning="place", privacy=privacy)
    free = question("short_text", "Free", privacy=privacy)
    person = question("short_text", "Person", meaning="name", privacy=privacy)
    (sentence,) = publishing_errors(unsaved_form(section("All", *asked.values(), place, free, person)).body)
    assert "question “Place”" in sentence


@pytest.mark.parametrize("part", ["title", "email"])
def test_a_question_that_stands_for_nothing_yet_is_told_where_to_say_so(part):
    asked = needed_questions()
    del asked[part]["value"]["meaning"]
    (sentence,) = publishing_errors(unsaved_form(section("All", *asked.values())).body)
    assert "“Stands for”" in sentence


@pytest.mark.parametrize("counted", ["engagement", "actor_kind"])
def test_what_is_counted_is_public_without_being_told(counted):
    asked = needed_questions()
    del asked[counted]["value"]["privacy"]
    body = unsaved_form(section("All", *asked.values())).body
    assert publishing_errors(body) == []
    block = next(block for block in body[0].value["questions"] if block.block_type == counted)
    assert read_question(block, "en").privacy == PrivacyClass.PUBLIC
    # The editor is not asked either.
    assert "privacy" not in block.block.child_blocks


@pytest.mark.django_db
def test_publishing_by_code_is_held_to_the_same_rules():
    form = unsaved_form(section("One", question("short_text", "Text")))
    form.save()
    with pytest.raises(ValidationError, match="cannot be opened without"):
        form.save_revision().publish()
    form.refresh_from_db()
    assert not form.live


@pytest.mark.django_db
def test_ids_of_questions_and_options_are_the_same_each_time_a_form_is_read():
    choice = question("one_of", "Which", options=("A", "B"))
    form = unsaved_form(section("One", choice))
    form.save()
    for _reading in range(2):
        block = PledgeForm.objects.get(pk=form.pk).body[0].value["questions"][0]
        assert block.id == choice["id"]
        assert [item.id for item in block.value["options"].bound_blocks] == option_ids(choice)


@pytest.mark.django_db
def test_a_copied_form_keeps_its_ids():
    choice = question("one_of", "Which", options=("A", "B"))
    form = unsaved_form(section("One", choice))
    form.save()
    copied = PledgeForm.objects.create(name="Copy", body=PledgeForm.objects.get(pk=form.pk).body)
    block = PledgeForm.objects.get(pk=copied.pk).body[0].value["questions"][0]
    assert (block.id, [item.id for item in block.value["options"].bound_blocks]) == (choice["id"], option_ids(choice))


@pytest.mark.django_db
def test_the_shipped_form_has_all_texts_in_four_languages_and_an_id_on_every_level():
    ActorKindFactory(code="citizen")
    ActorKindFactory(code="company")
    body = PledgeForm._meta.get_field("body").to_python(json.dumps(BODY))
    assert form_errors(body) == []
    assert publishing_errors(body) == []
    # The editor's own check of a published form: every required text in every language.
    FormBodyBlock().clean(body)


def test_a_mark_never_stands_alone_on_a_line_in_french_however_it_was_typed():
    typed = "Lequel : « celui-ci » ou l’autre ? À 10:30"
    text = FourLanguageBlock().to_python(dict.fromkeys(("en", "fr"), typed))
    space = "\N{NO-BREAK SPACE}"
    kept = f"Lequel{space}: «{space}celui-ci{space}» ou l’autre{space}? À 10:30"
    assert (text.in_language("fr"), text.in_language("en")) == (kept, typed)


def test_a_text_that_misses_a_language_is_refused_when_a_form_is_published():
    text = question("short_text", "Text")
    text["value"]["label"]["fr"] = ""
    body = unsaved_form(section("One", text)).body
    block = FormBodyBlock()
    with pytest.raises(ValidationError):
        block.clean(body)


class TestFiles:
    def refused(self, **changes):
        block = FormBodyBlock().child_blocks["section"].child_blocks["questions"].child_blocks["file"]
        value = block.to_python(question("file", "Picture", privacy="staff")["value"] | changes)
        with pytest.raises(ValidationError) as error:
            block.clean(value)
        return set(error.value.block_errors)

    def test_what_stands_for_a_picture_takes_pictures_only(self):
        assert self.refused(meaning="picture") == {"kinds"}
        assert self.refused(meaning="logo", kinds=["pdf"]) == {"kinds"}

    def test_the_rights_are_asked_for_pictures(self):
        assert self.refused(kinds=["pdf"], ask_rights=True) == {"ask_rights"}

    @pytest.mark.parametrize(
        "wrong",
        [{"largest": 0}, {"largest": 26}, {"how_many": 0}, {"how_many": 11}, {"kinds": []}, {"kinds": ["svg"]}],
        ids=str,
    )
    def test_size_count_and_kind_have_bounds(self, wrong):
        assert self.refused(**wrong) == set(wrong)

    def test_an_answer_that_stays_inside_cannot_be_marked_as_public(self):
        assert self.refused(privacy="public") == {"privacy"}

    def test_files_are_not_asked_for_on_the_first_screen(self):
        needed, file = needed_questions(), question("file", "Picture")
        body = unsaved_form(section("One", *needed.values(), file)).body
        assert publishing_errors(body) == [
            "Files cannot be asked for on the first screen: move section “One”, question “Picture” to a later section."
        ]
        assert publishing_errors(unsaved_form(section("One", *needed.values()), section("Two", file)).body) == []

    def test_a_section_of_afterwards_may_begin_with_files(self):
        afterwards = section("More", question("file", "Picture"))
        afterwards["value"]["stage"] = "more"
        assert publishing_errors(unsaved_form(afterwards, section("One", *needed_questions().values())).body) == []
