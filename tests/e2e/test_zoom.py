"""A window of 1280 by 1024 at 400 %, and letters of twice the size: all is there, nothing runs out of the window."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.join_path import (
    ENGLISH,
    LAPTOP,
    PHONE,
    TITLE,
    assert_fits,
    fill_what_and_where,
    fill_who_you_are,
)

pytestmark = pytest.mark.e2e

# What a browser makes of 1280 by 1024 pixels at 400 %.
ZOOMED = {"width": 320, "height": 256}
ADDRESSES = [
    "/en/",
    "/en/green-blue-network/urban-and-peri-urban-areas/",
    "/en/stories/",
    "/en/stories/wolvenberg/",
    "/en/join/",
    "/en/about/",
]
# Text that is cut off by a box around it. A teaser on a card is shortened on purpose and ends in an ellipsis.
CUT_OFF = """() => [...document.querySelectorAll("body *")].filter(element => {
    const style = getComputedStyle(element);
    const cuts = [style.overflowX, style.overflowY].some(value => value === "hidden" || value === "clip");
    if (!cuts || !element.innerText?.trim() || !element.checkVisibility()) return false;
    if (element.closest(".visually-hidden") || style.webkitLineClamp !== "none") return false;
    return element.scrollWidth > element.clientWidth + 1 || element.scrollHeight > element.clientHeight + 1;
}).map(element => element.outerHTML.slice(0, 160))"""


@pytest.fixture
def zoomed(browser: Browser):
    context = browser.new_context(viewport=ZOOMED, device_scale_factor=4, locale="en-GB")
    yield context.new_page()
    context.close()


def test_from_home_to_received(live_site, zoomed: Page):
    zoomed.goto(f"{live_site.base_url}/en/")
    assert_fits(zoomed)
    zoomed.locator(".disclosure--menu summary").click()
    last = zoomed.locator(".disclosure--menu").get_by_role("link").last
    last.scroll_into_view_if_needed()
    expect(last).to_be_in_viewport()
    assert_fits(zoomed)
    zoomed.locator(".disclosure--menu summary").click()
    zoomed.get_by_role("main").get_by_role("link", name="Wolvenberg").first.click()
    expect(zoomed.get_by_role("heading", level=1, name="Wolvenberg")).to_be_visible()
    assert_fits(zoomed)
    zoomed.get_by_role("main").get_by_role("link", name="Join us").last.click()
    assert_fits(zoomed)
    zoomed.get_by_label(ENGLISH.title).fill(TITLE)
    zoomed.get_by_role("button", name=ENGLISH.go_on).click()
    expect(zoomed.get_by_role("alert")).to_be_in_viewport()
    assert_fits(zoomed)
    zoomed.get_by_role("alert").get_by_role("link").click()
    expect(zoomed.get_by_label(ENGLISH.objective)).to_be_in_viewport()
    fill_what_and_where(zoomed, ENGLISH)
    assert_fits(zoomed)
    fill_who_you_are(zoomed, ENGLISH)
    assert_fits(zoomed)
    zoomed.get_by_role("button", name=ENGLISH.send).click()
    expect(zoomed.get_by_role("heading", level=1, name=ENGLISH.received)).to_be_visible()
    assert_fits(zoomed)


@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_letters_of_twice_the_size_are_not_cut_off(live_site, browser: Browser, viewport):
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    # The reader's own setting, which media queries and rem follow.
    context.new_cdp_session(page).send("Page.setFontSizes", {"fontSizes": {"standard": 32}})
    for address in ADDRESSES:
        page.goto(live_site.base_url + address)
        assert page.evaluate("getComputedStyle(document.documentElement).fontSize") == "32px"
        assert_fits(page)
        assert page.evaluate(CUT_OFF) == [], address
    context.close()
