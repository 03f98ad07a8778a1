"""What people see first, and how the text of a story runs."""

from __future__ import annotations

import pytest

from tests.pages.look import open_window

pytestmark = pytest.mark.pages

PHONE_WIDTH = 360
LONGEST_LINE = 75
SHORTEST_LINE = 30
# The number of characters on each line of a paragraph, as the browser broke it; the last line is left out.
LINES = """() => [...document.querySelectorAll(".story__text .stream .prose p")].flatMap((paragraph) => {
    const lines = new Map();
    const walker = document.createTreeWalker(paragraph, NodeFilter.SHOW_TEXT);
    for (let node = walker.nextNode(); node; node = walker.nextNode()) {
        for (let index = 0; index < node.length; index++) {
            const range = document.createRange();
            range.setStart(node, index);
            range.setEnd(node, index + 1);
            const box = range.getBoundingClientRect();
            // Bold or small words sit a little higher or lower on the same line.
            const line = [...lines.keys()].find((bottom) => Math.abs(bottom - box.bottom) < box.height / 2);
            if (box.width) lines.set(line ?? box.bottom, (lines.get(line) ?? 0) + 1);
        }
    }
    return [...lines.values()].slice(0, -1);
})"""


@pytest.fixture
def phone(browser):
    context = open_window(browser, PHONE_WIDTH, "light")
    yield context.new_page()
    context.close()


@pytest.mark.parametrize("language", ["en", "nl", "fr", "de"])
def test_the_first_view_says_who_what_and_how_to_join(phone, site, language):
    phone.goto(f"{site}/{language}/")
    hero = phone.locator(".hero")
    for part in (hero.locator("h1"), hero.locator(".hero__tagline"), hero.locator(".actions .button").first):
        box = part.bounding_box()
        assert box["y"] + box["height"] <= phone.viewport_size["height"]
        assert part.inner_text().strip()


@pytest.mark.parametrize("path", ["/en/", "/en/stories/", "/en/green-blue-network/"])
def test_every_card_has_picture_label_and_title(phone, site, path):
    phone.goto(f"{site}{path}")
    cards = phone.locator("article.card").all()
    assert cards
    for card in cards:
        assert card.locator(".card__picture img, .card__picture svg").count() == 1
        assert card.locator(".label").inner_text().strip()
        assert card.locator(".card__title").inner_text().strip()


@pytest.mark.parametrize("width", [1280, 1440])
@pytest.mark.parametrize("story", ["wolvenberg", "kanaal", "micro-forests"])
def test_lines_of_a_story_are_neither_short_nor_long(browser, site, width, story):
    context = open_window(browser, width, "light")
    page = context.new_page()
    page.goto(f"{site}/en/stories/{story}/")
    page.evaluate("document.fonts.ready")
    lines = page.evaluate(LINES)
    context.close()
    assert lines
    assert max(lines) <= LONGEST_LINE
    assert min(lines) >= SHORTEST_LINE
