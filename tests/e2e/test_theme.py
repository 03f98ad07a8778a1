"""Light and dark: as the device says, or as the reader chose, from the first moment and without a cookie."""

from __future__ import annotations

import pytest
from playwright.sync_api import Page, expect

pytestmark = pytest.mark.e2e

GROUND = "getComputedStyle(document.body).backgroundColor"
LIGHT, DARK = "rgb(251, 250, 245)", "rgb(15, 23, 19)"


@pytest.fixture
def page(browser):
    """A reader whose device is set to light."""
    context = browser.new_context(color_scheme="light", locale="en-GB")
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def choose(page: Page, name: str) -> None:
    page.get_by_role("contentinfo").get_by_role("radio", name=name).check()


def test_a_choice_holds_on_every_page_from_the_first_moment(live_site, page):
    page.goto(f"{live_site.base_url}/en/")
    assert page.evaluate(GROUND) == LIGHT
    choose(page, "Dark")
    assert page.evaluate(GROUND) == DARK
    # Before the body exists the choice is already made.
    page.add_init_script(
        "new MutationObserver((_list, observer) => { if (document.body) {"
        " window.themeAtBody = document.documentElement.dataset.theme; observer.disconnect(); } })"
        ".observe(document, {childList: true, subtree: true});"
    )
    page.goto(f"{live_site.base_url}/nl/verhalen/")
    assert page.evaluate("window.themeAtBody") == "dark"
    assert page.evaluate(GROUND) == DARK
    expect(page.get_by_role("radio", name="Donker")).to_be_checked()


def test_the_device_decides_again_when_asked_to(live_site, page):
    page.goto(f"{live_site.base_url}/en/")
    choose(page, "Dark")
    choose(page, "As my device")
    page.reload()
    assert page.evaluate(GROUND) == LIGHT
    page.emulate_media(color_scheme="dark")
    assert page.evaluate(GROUND) == DARK


def test_two_open_pages_follow_one_choice(live_site, page):
    other = page.context.new_page()
    for each in (page, other):
        each.goto(f"{live_site.base_url}/en/")
    choose(page, "Dark")
    expect(other.get_by_role("radio", name="Dark")).to_be_checked()
    assert other.evaluate(GROUND) == DARK


def test_a_browser_without_storage_still_switches(live_site, page):
    page.add_init_script(
        "Object.defineProperty(window, 'localStorage', {get() { throw new DOMException('no', 'SecurityError'); }});"
    )
    errors = []
    page.on("pageerror", lambda error: errors.append(error))
    page.goto(f"{live_site.base_url}/en/")
    choose(page, "Dark")
    assert page.evaluate(GROUND) == DARK
    assert errors == []


def test_paper_stays_light(live_site, page):
    page.goto(f"{live_site.base_url}/en/")
    choose(page, "Dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_without_script_there_is_no_switch(live_site, browser):
    context = browser.new_context(java_script_enabled=False, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_site.base_url}/en/")
    expect(page.get_by_role("radio", name="Dark")).to_be_hidden()
    context.close()
