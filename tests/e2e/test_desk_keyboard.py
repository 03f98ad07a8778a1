"""A member of staff clears ten mixed cases with nothing but a keyboard."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.cases import MIXED
from tests.support.join_path import LAPTOP, assert_accessible

pytestmark = pytest.mark.e2e

MOST_STOPS = 150
# What is pressed on each of the ten, by its number.
DONE = {
    1: "Accept",
    2: "Decline",
    3: "Spam",
    4: "Accept",
    5: "Ask for changes",
    6: "Not spam",
    7: "Accept",
    8: "Decline",
    9: "Accept",
    10: "Spam",
}
FOCUSED = """() => {
    const element = document.activeElement;
    const label = element.labels?.[0]?.innerText ?? element.getAttribute("aria-label") ?? element.innerText;
    return {name: label.replace(/\\s+/g, " ").trim(), inMain: Boolean(element.closest("main"))};
}"""


class Hands:
    """On the keyboard alone."""

    def __init__(self, page: Page) -> None:
        self.page = page

    def go_to(self, name: str) -> None:
        """Press Tab until the stop in the page's main part whose name begins with ``name``."""
        passed = []
        for _count in range(MOST_STOPS):
            self.page.keyboard.press("Tab")
            stop = self.page.evaluate(FOCUSED)
            if stop["inMain"] and stop["name"].startswith(name):
                return
            passed.append(stop["name"])
        pytest.fail(f"“{name}” is not reached by Tab on {self.page.url}: {passed}")

    def press(self, name: str) -> None:
        """Go to a link or button and press Enter; come back when the next page is there."""
        self.go_to(name)
        with self.page.expect_event("load"):
            self.page.keyboard.press("Enter")

    def type_into(self, label: str, text: str) -> None:
        self.go_to(label)
        self.page.keyboard.type(text)

    def decide(self, move: str) -> None:
        """Make a move of the case at hand; what it asks for is typed in."""
        if move in ("Decline", "Ask for changes"):
            self.go_to(f"{move}…")
            self.page.keyboard.press("Enter")
            self.type_into("To the member", "Graag wat meer uitleg.")
            if move == "Decline":
                self.type_into("Reason", "Outside of what we count")
        self.press(move)


def test_ten_mixed_cases_are_cleared_by_keyboard_alone(live_site, browser: Browser):
    live_site.run("tests.support.cases.write_ten")
    context = browser.new_context(viewport=LAPTOP, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_site.base_url}/admin/login/")
    # The field for the name has the focus.
    page.keyboard.type("admin")
    page.keyboard.press("Tab")
    page.keyboard.type(live_site.admin_password)
    page.keyboard.press("Enter")
    page.wait_for_url("**/admin/")
    page.goto(f"{live_site.base_url}/admin/inbox/")
    assert_accessible(page)
    page.goto(f"{live_site.base_url}/admin/inbox/?q={MIXED.replace(' ', '+')}")
    hands = Hands(page)
    hands.press(f"{MIXED} 01")
    for number, move in DONE.items():
        expect(page.locator(".inbox-case__title")).to_have_text(f"{MIXED} {number:02}")
        hands.decide(move)
        if number == 6:
            # No more suspected it waits for a decision where it stood.
            hands.decide("Accept")
        hands.press("Next: " if number < 10 else "Back to the inbox")
    expect(page.locator("main tbody tr")).to_have_count(0)
    context.close()
