"""Content nobody had in mind while drawing the pages, and readers without pictures or with colours of their own."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.hard_content import PARTICIPANTS
from tests.support.join_path import LAPTOP, assert_accessible, assert_fits

pytestmark = pytest.mark.e2e

WIDTHS = (320, 1440)
# Elements that promise something and hold nothing, and sections of which the heading is all there is.
EMPTY = """() => [...document.querySelectorAll(
    "main :is(h1, h2, h3, h4, p, li, dt, dd, a, button, figcaption, summary, section)"
)].filter(element => {
    if (element.querySelector("img, svg, input, select, textarea")) return false;
    const text = element.textContent.replace(/\\s+/g, "");
    const headings = [...element.querySelectorAll("h2, h3")].map(heading => heading.textContent.replace(/\\s+/g, ""));
    return !text || element.matches("section") && text === headings.join("");
}).map(element => element.outerHTML.slice(0, 160))"""
# Every box that a picture is laid out in, with its place and size on the page.
BOXES = """() => [...document.querySelectorAll("main, main h2, .card, .hero__panel, .picture, footer")].map(element => {
    const box = element.getBoundingClientRect();
    return [box.left, box.top + scrollY, box.width, box.height].map(Math.round);
})"""


@pytest.fixture(scope="module")
def hard_site(live_site):
    """The demo site with an empty axis and stories that are bare, crowded, of long words and in Arabic."""
    live_site.run("tests.support.hard_content.write")
    return live_site


@pytest.fixture
def site_without_stories(live_site):
    """The demo site while no story is live."""
    live_site.run("tests.support.hard_content.hide_stories")
    yield live_site
    live_site.run("tests.support.hard_content.show_stories")


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(viewport=LAPTOP, locale="en-GB")
    yield context.new_page()
    context.close()


def assert_holds_at_every_width(page: Page, address: str) -> None:
    """The page fits, promises nothing that it does not hold, and has no finding of axe."""
    page.goto(address)
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": 900})
        assert_fits(page)
    assert page.evaluate(EMPTY) == [], address
    assert_accessible(page)


@pytest.mark.parametrize(
    "address",
    [
        "/en/nothing-here-yet/",
        "/en/stories/",
        "/en/stories/bare/",
        "/en/stories/long-words/",
        "/en/stories/crowd/",
        "/en/stories/arabic/",
        "/en/stories/aquafin-stormwater-service-buildings/",
    ],
)
def test_pages_hold_whatever_editors_enter(hard_site, page: Page, address):
    assert_holds_at_every_width(page, hard_site.base_url + address)


def test_a_crowd_is_there_and_opens(hard_site, page: Page):
    page.goto(f"{hard_site.base_url}/en/stories/crowd/")
    expect(page.get_by_text(f"Partner {PARTICIPANTS}", exact=True)).to_be_hidden()
    page.get_by_text("188 more participants").click()
    expect(page.get_by_text(f"Partner {PARTICIPANTS}", exact=True)).to_be_visible()


def test_a_quote_in_arabic_runs_from_the_right_and_the_page_does_not(hard_site, page: Page):
    page.goto(f"{hard_site.base_url}/en/stories/arabic/")
    assert page.locator("blockquote p").evaluate("quote => getComputedStyle(quote).direction") == "rtl"
    assert page.locator("main").evaluate("main => getComputedStyle(main).direction") == "ltr"


def test_pages_hold_before_the_first_story(site_without_stories, page: Page):
    objective = "/en/green-blue-network/urban-and-peri-urban-areas/"
    for address in ("/en/", "/en/green-blue-network/", objective, "/en/stories/"):
        assert_holds_at_every_width(page, site_without_stories.base_url + address)


@pytest.mark.parametrize("address", ["/en/", "/en/stories/", "/en/stories/wolvenberg/"])
def test_without_pictures_nothing_moves_and_their_words_stand_in(live_site, browser: Browser, address):
    boxes = []
    for pictures in (True, False):
        context = browser.new_context(viewport=LAPTOP)
        page = context.new_page()
        if not pictures:
            page.route("**/media/**", lambda route: route.abort())
        page.goto(live_site.base_url + address, wait_until="networkidle")
        boxes.append(page.evaluate(BOXES))
        first = page.locator("main img").first
        assert first.get_attribute("alt")
        expect(first).to_be_visible()
        context.close()
    assert boxes[0] == boxes[1]


def test_in_colours_of_the_readers_own_controls_and_progress_keep_their_shape(live_site, browser: Browser):
    context = browser.new_context(viewport=LAPTOP, forced_colors="active", locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_site.base_url}/en/green-blue-network/urban-and-peri-urban-areas/")
    edge = page.locator("main .button").first.evaluate(
        "button => [getComputedStyle(button).borderTopStyle, parseFloat(getComputedStyle(button).borderTopWidth)]"
    )
    assert edge[0] == "solid"
    assert edge[1] >= 1
    fill, track = (
        page.locator(f".progress-bar__{part}").first.evaluate("part => getComputedStyle(part).fill")
        for part in ("fill", "track")
    )
    assert fill != track

    page.goto(f"{live_site.base_url}/en/join/")
    field = page.get_by_role("textbox").first
    assert field.evaluate("field => getComputedStyle(field).borderTopStyle") == "solid"
    field.focus()
    assert field.evaluate("field => getComputedStyle(field).outlineStyle") == "solid"
    context.close()
