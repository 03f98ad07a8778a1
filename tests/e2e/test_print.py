"""A story on paper: its words and facts, on few sheets, without what only works on a screen."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, expect

from tests.support.join_path import LAPTOP

pytestmark = pytest.mark.e2e


@pytest.fixture
def page(browser: Browser, live_site):
    context = browser.new_context(viewport=LAPTOP, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_site.base_url}/en/stories/wolvenberg/")
    yield page
    context.close()


def test_what_is_printed(page):
    page.emulate_media(media="print")
    for heading in ("Wolvenberg", "Key facts", "Who took part"):
        expect(page.get_by_role("heading", name=heading, exact=True)).to_be_visible()
    for part in (".breadcrumbs", ".site-header__wide", ".join-band", ".next-story", ".site-footer", ".button"):
        assert not any(element.is_visible() for element in page.locator(part).all()), part


def test_a_story_takes_three_sheets_at_most(page):
    page.wait_for_load_state("networkidle")
    sheets = page.pdf(format="A4").count(b"/Type /Page\n")
    assert 1 <= sheets <= 3
