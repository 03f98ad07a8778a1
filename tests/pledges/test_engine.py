"""Each kind of question: what is taken, what is refused by name, and how the answer reads."""

import json
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st

from bbacms.core.choices import Unit
from bbacms.core.quantities import SMALL_UNITS
from pledges.choices import Meaning, PrivacyClass
from pledges.engine.journey import Journey
from pledges.engine.meanings import columns
from pledges.engine.numbers import parse_number, plain_text, typed_text
from pledges.engine.questions import read_question
from pledges.engine.steps import data_for
from pledges.models import PledgeForm
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import name, option_ids, question, section

NO_BREAK = "\u00a0"


def journey_with(*questions):
    """A form of one screen in the active language."""
    body = PledgeForm._meta.get_field("body").to_python(json.dumps([section("Section", *questions)]))
    return Journey(body, {})


def answered(block, *sent, extra=()):
    """The section form of one question to which ``sent`` came in; ``extra`` are further pairs of name and value."""
    data = QueryDict(mutable=True)
    data.setlist(name(block), list(sent))
    for field, value in extra:
        data.appendlist(field, value)
    return journey_with(block).form(1, data)


def value_of(block, *sent, extra=()):
    form = answered(block, *sent, extra=extra)
    assert form.is_valid(), form.errors
    return form.values[block["id"]]


def words_for(block, value):
    journey = journey_with(block)
    return journey.sections[0].questions[0].display(value, journey.vocabulary)


def is_refused(block, *sent, extra=()):
    form = answered(block, *sent, extra=extra)
    return not form.is_valid() and bool(form.errors)


@pytest.mark.parametrize(
    ("language", "typed", "meant"),
    [
        ("en", "1,500", "1500"),
        ("en", "1.5", "1.5"),
        ("en", "1.500", "1.5"),
        ("en", "1,5", "1.5"),
        ("en", "1,234,567.89", "1234567.89"),
        ("nl", "1.500", "1500"),
        ("nl", "1,5", "1.5"),
        ("nl", "1.5", "1.5"),
        ("nl", "0.500", "0.5"),
        ("nl", "1.500,5", "1500.5"),
        ("nl", "1,500.5", "1500.5"),
        ("de", "1.234.567", "1234567"),
        ("fr", "1 500,25", "1500.25"),
        ("fr", f"1{NO_BREAK}500", "1500"),
        ("fr", "1\u202f234\u202f567,5", "1234567.5"),
        ("fr", "1.500", "1500"),
        ("en", " 12 ", "12"),
        ("en", "\u22123", "-3"),
        ("en", "007", "7"),
        ("en", "0", "0"),
        ("en", "1000", "1000"),
        ("en", "+1,500", "1500"),
        ("en", "-1,500", "-1500"),
        ("en", "+1.5", "1.5"),
        ("nl", "+1.500", "1500"),
        ("nl", "+1,500", "1.5"),
        ("en", "1 500", "1500"),
        ("de", "1 500", "1500"),
        ("en", "1.500,5", "1500.5"),
        ("en", "1,500.5", "1500.5"),
        ("de", "1,500.5", "1500.5"),
        ("nl", "1 500.5", "1500.5"),
        ("en", "1 500,25", "1500.25"),
        ("en", "0,500", "0.5"),
        ("en", "1500,5", "1500.5"),
        # A mark that comes twice can only group.
        ("en", "1.500.000", "1500000"),
        ("nl", "1,500,000", "1500000"),
        ("nl", "1.500,125", "1500.125"),
        ("en", "1.500,125", "1500.125"),
    ],
)
def test_numbers_are_read_in_the_way_of_the_language(language, typed, meant):
    assert parse_number(typed, language) == Decimal(meant)


@pytest.mark.parametrize(
    "typed",
    ["", "a few", "1e5", "inf", "NaN", "Infinity", "1..5", "1,2,3", "1.50.000", "12 34", "5 ha", "--5", "1.", ".5", "٣",
     "1_000", "0x10", "1,50,000", "\x00", "+", "1\n2",
     "5.", "5,", ",5", "1'500", "1’500", "+-5", "1,500,5", "1.500.5", "1 50", "1234 567", "1 500 00"],
)  # fmt: skip
@pytest.mark.parametrize("language", ["en", "nl", "fr"])
def test_what_is_no_number_is_refused(typed, language):
    with pytest.raises(ValueError, match=r".*"):
        parse_number(typed, language)


@pytest.mark.parametrize(
    ("language", "typed"),
    [
        ("en", "1500,000"),
        ("en", "1234,567"),
        ("nl", "1500.000"),
        ("fr", "1234.567"),
        ("en", "1 500,000"),
        ("de", "1 500.000"),
        ("en", "1,500 000"),
        ("fr", "1,5 000"),
        ("en", "1.5 000"),
        ("en", "+1500,000"),
    ],
)
def test_what_may_be_a_thousand_times_more_is_refused(language, typed):
    with pytest.raises(ValueError, match=r".*"):
        parse_number(typed, language)


@given(
    number=st.decimals(min_value=-(10**11), max_value=10**11, places=4, allow_nan=False, allow_infinity=False),
    language=st.sampled_from(["en", "nl", "fr", "de"]),
)
def test_what_is_shown_in_a_field_is_read_back_as_the_same_number(number, language):
    assert parse_number(typed_text(number, language), language) == number
    assert Decimal(plain_text(number)) == number


def test_a_short_text_is_kept_on_one_line_and_within_its_column():
    block = question("short_text", "Title")
    assert value_of(block, "  A pond\r\nfor newts ") == "A pond for newts"
    assert value_of(block, "x" * 255) == "x" * 255
    assert is_refused(block, "x" * 256)
    assert is_refused(question("short_text", "Name", meaning="name"), "x" * 161)


def test_a_long_text_keeps_its_lines_and_counts_a_line_break_once():
    block = question("long_text", "More")
    assert value_of(block, "one\r\ntwo") == "one\ntwo"
    assert len(value_of(block, "\r\n".join(["x"] * 2500) + "x")) == 5000
    assert is_refused(block, "x" * 5001)


@pytest.mark.parametrize("bad", ["\x00", "pond\x00", "\ud800", "a\udfffb"])
@pytest.mark.parametrize("kind", ["short_text", "long_text", "email", "number", "date", "one_of", "yes_no"])
def test_characters_that_no_database_takes_are_refused_by_every_kind(kind, bad):
    assert is_refused(question(kind, "Q", options=("A", "B")), bad)


def test_control_characters_from_word_processors_become_spaces():
    assert value_of(question("long_text", "More"), "one\x0btwo\x07") == "one two"


ZERO_WIDTH_SPACE, WORD_JOINER, SOFT_HYPHEN = "\u200b", "\u2060", "\u00ad"


@pytest.mark.parametrize("kind", ["short_text", "long_text"])
@pytest.mark.parametrize(
    "typed", [ZERO_WIDTH_SPACE + WORD_JOINER, f" {SOFT_HYPHEN}\u3000 ", "\u202e", "\ufeff\r\n\u2028"]
)
def test_a_text_of_which_nothing_can_be_seen_is_no_answer(kind, typed):
    assert is_refused(question(kind, "Title", required=True), typed)
    assert value_of(question(kind, "Title"), typed) is None


@pytest.mark.parametrize("mark", "\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069")
def test_marks_that_turn_the_text_around_them_are_dropped_from_a_short_text(mark):
    assert value_of(question("short_text", "Title"), f"A {mark}pond") == "A pond"
    assert value_of(question("email", "E-mail"), f"{mark}an@example.org") == "an@example.org"


def test_invisible_characters_that_belong_to_the_writing_stay():
    family = "\U0001f469\u200d\U0001f33e pond\u00adside"
    assert value_of(question("short_text", "Title"), family) == family


def test_a_website_may_be_typed_without_its_beginning():
    block = question("web_address", "Website", meaning="website")
    assert value_of(block, "example.org/pond") == "https://example.org/pond"
    for bad in ("javascript:alert(1)", "not a site", "http://\x00", "https://example.org/" + "x" * 200):
        assert is_refused(block, bad), bad


def test_an_email_address_is_checked():
    block = question("email", "E-mail")
    assert value_of(block, " an@example.org ") == "an@example.org"
    for bad in (
        "an",
        "an@",
        "an@example.org, bo@example.org",
        "an@example.org\nBcc: bo@example.org",
        "a" * 250 + "@b.be",
    ):
        assert is_refused(block, bad), bad


@pytest.mark.parametrize(
    "bad",
    ["lots", "inf", "nan", "1e400", "9" * 13, "9" * 300, "0.1234567", "<b>1</b>"],
)
def test_a_number_must_be_finite_and_of_a_size_that_can_be_kept(bad):
    assert is_refused(question("number", "How many"), bad)


def test_minus_nothing_is_nothing():
    assert value_of(question("number", "How many"), "-0.0") == "0"


def test_a_number_is_stored_plainly_and_read_back_in_the_language():
    block = question("number", "How many")
    with translation.override("nl"):
        assert value_of(block, "1.500,50") == "1500.5"
        assert words_for(block, "1500.5") == "1.500,5"
    assert words_for(block, "1500.5") == "1,500.5"


@pytest.mark.parametrize("typed", ["2027-03-01", "01/03/2027", "1/3/2027", "1.3.2027", "01-03-2027"])
def test_a_date_may_be_picked_or_typed(typed):
    assert value_of(question("date", "Start", meaning="start"), typed) == "2027-03-01"


@pytest.mark.parametrize(
    "bad", ["31/02/2027", "tomorrow", "03/2027", "01/03/27", "0001-01-01", "9999-12-31", "2027-13-01"]
)
def test_a_day_that_does_not_exist_or_is_far_off_is_refused(bad):
    assert is_refused(question("date", "Start"), bad)


@pytest.mark.parametrize(
    ("start", "end", "fits"),
    [
        ("2027-03-01", "2027-02-28", False),
        ("2027-03-01", "2027-03-01", True),
        ("2027-03-01", "2028-01-01", True),
        ("", "2027-02-28", True),
        ("2027-03-01", "", True),
    ],
)
@pytest.mark.parametrize("end_first", [False, True])
def test_the_end_is_not_before_the_start(start, end, fits, end_first):
    first, last = question("date", "Start", meaning="start"), question("date", "End", meaning="end")
    journey = journey_with(*([last, first] if end_first else [first, last]))
    form = journey.form(1, QueryDict(f"{name(first)}={start}&{name(last)}={end}"))
    assert form.is_valid() is fits
    assert dict(form.errors) == ({} if fits else {name(last): ["The end cannot be before the start."]})


def test_a_start_that_is_no_day_is_the_only_mistake():
    first, last = question("date", "Start", meaning="start"), question("date", "End", meaning="end")
    form = journey_with(first, last).form(1, QueryDict(f"{name(first)}=soon&{name(last)}=2027-02-28"))
    assert list(form.errors) == [name(first)]


def test_a_date_reads_in_the_language():
    with translation.override("de"):
        assert words_for(question("date", "Start"), "2027-03-01") == "1. März 2027"


def test_options_are_kept_by_code_and_read_by_label():
    block = question("one_of", "Which", options=("Meadow", "Hedge"))
    _meadow, hedge = option_ids(block)
    assert value_of(block, hedge) == hedge
    with translation.override("fr"):
        assert words_for(block, hedge) == "Hedge (fr)"
    for bad in ("Hedge", "0", "1", hedge.upper(), "x" * 10_000):
        assert is_refused(block, bad), bad


def test_several_options_may_be_chosen_each_once():
    block = question("several_of", "Which", options=("Meadow", "Hedge", "Pond"))
    meadow, _hedge, pond = option_ids(block)
    assert value_of(block, pond, meadow, pond) == [pond, meadow]
    assert words_for(block, [pond, meadow]) == "Pond\nMeadow"
    assert value_of(block) is None
    assert is_refused(block, pond, "Hedge")


def test_yes_and_no_are_both_answers():
    block = question("yes_no", "Is it yours", required=True)
    assert value_of(block, "yes") is True
    assert value_of(block, "no") is False
    assert words_for(block, False) == "No"
    assert is_refused(block, "maybe")
    assert is_refused(block)


@pytest.mark.parametrize("kind", ["short_text", "email", "number", "date", "one_of", "yes_no"])
def test_two_answers_to_a_question_that_takes_one_are_refused(kind):
    block = question(kind, "Q", options=("A", "B"))
    one = {"email": "a@b.be", "number": "1", "date": "2027-01-01", "yes_no": "yes"}
    sent = option_ids(block)[0] if kind == "one_of" else one.get(kind, "text")
    assert value_of(block, sent) is not None
    assert is_refused(block, sent, sent)


def test_a_missing_answer_is_named_by_its_question():
    form = journey_with(question("short_text", "Title", required=True), question("number", "Area", required=True))
    form = form.form(1, QueryDict())
    assert not form.is_valid()
    sentences = [error for errors in form.errors.values() for error in errors]
    assert sentences == ["“Title” needs an answer.", "“Area” needs an answer."]


def test_an_optional_question_may_stay_empty_whatever_its_kind():
    for kind in ("short_text", "long_text", "email", "number", "date", "one_of", "several_of", "yes_no"):
        assert value_of(question(kind, "Q", options=("A", "B"))) is None


@pytest.mark.django_db
class TestActorKind:
    def test_kinds_come_from_the_list_in_the_language(self):
        ActorKindFactory(code="school", label="School")
        block = question("actor_kind", "Who", required=True)
        assert value_of(block, "school") == "school"
        with translation.override("nl"):
            assert words_for(block, "school") == "School NL"
        assert is_refused(block, "School")
        assert is_refused(block)


@pytest.mark.django_db
class TestEngagement:
    @pytest.fixture
    def block(self):
        objective = ObjectiveFactory(code="A1-1", label="Town green")
        IndicatorFactory(objective=objective, code="ha", label="Green area", unit=Unit.HECTARE)
        IndicatorFactory(objective=objective, code="share", label="Green share", unit=Unit.PERCENT)
        return question("engagement", "Objective", required=True)

    def with_quantity(self, block, quantity):
        return [(f"{name(block)}-quantity", quantity)]

    def test_indicator_and_quantity_are_kept_by_code(self, block):
        extra = self.with_quantity(block, "2.50")
        assert value_of(block, "ha", extra=extra) == [{"indicator": "ha", "quantity": "2.5"}]
        assert words_for(block, [{"indicator": "ha", "quantity": "2.5"}]) == "Town green\nGreen area\n2.5 ha"

    def test_the_quantity_may_be_unknown(self, block):
        assert value_of(block, "ha") == [{"indicator": "ha", "quantity": None}]
        assert "number not known yet" in words_for(block, [{"indicator": "ha", "quantity": None}])

    def test_nothing_of_it_is_a_quantity_too(self, block):
        assert value_of(block, "ha", extra=self.with_quantity(block, "0")) == [{"indicator": "ha", "quantity": "0"}]

    def test_not_being_sure_is_an_answer(self, block):
        assert value_of(block, "unsure") == [{"indicator": None, "quantity": None}]
        assert words_for(block, [{"indicator": None, "quantity": None}]) == "I am not sure yet"

    @pytest.mark.parametrize("bad", ["-1", "a few", "inf", "nan", "1e9", "0.001", "9" * 13, "\x00"])
    def test_a_quantity_that_cannot_be_counted_is_refused_at_its_own_field(self, block, bad):
        form = answered(block, "ha", extra=self.with_quantity(block, bad))
        assert not form.is_valid()
        assert list(form.errors) == [f"{name(block)}-quantity"]

    @pytest.mark.parametrize(("language", "typed"), [("en", "1.500"), ("nl", "1,500"), ("fr", "12,000")])
    def test_three_figures_after_the_decimal_mark_may_be_thousands_and_are_asked_about(self, block, language, typed):
        with translation.override(language):
            form = answered(block, "ha", extra=self.with_quantity(block, typed))
            assert list(form.errors) == [f"{name(block)}-quantity"]

    def test_a_share_ends_at_a_hundred(self, block):
        assert value_of(block, "share", extra=self.with_quantity(block, "100"))
        assert is_refused(block, "share", extra=self.with_quantity(block, "100.01"))

    def test_a_quantity_needs_something_it_counts(self, block):
        assert is_refused(block, "unsure", extra=self.with_quantity(block, "3"))
        optional = question("engagement", "Objective")
        assert is_refused(optional, extra=self.with_quantity(optional, "3"))

    def test_an_unknown_indicator_is_refused(self, block):
        for bad in ("A1-1", "Green area", "", "x" * 1000):
            assert is_refused(block, bad)

    def test_two_quantities_for_one_question_are_refused(self, block):
        assert is_refused(block, "ha", extra=[*self.with_quantity(block, "1"), *self.with_quantity(block, "2")])

    def test_the_same_indicator_cannot_be_named_twice_in_one_engagement(self, block):
        other = question("engagement", "Also")
        data = QueryDict(f"{name(block)}=ha&{name(other)}=ha")
        form = journey_with(block, other).form(1, data)
        assert not form.is_valid()
        assert list(form.errors) == [name(other)]
        assert journey_with(block, other).form(1, QueryDict(f"{name(block)}=ha&{name(other)}=share")).is_valid()

    def test_the_same_indicator_cannot_be_named_on_two_screens(self, block):
        other = question("engagement", "Also")
        raw = json.dumps([section("One", block), section("Two", other)])
        body = PledgeForm._meta.get_field("body").to_python(raw)
        journey = Journey(body, {block["id"]: [{"indicator": "ha", "quantity": None}]})
        assert not journey.form(2, QueryDict(f"{name(other)}=ha")).is_valid()

    def test_the_unit_stands_in_the_list(self, block):
        page = str(journey_with(block).form(1)[name(block)])
        assert "ha · Green area" in page
        assert 'label="Town green"' in page


@pytest.mark.django_db
class TestSmallUnits:
    """Who thinks in square metres need not count in hectares."""

    UNITS = [(Unit.HECTARE, "m2", "m²", "0.04"), (Unit.KILOMETRE, "m", "m", "0.4"), (Unit.TONNE, "kg", "kg", "0.4")]

    def typed(self, block, quantity, unit):
        return [(f"{name(block)}-quantity", quantity), (f"{name(block)}-unit", unit)]

    @pytest.mark.parametrize(("unit", "code", "symbol", "kept"), UNITS)
    def test_a_small_quantity_is_kept_in_the_unit_of_the_indicator(self, unit, code, symbol, kept):
        IndicatorFactory(code="counted", unit=unit)
        block = question("engagement", "Objective", required=True)
        value = value_of(block, "counted", extra=self.typed(block, "400", code))
        assert value == [{"indicator": "counted", "quantity": kept, "unit": code}]
        assert words_for(block, value).splitlines()[-1] == f"400 {symbol} ({kept} {unit.label})"

    @pytest.mark.parametrize(("unit", "code"), [(Unit.KILOMETRE, "m2"), (Unit.HECTARE, "kg"), (Unit.BUILDING, "m")])
    def test_a_unit_of_something_else_is_refused_at_its_own_field(self, unit, code):
        IndicatorFactory(code="counted", unit=unit)
        block = question("engagement", "Objective", required=True)
        form = answered(block, "counted", extra=self.typed(block, "400", code))
        assert list(form.errors) == [f"{name(block)}-unit"]
        assert str(unit.label) in str(form.errors)

    @pytest.mark.parametrize("code", ["ha", "m²", "M2", "acre", "x" * 1000])
    def test_an_unknown_unit_is_refused(self, code):
        IndicatorFactory(code="counted", unit=Unit.HECTARE)
        block = question("engagement", "Objective", required=True)
        assert is_refused(block, "counted", extra=self.typed(block, "400", code))

    def test_a_unit_without_a_quantity_says_nothing(self):
        IndicatorFactory(code="counted", unit=Unit.HECTARE)
        block = question("engagement", "Objective", required=True)
        assert value_of(block, "counted", extra=self.typed(block, "", "m2")) == [
            {"indicator": "counted", "quantity": None}
        ]

    @settings(deadline=None, max_examples=50)
    @given(typed=st.decimals(0, 999_999, places=2), unit=st.sampled_from(list(SMALL_UNITS)))
    def test_what_was_typed_stands_there_again(self, typed, unit):
        small = SMALL_UNITS[unit]
        asked = read_question(journey_block(), "nl")
        stored = [{"indicator": "counted", "quantity": plain_text(typed / small.per_unit), "unit": small.code}]
        again = asked.data(stored)
        assert parse_number(again[f"{asked.name}-quantity"][0], "nl") == typed
        assert again[f"{asked.name}-unit"] == [small.code]


def journey_block():
    raw = json.dumps([section("One", question("engagement", "Objective"))])
    return PledgeForm._meta.get_field("body").to_python(raw)[0].value["questions"][0]


@pytest.mark.django_db
def test_every_stored_value_is_valid_when_it_comes_in_again_in_any_language():
    ActorKindFactory(code="citizen")
    IndicatorFactory(code="ha")
    blocks = {
        kind: question(kind, kind, options=("A", "B"))
        for kind in ("short_text", "long_text", "email", "number", "one_of", "several_of", "yes_no", "date",
                     "actor_kind", "engagement", "phone", "web_address", "enterprise_number", "place")
    }  # fmt: skip
    values = {
        "short_text": "A, b; <c>",
        "long_text": "one\ntwo",
        "email": "an@example.org",
        "number": "-1234.5",
        "phone": "+31612345678",
        "web_address": "https://example.org/pond",
        "enterprise_number": "0403019261",
        "place": {"kind": "municipality", "code": "46021", "postcode": ""},
        "one_of": option_ids(blocks["one_of"])[1],
        "several_of": option_ids(blocks["several_of"]),
        "yes_no": False,
        "date": "2027-03-01",
        "actor_kind": "citizen",
        "engagement": [{"indicator": "ha", "quantity": "0.123456", "unit": "m2"}],
    }
    stored = {blocks[kind]["id"]: value for kind, value in values.items()}
    for language in ("en", "nl", "fr", "de"):
        with translation.override(language):
            journey = journey_with(*blocks.values())
            form = journey.form(1, data_for(journey.sections[0], stored))
            assert form.is_valid(), form.errors
            assert form.values == stored


def test_contact_data_are_contact_whatever_the_editor_ticked():
    blocks = [question("short_text", m, meaning=m, privacy="public") for m in ("name", "title", "place")]
    email = question("email", "Second address", privacy="public")
    phone = question("phone", "Second number", privacy="public")
    privacy = {q.label: q.privacy for q in journey_with(*blocks, email, phone).sections[0].questions}
    assert privacy == {
        "name": PrivacyClass.CONTACT,
        "Second number": PrivacyClass.CONTACT,
        "title": PrivacyClass.PUBLIC,
        "place": PrivacyClass.PUBLIC,
        "Second address": PrivacyClass.CONTACT,
    }


@pytest.mark.django_db
def test_answers_fill_the_columns_they_stand_for_and_no_other():
    kind = ActorKindFactory(code="citizen")
    blocks = {
        "title": question("short_text", "T", meaning="title"),
        "start": question("date", "S", meaning="start"),
        "actor_kind": question("actor_kind", "A"),
        "free": question("short_text", "Free"),
        "website": question("web_address", "W", meaning="website"),
    }
    journey = journey_with(*blocks.values())
    values = {
        blocks["title"]["id"]: "A pond",
        blocks["start"]["id"]: "2027-03-01",
        blocks["actor_kind"]["id"]: "citizen",
        blocks["free"]["id"]: "an@example.org",
        blocks["website"]["id"]: None,
    }
    filled = columns(journey.sections[0].questions, values, journey.vocabulary)
    assert set(filled) == {"title", "start", "actor_kind"}
    assert filled["start"].isoformat() == "2027-03-01"
    assert filled["actor_kind"] == kind


def test_every_meaning_a_question_may_carry_has_a_column():
    from pledges.blocks import QuestionStreamBlock
    from pledges.models import Pledge

    columns_of_pledge = {field.name for field in Pledge._meta.get_fields()}
    for kind, block in QuestionStreamBlock().child_blocks.items():
        # A file has a row of its own.
        for meaning in getattr(block, "meanings", ()) if kind != "file" else ():
            assert Meaning(meaning).value in columns_of_pledge


def test_what_is_typed_and_not_valid_is_kept_without_what_no_database_takes():
    block = question("number", "Trees")
    form = answered(block, "a\ud800 \x00few\x07")
    assert form.typed == {name(block): ["a few "]}
