"""Back to the screen before: what stands on the one that is left is kept, finished or not."""

import pytest
from bs4 import BeautifulSoup

from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    option_ids,
    post,
    published_form,
    question,
    section,
    when,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def _lists():
    ActorKindFactory(code="citizen", label="Citizen")
    IndicatorFactory(objective=ObjectiveFactory(code="A1-1"), code="ha")


@pytest.fixture
def asked():
    return needed_questions() | {"trees": question("number", "Trees")}


def second_screen(client, asked, *sections):
    form = published_form(
        section("What", asked["title"], asked["engagement"]),
        *(sections or [section("Who", asked["actor_kind"], asked["email"], asked["trees"])]),
    )
    page = join_pages(form, ("en",))["en"]
    first = {name(asked["title"]): "A pond", name(asked["engagement"]): "ha"}
    return post(client, f"/en/pledge/start/{page.pk}/", first).url


def test_what_is_half_typed_stands_there_again(client, asked):
    second = second_screen(client, asked)
    typed = {name(asked["actor_kind"]): "citizen", name(asked["email"]): "an@", name(asked["trees"]): "a few"}
    back = post(client, second, {**typed, "back": "1"})
    assert back.status_code == 303
    assert back.url == second.replace("/2/", "/1/")
    first = client.get(back.url).content.decode()
    assert 'value="A pond"' in first
    again = post(client, back.url, {name(asked["title"]): "A big pond", name(asked["engagement"]): "ha"})
    assert again.url == second
    shown = BeautifulSoup(client.get(second).content, "html.parser")
    assert shown.find(attrs={"name": name(asked["actor_kind"]), "value": "citizen"}).has_attr("checked")
    assert shown.find(attrs={"name": name(asked["email"])})["value"] == "an@"
    assert shown.find(attrs={"name": name(asked["trees"])})["value"] == "a few"
    assert not shown.select(".error-summary")


def test_a_finished_screen_is_finished(client, asked):
    second = second_screen(client, asked)
    typed = {name(asked["actor_kind"]): "citizen", name(asked["email"]): "an@example.org", name(asked["trees"]): "3"}
    back = post(client, second, {**typed, "back": "1"}).url
    again = post(client, back, {name(asked["title"]): "A big pond", name(asked["engagement"]): "ha"})
    assert again.url == second.replace("/2/", "/check/")
    assert "an@example.org" in client.get(again.url).content.decode()


def test_enter_goes_on_and_the_first_screen_has_nothing_before_it(client, asked):
    second = second_screen(client, asked)
    buttons = BeautifulSoup(client.get(second).content, "html.parser").select("form.form button")
    # A browser presses the first button of a form on Enter.
    assert [button.get("name") for button in buttons] == [None, "back", "later"]
    first = client.get(second.replace("/2/", "/1/")).content.decode()
    assert 'name="back"' not in first
    forged = post(client, second.replace("/2/", "/1/"), {name(asked["title"]): "Pools", "back": "1"})
    assert forged.url == second.replace("/2/", "/1/")
    assert 'value="Pools"' in client.get(forged.url).content.decode()


def test_it_passes_over_a_screen_that_the_answers_hide(client, asked):
    wants = question("one_of", "Wants", options=("Yes", "No"))
    asked["wants"] = wants
    hidden = section("Hidden", asked["trees"], shown_when=when(wants, "equals", option_ids(wants)[0]))
    second = second_screen(
        client, asked, section("Wants", wants), hidden, section("Who", asked["actor_kind"], asked["email"])
    )
    fourth = post(client, second, {name(wants): option_ids(wants)[1]}).url
    assert fourth == second.replace("/2/", "/4/")
    assert post(client, fourth, {"back": "1"}).url == second
