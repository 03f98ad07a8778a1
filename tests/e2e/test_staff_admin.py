"""The admin as staff see it in a browser: the checker of the site, and colours that can be read."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.faulty_content import SLUG
from tests.support.join_path import LAPTOP

pytestmark = pytest.mark.e2e

CONTRAST = {"runOnly": {"type": "rule", "values": ["color-contrast"]}}
ADDRESSES = ("/admin/", "/admin/inbox/", "/admin/pages/", "/admin/images/", "/admin/objectives/", "/admin/inbox/all/")


@pytest.fixture
def desk(browser: Browser, live_site):
    """Logs in in a window of light or dark colours."""
    contexts = []

    def log_in(scheme: str = "light") -> Page:
        contexts.append(browser.new_context(viewport=LAPTOP, color_scheme=scheme, locale="en-GB"))
        page = contexts[-1].new_page()
        page.goto(f"{live_site.base_url}/admin/login/")
        page.get_by_label("Username").fill("admin")
        page.get_by_label("Password").fill(live_site.admin_password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")
        return page

    yield log_in
    for context in contexts:
        context.close()


def findings(page: Page, address: str) -> list[str]:
    """What the checker in the userbar finds, in its own words."""
    page.goto(address)
    bar = page.locator("wagtail-userbar")
    bar.locator("#wagtail-userbar-trigger").click()
    expect(bar.locator("#checker-trigger [data-content-checker-count]")).to_have_text(re.compile(r"\d+"))
    bar.locator("#checker-trigger").click()
    return bar.locator("[data-content-checker-name]").all_inner_texts()


def test_the_checker_says_what_an_editor_got_wrong(live_site, desk):
    live_site.run("tests.support.faulty_content.write")
    found = findings(desk(), f"{live_site.base_url}/en/{SLUG}/")
    assert found.count("The alternative text does not describe the picture") == 2
    assert found.count("A heading skips a level") == 1
    assert len(found) == 3


@pytest.mark.parametrize("path", ["/en/", "/en/stories/wolvenberg/", "/nl/", "/en/green-blue-network/"])
def test_the_checker_has_nothing_against_the_demo_pages(live_site, desk, path):
    assert findings(desk(), f"{live_site.base_url}{path}") == []


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_colours_of_the_admin_can_be_read(live_site, desk, scheme):
    page = desk(scheme)
    for address in ADDRESSES:
        page.goto(f"{live_site.base_url}{address}")
        page.wait_for_load_state("networkidle")
        violations = Axe().run(page, options=CONTRAST).response["violations"]
        faults = [node["html"] for violation in violations for node in violation["nodes"]]
        assert not faults, f"{address}: {faults}"


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_on_the_ledgers(live_site, desk, scheme):
    page = desk(scheme)
    for address in live_site.run("tests.support.ledger_rows.write"):
        page.goto(f"{live_site.base_url}{address}")
        page.wait_for_load_state("networkidle")
        violations = Axe().run(page).response["violations"]
        faults = [(violation["id"], node["html"]) for violation in violations for node in violation["nodes"]]
        assert not faults, f"{address}: {faults}"
