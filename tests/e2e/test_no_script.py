"""Everything a reader does works with script switched off, on a phone."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.join_path import ENGLISH, LANGUAGES, PHONE, TITLE, fill_what_and_where, fill_who_you_are

pytestmark = pytest.mark.e2e


@pytest.fixture
def phone(browser: Browser):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("words", LANGUAGES, ids=lambda words: words.language)
def test_from_home_to_received(live_site, phone: Page, words):
    phone.goto(f"{live_site.base_url}/{words.language}/")
    # Over a story where they are told, which is in English so far.
    if words is ENGLISH:
        phone.get_by_role("main").get_by_role("link", name="Wolvenberg").first.click()
        expect(phone.get_by_role("heading", level=1, name="Wolvenberg")).to_be_visible()
    phone.get_by_role("main").get_by_role("link", name=words.join).last.click()

    # The summary of what is missing leads to the question.
    phone.get_by_label(words.title).fill(TITLE)
    phone.get_by_role("button", name=words.go_on).click()
    expect(phone.get_by_role("alert")).to_be_in_viewport()
    phone.get_by_role("alert").get_by_role("link").click()
    expect(phone.get_by_label(words.objective)).to_be_in_viewport()
    expect(phone.get_by_label(words.title)).to_have_value(TITLE)

    fill_what_and_where(phone, words)
    # Several of one address in a day would be held back.
    fill_who_you_are(phone, words, f"no-script-{words.language}@example.org")
    expect(phone.get_by_text(f"{words.two_and_a_half} ha")).to_be_visible()
    phone.get_by_role("link", name=words.place).click()
    phone.get_by_label(words.place).fill("Bree")
    phone.get_by_role("button", name=words.go_on).click()
    expect(phone.get_by_text("Bree")).to_be_visible()
    phone.get_by_role("button", name=words.send).click()
    expect(phone.get_by_role("heading", level=1, name=words.received)).to_be_visible()


def test_the_menu_leads_to_pages_languages_and_search(live_site, phone: Page):
    phone.goto(f"{live_site.base_url}/en/stories/")
    menu = phone.locator(".disclosure--menu")
    expect(menu.get_by_role("link").first).to_be_hidden()
    menu.locator("summary").click()
    menu.get_by_role("link", name="Nederlands").click()
    expect(phone).to_have_url(f"{live_site.base_url}/nl/verhalen/")

    menu.locator("summary").click()
    menu.get_by_role("link", name="English").click()
    menu.locator("summary").click()
    menu.get_by_role("link", name="Search").click()
    phone.get_by_role("searchbox").fill("Wolvenberg")
    phone.get_by_role("main").get_by_role("button", name="Search").click()
    phone.get_by_role("main").get_by_role("link", name="Wolvenberg").first.click()
    expect(phone.get_by_role("heading", level=1, name="Wolvenberg")).to_be_visible()


def test_stories_are_filtered(live_site, phone: Page):
    phone.goto(f"{live_site.base_url}/en/stories/")
    everything = phone.locator("#results").inner_text()
    phone.get_by_label("Region").select_option("brussels")
    phone.get_by_role("button", name="Show").click()
    expect(phone.locator("#results")).not_to_have_text(everything)
    assert "region=" in phone.url
    phone.get_by_role("link", name="Show all").click()
    expect(phone.locator("#results")).to_have_text(everything)


def test_a_wrong_address_and_an_empty_search_show_the_way_on(live_site, phone: Page):
    phone.goto(f"{live_site.base_url}/en/there-is-nothing/")
    phone.get_by_role("searchbox").fill("zzzzzz")
    phone.get_by_role("main").get_by_role("button", name="Search").click()
    expect(phone.get_by_text("Nothing was found for “zzzzzz”.")).to_be_visible()
