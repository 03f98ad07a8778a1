"""The main path by keyboard alone: every stop is seen, in reading order, and none is a trap."""

from __future__ import annotations

from itertools import pairwise

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.join_path import (
    ENGLISH,
    LANGUAGES,
    LAPTOP,
    NAME,
    OBJECTIVE,
    ORGANISATION,
    PHONE,
    TITLE,
    assert_accessible,
)
from tests.support.keyboard import Keyboard

pytestmark = pytest.mark.e2e

# Everything that Tab should lead to; of a group of radio buttons, one.
REACHABLE = """() => {
    const groups = new Set();
    return [...document.querySelectorAll("a[href], button, input, select, textarea, summary, [tabindex='0']")]
        .filter(element => element.checkVisibility({contentVisibilityAuto: true}) && !element.disabled)
        .filter(element => element.type !== "hidden" && !element.closest("[aria-hidden='true']"))
        .filter(element => element.type !== "radio" || !groups.has(element.name) && groups.add(element.name))
        .length;
}"""


@pytest.fixture
def open_page(browser: Browser):
    """Opens an address in a window of the given size and hands the keyboard over."""
    contexts = []

    def start(address: str, viewport: dict[str, int]) -> tuple[Page, Keyboard]:
        contexts.append(browser.new_context(viewport=viewport, locale="en-GB"))
        page = contexts[-1].new_page()
        page.goto(address)
        return page, Keyboard(page)

    yield start
    for context in contexts:
        context.close()


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_from_home_to_received_on_a_phone(live_site, open_page, words):
    page, keyboard = open_page(f"{live_site.base_url}/{words.language}/", PHONE)

    # The skip link comes first and leads past the menu.
    assert keyboard.next().name == words.skip
    keyboard.press("Enter")
    assert keyboard.next().in_main

    # Over a story where they are told, which is in English so far.
    if words is ENGLISH:
        keyboard.follow("Wolvenberg", within_main=True)
        expect(page.get_by_role("heading", level=1, name="Wolvenberg")).to_be_visible()
    keyboard.follow(words.join, within_main=True)
    assert_accessible(page)

    # An answer is missing: the summary has the focus, and its link leads to the question.
    keyboard.type_into(words.title, TITLE)
    with page.expect_navigation():
        keyboard.press("Enter")
    expect(page.get_by_role("alert")).to_be_focused()
    expect(page.get_by_role("alert")).to_be_in_viewport()
    assert_accessible(page)
    mistake = keyboard.next()
    assert mistake.tag == "a"
    keyboard.press("Enter")
    expect(page.get_by_label(words.objective)).to_be_focused()
    expect(page.get_by_text(words.objective).last).to_be_in_viewport()
    assert keyboard.look().name.startswith(words.objective)
    page.keyboard.press("Shift+Tab")
    keyboard.choose(words.objective, OBJECTIVE)
    keyboard.type_into(words.quantity, words.two_and_a_half)
    keyboard.type_into(words.place, "Genk")
    keyboard.follow(words.go_on)

    # The same on the second screen, where the question is a group of radio buttons.
    keyboard.follow(words.go_on)
    expect(page.get_by_role("alert")).to_be_focused()
    keyboard.next()
    keyboard.press("Enter")
    first = keyboard.look()
    assert first.type == "radio"
    expect(page.locator("legend", has_text=words.actor_kind)).to_be_in_viewport()
    page.keyboard.press("Shift+Tab")
    keyboard.check(first.name, words.school)
    # A question that this answer opens, among mistakes.
    expect(page.get_by_label(words.organisation)).to_be_visible()
    assert_accessible(page)
    keyboard.type_into(words.organisation, ORGANISATION)
    keyboard.type_into(words.name, NAME)

    # Back and forth: what was typed stays.
    keyboard.follow(words.back)
    expect(page.get_by_label(words.title)).to_have_value(TITLE)
    keyboard.follow(words.go_on)
    expect(page.get_by_label(words.school)).to_be_checked()
    expect(page.get_by_label(words.organisation)).to_have_value(ORGANISATION)
    expect(page.get_by_label(words.name)).to_have_value(NAME)
    # Several of one address in a day would be held back.
    keyboard.type_into(words.email, f"keys-{words.language}@example.org")
    keyboard.follow(words.go_on)

    # Change one answer from the check page, which advises to add a year; come back and send.
    expect(page.get_by_role("complementary").get_by_role("listitem")).to_have_count(1)
    assert_accessible(page)
    keyboard.follow(f"{words.change}: {words.place}")
    expect(page.get_by_label(words.place)).to_be_in_viewport()
    keyboard.follow(words.go_on)
    keyboard.follow(words.send)
    expect(page.get_by_role("heading", level=1, name=words.received)).to_be_visible()
    assert_accessible(page)


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/en/green-blue-network/urban-and-peri-urban-areas/",
        "/en/stories/",
        "/en/stories/wolvenberg/",
        "/en/join/",
        "/en/search/?q=water",
    ],
)
def test_every_stop_of_a_page_is_seen_in_reading_order(live_site, open_page, address):
    page, keyboard = open_page(live_site.base_url + address, PHONE)
    wanted = page.evaluate(REACHABLE)

    stops = keyboard.all_stops()

    assert len(stops) == wanted
    for before, after in pairwise(stops[1:]):  # the skip link lies above the page
        beside = after.box[0] >= before.box[0] and after.box[1] >= before.box[1] - 24
        below = after.box[1] >= before.box[1]
        assert below or beside, f"“{after.name}” comes after “{before.name}” but stands before it"


def test_the_menu_of_a_phone_opens_and_closes(live_site, open_page):
    page, keyboard = open_page(f"{live_site.base_url}/en/", PHONE)
    menu = page.locator(".disclosure--menu")
    keyboard.go_to("Menu")
    keyboard.press("Enter")
    expect(menu).to_have_attribute("open", "")
    entry = keyboard.next()
    assert entry.tag == "a"
    expect(menu.get_by_role("link").first).to_be_focused()
    assert keyboard.next("Shift+Tab").name == "Menu"
    keyboard.press("Space")
    expect(menu).not_to_have_attribute("open", "")

    keyboard.press("Enter")
    keyboard.follow("Nederlands")
    expect(page.locator("html")).to_have_attribute("lang", "nl")


def test_the_language_menu_of_a_laptop_opens_and_closes(live_site, open_page):
    page, keyboard = open_page(f"{live_site.base_url}/en/", LAPTOP)
    languages = page.locator(".disclosure--languages")
    keyboard.go_to("Language: English")
    keyboard.press("Space")
    expect(languages).to_have_attribute("open", "")
    keyboard.press("Enter")
    expect(languages).not_to_have_attribute("open", "")
    keyboard.press("Enter")
    keyboard.follow("Français")
    expect(page.locator("html")).to_have_attribute("lang", "fr")
