"""Finding an objective by a word, in a list longer than a screen."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.join_path import PHONE
from tests.support.servers import ROOT

pytestmark = pytest.mark.e2e
FOUND = 12


def source(path: str) -> str:
    return (Path(ROOT) / "static" / path).read_text()


@pytest.fixture
def phone(browser: Browser):
    """A page with the question alone, as its template writes it."""
    context = browser.new_context(viewport=PHONE)
    page = context.new_page()
    options = "".join(f'<option value="{number}">Pond {number}</option>' for number in range(FOUND))
    page.set_content(
        f"<style>{source('css/tokens.css')}{source('css/forms.css')}</style><script>{source('js/engagement.js')}</script>"
        '<div class="find" data-find="what" data-none="Nothing" data-some="Found: {count}">'
        '<label for="find">Find it</label><input id="find" type="search"><p role="status"></p>'
        '<ul class="find__results"></ul></div>'
        f'<label for="what">Objective</label><select id="what" name="what"><option value=""></option>{options}</select>'
    )
    yield page
    context.close()


def test_all_that_was_found_can_be_reached_and_chosen_by_keyboard(phone: Page):
    phone.get_by_label("Find it").press_sequentially("pond")
    expect(phone.get_by_role("status")).to_have_text(f"Found: {FOUND}")
    expect(phone.get_by_role("listitem")).to_have_count(FOUND)
    expect(phone.get_by_role("button").last).not_to_be_in_viewport()
    for _result in range(FOUND):
        phone.keyboard.press("Tab")
    expect(phone.get_by_role("button").last).to_be_focused()
    expect(phone.get_by_role("button").last).to_be_in_viewport(ratio=1)
    phone.keyboard.press("Enter")
    expect(phone.get_by_label("Objective")).to_have_value(f"{FOUND - 1}")


def test_the_list_leaves_the_question_in_reach(phone: Page):
    phone.get_by_label("Find it").press_sequentially("pond")
    assert phone.get_by_role("list").bounding_box()["height"] < phone.viewport_size["height"]
