"""Naming objectives in a join form: by everyday actions, several of them, by when and where, with doubtful numbers."""

import re
from decimal import Decimal

import pytest
from django.http import QueryDict
from django.utils import translation

from bbacms.core.choices import IndicatorKind, Unit
from bbacms.core.models import EverydayAction, Indicator
from pledges.engine.journey import Journey
from pledges.models import Contribution, Pledge
from tests.factories.core import ActorKindFactory, EverydayActionFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    post,
    published_form,
    question,
    section,
    send,
    unsaved_form,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lists():
    green = ObjectiveFactory(code="A1-1", label="Town green")
    links = ObjectiveFactory(code="A1-5", label="Connections")
    IndicatorFactory(
        objective=green, code="ha", label="Green area", unit=Unit.HECTARE, usual_most=100, usual_least="0.001"
    )
    hedges = IndicatorFactory(objective=links, code="km", label="Landscape elements", unit=Unit.KILOMETRE)
    IndicatorFactory(objective=links, code="t", label="Food", unit=Unit.TONNE, kind=IndicatorKind.FLOW)
    EverydayActionFactory(code="hedge", label="Plant a hedge", indicator=hedges)


def form_with(*pairs, most=3, ask_where=True, language="en"):
    """A screen with one question about an engagement, bound to ``pairs``: what follows its name, and the value."""
    block = question("engagement", "Objective", required=True, most=most, ask_by=True, ask_where=ask_where)
    data = QueryDict(mutable=True)
    for part, value in pairs:
        data[f"{name(block)}{part}"] = value
    with translation.override(language):
        form = Journey(unsaved_form(section("What", block)).body, {}).form(1, data)
        form.is_valid()
    return form, block


def stored(*pairs, **options):
    form, block = form_with(*pairs, **options)
    assert form.errors == {}
    return form.values[block["id"]]


def refused_at(*pairs, **options):
    form, block = form_with(*pairs, **options)
    return [field.removeprefix(name(block)) for field in form.errors]


def test_an_everyday_action_is_counted_in_its_indicator():
    said = stored(("", "do:hedge"), ("-quantity", "120"), ("-unit", "m"))
    assert said == [{"indicator": "km", "quantity": "0.12", "action": "hedge", "unit": "m"}]


def test_it_is_read_back_in_the_words_that_were_chosen():
    form, _block = form_with(
        ("", "do:hedge"), ("-quantity", "120"), ("-unit", "m"), ("-by", "2027"), ("-where", "Yard")
    )
    (row,) = form.rows_as_typed
    assert row.text.splitlines() == [
        "Plant a hedge",
        "Connections",
        "Landscape elements",
        "120 m (0.12 km)",
        "by 2027",
        "Yard",
    ]


def test_actions_stand_before_indicators_in_the_list_of_their_objective():
    form, block = form_with()
    page = str(form[name(block)])
    assert page.index("Connections") < page.index("Plant a hedge (km)") < page.index("km · Landscape elements")


@pytest.mark.parametrize("bad", ["do:", "do:unknown", "hedge", "do:hedge ", "do:" + "x" * 10000])
def test_an_unknown_action_is_refused(bad):
    assert refused_at(("", bad)) == [""]


def test_several_objectives_fit_into_one_question():
    said = stored(("", "ha"), ("-quantity", "2"), ("-2", "do:hedge"), ("-3", "t"), ("-3-by", "2028"))
    assert [each["indicator"] for each in said] == ["ha", "km", "t"]
    assert said[2]["by"] == 2028


def test_a_gap_between_them_closes():
    assert [each["indicator"] for each in stored(("", "ha"), ("-3", "km"))] == ["ha", "km"]


def test_more_than_the_form_allows_are_not_read():
    assert len(stored(("", "ha"), ("-2", "km"), most=1)) == 1


def test_the_same_indicator_is_named_once_whatever_words_were_chosen():
    assert refused_at(("", "do:hedge"), ("-2", "km")) == ["-2"]


def test_a_quantity_without_an_objective_is_refused_in_every_row():
    assert refused_at(("", "ha"), ("-2-quantity", "3")) == ["-2"]


def test_a_number_outside_what_is_usual_is_asked_about_once():
    assert refused_at(("", "ha"), ("-quantity", "101")) == ["-quantity"]
    assert refused_at(("", "ha"), ("-quantity", "5"), ("-unit", "m2")) == ["-quantity"]
    said = stored(("", "ha"), ("-quantity", "101"), ("-sure", "ha:101"))
    assert said == [{"indicator": "ha", "quantity": "101", "sure": True}]
    assert stored(("", "ha"), ("-quantity", "100"))
    assert stored(("", "ha"), ("-quantity", "0"))


def test_the_box_to_confirm_is_there_when_the_number_is_doubted_and_only_then():
    for quantity, parts in (("101", 5), ("99", 4)):
        form, _block = form_with(("", "ha"), ("-quantity", quantity))
        (shown,) = form.shown_questions
        assert len(shown.contributions[0].parts) == parts


def test_a_confirmed_number_stays_confirmed_on_the_way():
    form, block = form_with(("", "ha"), ("-quantity", "101"), ("-sure", offered_tick(("", "ha"), ("-quantity", "101"))))
    body = unsaved_form(section("What", block)).body
    with translation.override("en"):
        journey = Journey(body, form.values)
        assert journey.first_incomplete is None
        (shown,) = journey.form(1).shown_questions
        assert "checked" in str(shown.contributions[0].parts[-1])


def offered_tick(*pairs):
    """What the box that confirms the number sends, as it stands unticked in the page after a doubt."""
    form, _block = form_with(*pairs)
    (shown,) = form.shown_questions
    box = str(shown.contributions[0].parts[-1])
    assert "checked" not in box
    return re.search(r'value="([^"]+)"', box)[1]


def test_a_number_that_was_confirmed_says_nothing_of_another_one():
    tick = ("-sure", offered_tick(("", "ha"), ("-quantity", "5000")))
    assert stored(("", "ha"), ("-quantity", "5000"), tick)[0]["sure"]
    # The same amount in the small unit is the same number.
    assert stored(("", "ha"), ("-quantity", "50000000"), ("-unit", "m2"), tick)[0]["quantity"] == "5000"
    assert refused_at(("", "ha"), ("-quantity", "500000"), tick) == ["-quantity"]
    again = offered_tick(("", "ha"), ("-quantity", "500000"), tick)
    assert stored(("", "ha"), ("-quantity", "500000"), ("-sure", again))[0]["quantity"] == "500000"
    # Where nothing is unusual, no tick is kept.
    assert "sure" not in stored(("", "ha"), ("-quantity", "50"), tick)[0]


def test_a_tick_reads_as_its_words():
    form, _block = form_with(("", "ha"), ("-quantity", "500000"), ("-sure", "ha:5000"))
    (row,) = form.rows_as_typed
    assert row.text.splitlines()[1:] == ["500000", "Yes, this number is right"]


@pytest.mark.parametrize(
    ("part", "typed", "named"), [("by", "2028", "“By which year?”"), ("where", "Yard", "“Where?”")]
)
def test_what_was_filled_in_without_a_choice_is_named(part, typed, named):
    form, block = form_with(("", "ha"), (f"-2-{part}", typed))
    (sentence,) = form.errors[f"{name(block)}-2"]
    assert named in sentence
    assert "quantity" not in sentence


def test_not_being_sure_is_said_once():
    assert refused_at(("", "unsure"), ("-2", "ha"), ("-3", "unsure")) == ["-3"]


@pytest.mark.parametrize("bad", ["27", "soon", "1899", "2500", "2027.5", "１０", "9" * 5000])
def test_a_year_that_is_none_is_refused_at_its_own_field(bad):
    assert refused_at(("", "ha"), ("-by", bad)) == ["-by"]


def test_the_place_of_one_contribution_has_an_end():
    assert refused_at(("", "ha"), ("-where", "x" * 161)) == ["-where"]
    assert "where" not in stored(("", "ha"), ("-where", "Yard"), ask_where=False)[0]


def test_who_is_not_sure_may_name_a_second_one_all_the_same():
    said = stored(("", "unsure"), ("-2", "ha"))
    assert [each["indicator"] for each in said] == [None, "ha"]


def test_each_becomes_a_contribution_of_its_own(client):
    ActorKindFactory(code="citizen")
    asked = needed_questions()
    asked["engagement"]["value"] |= {"most": 3, "ask_by": True, "ask_where": True}
    pages = join_pages(published_form(section("All", *asked.values())), languages=("nl",))
    field = name(asked["engagement"])
    data = {
        name(asked["title"]): "Haag en overschotten",
        field: "do:hedge",
        f"{field}-quantity": "1.500",
        f"{field}-unit": "m",
        f"{field}-where": "Achter de school",
        f"{field}-2": "t",
        f"{field}-2-quantity": "2,5",
        f"{field}-2-by": "2028",
        name(asked["actor_kind"]): "citizen",
        name(asked["email"]): "an@example.org",
    }
    response = post(client, f"/nl/pledge/start/{pages['nl'].pk}/", data)
    assert "1.500 m (1,5 km)" in client.get(response.url).content.decode()
    send(client, response.url)
    hedge, food = Contribution.objects.order_by("pk")
    assert (hedge.indicator.code, hedge.declared, hedge.place) == ("km", Decimal("1.5"), "Achter de school")
    assert (food.declared, food.by_year, food.first_year) == (Decimal("2.5"), 2028, 2028)
    assert Pledge.objects.get().contributions.count() == 2


def test_a_form_that_asks_for_less_today_keeps_what_was_sent_under_the_old_one():
    said = [
        {"indicator": "ha", "quantity": "2", "by": 2028, "where": "Yard"},
        {"indicator": "km", "quantity": "1", "action": "hedge"},
    ]
    block = question("engagement", "Objective", required=True, most=1, ask_by=False, ask_where=False)
    with translation.override("en"):
        journey = Journey(unsaved_form(section("What", block)).body, {block["id"]: said})
        assert journey.first_incomplete is None
        form = journey.stored_form(1)
        assert form.is_valid()
        assert form.values[block["id"]] == said


def test_an_action_that_staff_counted_elsewhere_meanwhile_is_asked_about_again():
    block = question("engagement", "Objective", required=True)
    body = unsaved_form(section("What", block)).body
    said = [{"indicator": "km", "quantity": "1", "action": "hedge"}]
    with translation.override("en"):
        assert Journey(body, {block["id"]: said}).first_incomplete is None
        EverydayAction.objects.update(indicator=Indicator.objects.get(code="ha"))
        assert Journey(body, {block["id"]: said}).first_incomplete == 1
        Indicator.objects.filter(code="km").delete()
        assert Journey(body, {block["id"]: said}).first_incomplete == 1
