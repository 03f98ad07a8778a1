"""What a join form is refused for: conditions that cannot be kept, and texts that are missing in a language."""

import uuid

import pytest
from django.core.exceptions import ValidationError
from wagtail.models import Page

from bbacms.core.deletion import blockers
from pledges.blocks.form import QuestionStreamBlock
from pledges.engine.questions import read_question
from pledges.models import PledgeForm
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import needed_questions, option_ids, published_form, question, ready_form, section, texts

pytestmark = pytest.mark.django_db


@pytest.fixture
def asked():
    return needed_questions()


def when(block, decider, test, value=""):
    """``block``, shown only when the answer to ``decider`` passes ``test``."""
    block["value"]["shown_when"] = {"question": decider["id"], "test": test, "value": value}
    return block


def refusal_of(*sections):
    """The sentences that keep the form from being saved even as a draft; empty where it is saved."""
    try:
        ready_form(*sections).full_clean()
    except ValidationError as error:
        return " ".join(error.messages)
    return ""


def publishing_refusal(form):
    form.save()
    with pytest.raises(ValidationError) as refused:
        form.save_revision().publish()
    assert not PledgeForm.objects.get(pk=form.pk).live
    return refused.value


def errors_of_block(block):
    """What the editor is told about a question that was filled in like ``block``; None where it is taken."""
    stream = QuestionStreamBlock()
    try:
        stream.clean(stream.to_python([block]))
    except ValidationError as error:
        return error.as_json_data()
    return None


class TestConditions:
    def test_one_that_names_an_earlier_question_is_kept(self, asked):
        owner = question("one_of", "Owner", options=("Us", "Others"))
        who = when(question("short_text", "Who"), owner, "equals", option_ids(owner)[1])
        assert refusal_of(section("What", *asked.values(), owner, who)) == ""

    def test_a_question_that_is_gone_is_named_with_section_and_question(self, asked):
        late = when(question("short_text", "Who"), question("yes_no", "Gone"), "equals", "yes")
        said = refusal_of(section("What", *asked.values(), late))
        assert "section “What”, question “Who” names a question that is not in this form" in said

    def test_what_stands_between_questions_answers_nothing(self, asked):
        text = {"type": "text", "id": str(uuid.uuid4()), "value": {"heading": texts("Read this"), "text": texts("")}}
        late = when(question("short_text", "Who"), text, "filled")
        said = refusal_of(section("What", *asked.values(), text, late))
        assert "section “What”, question “Who” names a question that is not in this form" in said

    def test_what_stands_between_questions_shares_no_id_with_one(self, asked):
        text = {"type": "text", "id": asked["title"]["id"], "value": {"heading": texts("Read this"), "text": texts("")}}
        assert "share one id" in refusal_of(section("What", *asked.values(), text))

    def test_a_later_question_is_refused(self, asked):
        later = question("yes_no", "Later")
        early = when(question("short_text", "Early"), later, "equals", "yes")
        said = refusal_of(section("What", *asked.values(), early, later))
        assert "section “What”, question “Early” may only name an earlier question" in said
        assert "question “Later”" in said

    def test_a_question_of_a_later_section_is_earlier_when_its_section_is_asked_afterwards(self, asked):
        decider = question("yes_no", "Decider")
        more = section("More", when(question("short_text", "Who"), decider, "equals", "yes"))
        more["value"]["stage"] = "more"
        assert refusal_of(more, section("What", *asked.values(), decider)) == ""
        joined = section("First", when(question("short_text", "Who"), decider, "equals", "yes"))
        afterwards = section("Afterwards", decider)
        afterwards["value"]["stage"] = "more"
        assert "earlier question" in refusal_of(afterwards, joined, section("What", *asked.values()))

    def test_a_section_may_not_hang_on_a_question_of_its_own(self, asked):
        decider = question("yes_no", "Decider")
        own = when(section("Extra", decider), decider, "equals", "yes")
        assert "wait for each other" in refusal_of(section("What", *asked.values()), own)

    def test_a_question_may_not_hang_on_itself(self, asked):
        own = question("yes_no", "Own")
        assert "wait for each other" in refusal_of(section("What", *asked.values(), when(own, own, "equals", "yes")))

    def test_two_that_wait_for_each_other_are_named_as_a_loop(self, asked):
        one, two, three = (question("yes_no", label) for label in ("One", "Two", "Three"))
        when(one, three, "equals", "yes")
        when(two, one, "equals", "yes")
        when(three, two, "equals", "yes")
        said = refusal_of(section("What", *asked.values(), one, two, three))
        assert "These wait for each other, so neither would ever be shown: section “What”, question “One”" in said

    @pytest.mark.parametrize(
        ("kind", "test", "value"),
        [
            ("yes_no", "above", "1"),
            ("email", "below", "1"),
            ("number", "contains", "1"),
            ("long_text", "equals", "hedge"),
            ("engagement", "equals", "ha"),
        ],
    )
    def test_a_test_that_does_not_fit_the_question_is_refused(self, asked, kind, test, value):
        decider = question(kind, "Decider")
        said = refusal_of(
            section("What", *asked.values(), decider, when(question("date", "Day"), decider, test, value))
        )
        assert "question “Decider” cannot be tested with" in said

    @pytest.mark.parametrize(
        ("kind", "value", "sentence"),
        [
            ("yes_no", "maybe", "names an option"),
            ("one_of", "not-an-id", "names an option"),
            ("actor_kind", "martian", "names an option"),
            ("number", "many", "compares with a number"),
            ("number", "1,5", "compares with a number"),
            ("number", "1e3", "compares with a number"),
            ("number", "NaN", "compares with a number"),
            ("number", "2026-01-01", "compares with a number"),
            ("date", "tomorrow", "compares with a day"),
            ("date", "20260101", "compares with a day"),
            ("date", "2026-02-30", "compares with a day"),
            ("short_text", "  ", "Say what the answer is compared with"),
        ],
    )
    def test_a_value_that_the_answer_can_never_have_is_refused(self, asked, kind, value, sentence):
        ActorKindFactory(code="citizen")
        options = ("Us", "Others") if kind == "one_of" else ()
        decider = question(kind, "Decider", options=options)
        parts = [*asked.values(), decider] if kind != "actor_kind" else [*asked.values()]
        named = asked["actor_kind"] if kind == "actor_kind" else decider
        assert sentence in refusal_of(section("What", *parts, when(question("date", "Day"), named, "equals", value)))

    @pytest.mark.parametrize(("kind", "value"), [("number", "-2.5"), ("date", "2026-01-01"), ("yes_no", "no")])
    def test_a_value_that_fits_is_taken(self, asked, kind, value):
        decider = question(kind, "Decider")
        late = when(question("short_text", "Who"), decider, "equals", value)
        assert refusal_of(section("What", *asked.values(), decider, late)) == ""

    @pytest.mark.parametrize("value", ["44021", "40000", "flanders", "belgium", "municipality", "province", "region"])
    def test_a_place_is_named_by_its_code_or_its_kind(self, asked, value):
        place = question("place", "Where")
        late = when(question("short_text", "Late"), place, "equals", value)
        assert refusal_of(section("What", *asked.values(), place, late)) == ""

    def test_an_unfinished_condition_is_refused(self, asked):
        decider = question("yes_no", "Decider")
        late = when(question("short_text", "Who"), decider, "")
        assert "Choose how the answer is looked at" in refusal_of(section("What", *asked.values(), decider, late))

    @pytest.mark.parametrize("needed", ["title", "engagement", "actor_kind", "email"])
    def test_what_every_form_needs_stands_under_no_condition(self, asked, needed):
        decider = question("yes_no", "Decider")
        when(asked[needed], decider, "equals", "yes")
        assert "Everybody has to be asked this" in refusal_of(section("What", decider, *asked.values()))

    def test_what_every_form_needs_stands_in_no_section_under_a_condition_or_afterwards(self, asked):
        decider = question("yes_no", "Decider")
        hidden = when(section("Hidden", asked.pop("email")), decider, "equals", "yes")
        assert "section “Hidden”, question “E-mail”" in refusal_of(section("What", decider, *asked.values()), hidden)
        del hidden["value"]["shown_when"]
        hidden["value"]["stage"] = "more"
        assert "section “Hidden”, question “E-mail”" in refusal_of(section("What", decider, *asked.values()), hidden)

    def test_a_second_engagement_may_stand_under_a_condition(self, asked):
        decider = question("yes_no", "Another one?")
        second = when(question("engagement", "Second"), decider, "equals", "yes")
        assert refusal_of(section("What", *asked.values(), decider, second)) == ""


class TestContradictions:
    @staticmethod
    def of_two(asked, decider, first, second):
        """What is said of a question under ``second`` whose section stands under ``first``."""
        extra = when(section("Extra", when(question("short_text", "Inner"), decider, *second)), decider, *first)
        return refusal_of(section("What", *asked.values(), decider), extra)

    @pytest.mark.parametrize(
        ("kind", "first", "second"),
        [
            ("yes_no", ("equals", "yes"), ("equals", "no")),
            ("yes_no", ("equals", "yes"), ("is_not", "yes")),
            ("yes_no", ("is_not", "no"), ("is_not", "yes")),
            ("number", ("above", "10"), ("below", "5")),
            ("number", ("above", "10"), ("below", "10")),
            ("number", ("equals", "3"), ("above", "3")),
            ("date", ("above", "2026-01-01"), ("below", "2026-01-02")),
            ("short_text", ("equals", "hedge"), ("equals", "pond")),
            ("short_text", ("contains", "hedge"), ("equals", "pond")),
            ("short_text", ("one_of", "hedge, pond"), ("one_of", "tree, lawn")),
        ],
    )
    def test_tests_of_one_answer_that_cannot_all_hold_are_refused(self, asked, kind, first, second):
        said = self.of_two(asked, question(kind, "Decider"), first, second)
        assert "Nobody would ever see section “Extra”, question “Inner”" in said
        assert "question “Decider”" in said

    @pytest.mark.parametrize(
        ("kind", "first", "second"),
        [
            ("yes_no", ("equals", "yes"), ("filled", "")),
            ("number", ("above", "5"), ("below", "6")),
            ("number", ("above", "5"), ("is_not", "7")),
            ("date", ("above", "2026-01-01"), ("below", "2026-01-03")),
            ("short_text", ("contains", "hedge"), ("contains", "pond")),
            ("short_text", ("is_not", "hedge"), ("is_not", "pond")),
            ("short_text", ("one_of", "hedge, pond"), ("equals", "Pond")),
        ],
    )
    def test_tests_of_one_answer_that_can_all_hold_are_kept(self, asked, kind, first, second):
        assert self.of_two(asked, question(kind, "Decider"), first, second) == ""

    @pytest.mark.parametrize(
        ("limits", "test", "value", "can_hold"),
        [
            ({"largest": "5"}, "above", "10", False),
            ({"largest": "5"}, "above", "5", False),
            ({"largest": "5"}, "above", "4.5", True),
            ({"largest": "5", "whole": True}, "above", "4.5", True),
            ({"largest": "5", "whole": True}, "above", "5", False),
            ({"smallest": "1"}, "below", "1", False),
            ({"smallest": "1"}, "below", "1.5", True),
            ({"smallest": "1", "whole": True}, "below", "1.5", True),
            ({"smallest": "1", "largest": "3"}, "equals", "4", False),
            ({"smallest": "1", "largest": "3"}, "is_not", "2", True),
            ({"whole": True}, "equals", "2.5", False),
            ({"whole": True}, "equals", "-2", True),
        ],
    )
    def test_a_number_that_the_question_does_not_take_is_refused(self, asked, limits, test, value, can_hold):
        trees = question("number", "Trees", **limits)
        late = when(question("short_text", "Late"), trees, test, value)
        said = refusal_of(section("What", *asked.values(), trees, late))
        never = "Nobody would ever see section “What”, question “Late”: no answer to section “What”, question “Trees”"
        assert (never in said, said == "") == (not can_hold, can_hold)

    @pytest.mark.parametrize(
        ("kind", "test", "value", "can_hold"),
        [
            ("date", "above", "2100-12-31", False),
            ("date", "above", "2100-12-30", True),
            ("date", "below", "1900-01-01", False),
            ("number", "above", "9999999999999", False),
            ("number", "above", "999999999998", True),
            ("number", "is_not", "1.000001", True),
            ("email", "equals", "not an address", False),
            ("email", "one_of", "not an address, an@example.org", True),
            ("email", "contains", "@example.org", True),
            ("email", "is_not", "not an address", True),
            ("short_text", "equals", "x" * 300, False),
            ("short_text", "contains", "x" * 300, False),
            ("short_text", "equals", "x" * 255, True),
        ],
    )
    def test_an_answer_that_the_question_never_takes_is_refused(self, asked, kind, test, value, can_hold):
        decider = question(kind, "Decider")
        late = when(question("short_text", "Late"), decider, test, value)
        said = refusal_of(section("What", *asked.values(), decider, late))
        never = "Nobody would ever see section “What”, question “Late”: no answer to section “What”, question “Decider”"
        assert (never in said, said == "") == (not can_hold, can_hold)

    def test_whole_numbers_lie_between_the_limits_of_their_question(self, asked):
        trees = question("number", "Trees", smallest="1.2", largest="1.8", whole=True)
        assert "No whole number lies between" in str(errors_of_block(trees))
        for limits in ({"whole": False}, {"largest": "2.1"}, {"largest": None}):
            assert not errors_of_block({**trees, "value": trees["value"] | limits})

    @pytest.mark.parametrize(
        ("most", "first", "second", "can_hold"),
        [
            (1, ("contains", "A1-1"), ("contains", "A1-2"), False),
            (2, ("contains", "A1-1"), ("contains", "A1-2"), True),
            (1, ("contains", "A1-1"), ("contains", "ha"), True),
            (1, ("one_of", "ha, km"), ("contains", "A1-2"), True),
            (1, ("contains", "A1-1"), ("filled", ""), True),
            (3, ("contains", "A1-1"), ("is_not", "ha"), False),
            (3, ("contains", "A1-1"), ("is_not", "km"), True),
            (3, ("is_not", "A1-1"), ("is_not", "A1-2"), True),
            (3, ("is_not", "A1-1"), ("one_of", "unsure, ha"), True),
        ],
    )
    def test_an_engagement_takes_no_more_objectives_than_it_asks_for(self, asked, most, first, second, can_hold):
        for code, indicator in (("A1-1", "ha"), ("A1-2", "km")):
            IndicatorFactory(objective=ObjectiveFactory(code=code), code=indicator)
        asked["engagement"]["value"]["most"] = most
        extra = when(
            section("Extra", when(question("short_text", "Inner"), asked["engagement"], *second)),
            asked["engagement"],
            *first,
        )
        said = refusal_of(section("What", *asked.values()), extra)
        assert ("Nobody would ever see" in said, said == "") == (not can_hold, can_hold)

    def test_all_options_of_several_cannot_be_excluded(self, asked):
        several = question("several_of", "Decider", options=("A", "B"))
        first, second = option_ids(several)
        assert "Nobody would ever see" in self.of_two(asked, several, ("is_not", first), ("is_not", second))
        assert self.of_two(asked, several, ("is_not", first), ("contains", second)) == ""

    def test_between_two_whole_numbers_lies_none(self, asked):
        for whole, verdict in ((True, "Nobody would ever see"), (False, "")):
            said = self.of_two(asked, question("number", "Trees", whole=whole), ("above", "5"), ("below", "6"))
            assert (verdict in said) if verdict else said == ""

    def test_disjoint_options_of_one_choice_contradict_and_those_of_several_do_not(self, asked):
        one = question("one_of", "Decider", options=("A", "B", "C"))
        several = question("several_of", "Decider", options=("A", "B", "C"))
        for decider, verdict in ((one, "Nobody would ever see"), (several, "")):
            first, second, third = option_ids(decider)
            said = self.of_two(asked, decider, ("one_of", f"{first}, {second}"), ("one_of", third))
            assert (verdict in said) if verdict else said == ""

    @pytest.mark.parametrize(
        ("first", "second", "can_hold"),
        [
            (("equals", "flanders"), ("equals", "44021"), True),
            (("equals", "40000"), ("one_of", "44021, 62063"), True),
            (("equals", "flanders"), ("is_not", "44021"), True),
            (("equals", "region"), ("equals", "flanders"), True),
            (("equals", "wallonia"), ("equals", "44021"), False),
            (("equals", "44021"), ("is_not", "flanders"), False),
            (("equals", "44021"), ("equals", "62063"), False),
        ],
    )
    def test_places_contradict_each_other_where_neither_lies_in_the_other(self, asked, first, second, can_hold):
        place = question("place", "Where")
        said = refusal_of(
            section("What", *asked.values(), place),
            when(section("There", when(question("short_text", "Late"), place, *second)), place, *first),
        )
        assert ("Nobody would ever see" not in said) is can_hold
        assert (said == "") is can_hold

    def test_a_contradiction_along_a_chain_is_found_and_named_once(self, asked):
        decider = question("yes_no", "Decider")
        yes = when(question("yes_no", "Middle"), decider, "equals", "yes")
        both = when(question("yes_no", "Last"), yes, "filled")
        after = when(question("short_text", "After"), both, "filled")
        extra = when(section("Extra", both, after), decider, "equals", "no")
        said = refusal_of(section("What", *asked.values(), decider, yes), extra)
        assert said.count("Nobody would ever see") == 1
        assert "question “Last”" in said


class TestTranslations:
    def test_what_is_missing_is_listed_by_language_with_section_and_question(self, asked):
        choice = question("one_of", "How", options=("Sowing", "Mowing"))
        choice["value"]["options"][1]["value"]["de"] = ""
        asked["title"]["value"]["label"]["fr"] = " "
        asked["email"]["value"]["help"] = {"en": "Only we see it.", "nl": "", "fr": "Vu par nous.", "de": "Nur wir."}
        part = section("What", *asked.values(), choice)
        part["value"]["introduction"]["nl"] = "Welkom"
        said = " ".join(publishing_refusal(ready_form(part)).messages)
        assert "Missing in French: section “What”: Introduction; section “What”, question “Title”: Question." in said
        assert "Missing in German: section “What”: Introduction; section “What”, question “How”: Option 2." in said
        assert "Missing in Dutch: section “What”, question “E-mail”: Help." in said
        assert "Missing in English: section “What”: Introduction." in said

    def test_an_option_without_any_label_and_a_unit_in_some_languages_only_are_missing(self, asked):
        choice = question("one_of", "How", options=("Sowing", "Mowing"))
        choice["value"]["options"][1]["value"] = texts("")
        trees = question("number", "Trees", unit={"en": "trees", "nl": "bomen", "fr": "arbres", "de": ""})
        form = ready_form(section("What", *asked.values(), choice, trees))
        said = " ".join(publishing_refusal(form).messages)
        for language in ("English", "Dutch", "French", "German"):
            assert f"Missing in {language}: section “What”, question “How”: Option 2" in said
        assert "question “How”: Option 2; section “What”, question “Trees”: Unit." in said
        assert said.count("Unit") == 1

    def test_a_question_without_words_in_the_language_of_the_editor_is_named_in_another(self, asked):
        asked["title"]["value"]["label"]["en"] = ""
        said = " ".join(publishing_refusal(ready_form(section("What", *asked.values()))).messages)
        assert "question “Title (nl)”: Question" in said

    def test_an_optional_text_that_is_empty_everywhere_is_not_missing(self, asked):
        assert published_form(section("What", *asked.values())).is_open


class TestSettings:
    def test_a_form_without_privacy_notice_is_not_opened(self, asked):
        form = ready_form(section("What", *asked.values()))
        form.privacy_page = None
        assert "privacy_page" in publishing_refusal(form).message_dict

    @pytest.mark.parametrize("months", [None, 0])
    def test_a_form_that_does_not_say_how_long_engagements_are_kept_is_not_opened(self, asked, months):
        form = ready_form(section("What", *asked.values()))
        form.retention_months = months
        assert "retention_months" in publishing_refusal(form).message_dict

    def test_a_closing_message_in_some_languages_only_is_refused(self, asked):
        form = ready_form(section("What", *asked.values()))
        form.closed_message_en = "We are on holiday."
        named = {f"closed_message_{code}" for code in ("nl", "fr", "de")}
        assert named <= set(publishing_refusal(form).message_dict)

    def test_the_privacy_notice_of_a_form_is_not_deleted(self, asked, homes):
        page = homes["en"].add_child(instance=Page(title="Privacy", slug="privacy"))
        form = ready_form(section("What", *asked.values()))
        form.privacy_page = page
        form.save()
        assert any("Join form" in name for name in blockers([page], None))


def test_what_is_told_afterwards_cannot_ask_for_quantities(asked):
    late = question("engagement", "And this", required=False)
    form = ready_form(section("What", *asked.values()), section("More", late, stage="more"))
    assert "section “More”, question “And this”" in str(publishing_refusal(form))


def test_criteria_come_after_the_screen_that_asks_for_objectives(asked):
    criteria = question("criteria", "Which criteria")
    refused = "Criteria follow from the objectives: move section “{}”, question “Which criteria”"
    same = ready_form(section("What", *asked.values(), criteria))
    assert refused.format("What") in str(publishing_refusal(same))
    before = ready_form(section("First", criteria), section("What", *asked.values()))
    assert refused.format("First") in str(publishing_refusal(before))
    published_form(section("What", *asked.values()), section("Then", criteria))
    # What is asked afterwards comes later, wherever it stands in the editor.
    published_form(section("More", criteria, stage="more"), section("What", *asked.values()))


def test_an_editor_cannot_demand_criteria(asked):
    criteria = question("criteria", "Which criteria", required=True)
    form = published_form(section("What", *asked.values()), section("Then", criteria))
    assert not read_question(form.body[1].value["questions"][0], "en").required
    assert "required" not in QuestionStreamBlock().child_blocks["criteria"].child_blocks
