"""A member stops, comes back in another browser by the link of a mail, finishes, tells more and withdraws."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.join_path import (
    ENGLISH,
    PHONE,
    assert_accessible,
    assert_fits,
    fill_what_and_where,
    fill_who_you_are,
)
from tests.support.mail_folder import link_in_mail

pytestmark = pytest.mark.e2e

MEMBER = "come.back@example.org"


@pytest.fixture
def new_browser(browser: Browser):
    contexts = []

    def open_one() -> Page:
        contexts.append(browser.new_context(viewport=PHONE, java_script_enabled=not contexts, locale="en-GB"))
        return contexts[-1].new_page()

    yield open_one
    for context in contexts:
        context.close()


def test_saved_on_one_device_and_finished_on_another(live_site, new_browser):
    first = new_browser()
    first.goto(f"{live_site.base_url}/en/join/")
    fill_what_and_where(first, ENGLISH)
    first.get_by_label(ENGLISH.name).fill("An")
    first.get_by_role("button", name="Save and finish later").click()
    expect(first.get_by_role("heading", level=1, name="Finish later")).to_be_visible()
    assert_accessible(first)
    first.get_by_label(ENGLISH.email).fill("nobody")
    first.get_by_role("button", name="Send me the link").click()
    expect(first.get_by_role("alert")).to_be_visible()
    first.get_by_label(ENGLISH.email).fill(MEMBER)
    first.get_by_role("button", name="Send me the link").click()
    expect(first.get_by_role("heading", level=1, name="The link is on its way")).to_be_visible()
    assert_accessible(first)

    # Another device, with script switched off.
    second = new_browser()
    second.goto(link_in_mail(live_site.mail_folder, "resume", MEMBER))
    assert_fits(second)
    expect(second.get_by_text("2.5 ha")).to_be_visible()
    second.get_by_role("button", name="Go on").click()
    expect(second.get_by_label(ENGLISH.name)).to_have_value("An")
    fill_who_you_are(second, ENGLISH)
    second.get_by_role("link", name=ENGLISH.email).click()
    second.get_by_label(ENGLISH.email).fill(MEMBER)
    second.get_by_role("button", name=ENGLISH.go_on).click()
    second.get_by_role("button", name=ENGLISH.send).click()
    expect(second.get_by_role("heading", level=1, name=ENGLISH.received)).to_be_visible()

    third = new_browser()
    third.goto(link_in_mail(live_site.mail_folder, "confirm", MEMBER))
    assert_fits(third)
    third.get_by_role("button", name="Yes, it is mine").click()
    expect(third.get_by_role("heading", level=1, name="Your e-mail address is confirmed")).to_be_visible()

    first.goto(link_in_mail(live_site.mail_folder, "mine", MEMBER))
    assert_accessible(first)
    first.get_by_role("button", name="Tell us more").click()
    expect(first.get_by_role("heading", level=1, name="More about it")).to_be_visible()
    assert_accessible(first)
    first.get_by_label("Who takes part?").fill("The neighbours")
    first.get_by_role("button", name=ENGLISH.go_on).click()
    expect(first.get_by_role("heading", level=1, name="Pictures")).to_be_visible()
    assert_accessible(first)
    first.get_by_role("button", name=ENGLISH.go_on).click()
    first.get_by_role("button", name=ENGLISH.send).click()
    expect(first.get_by_text("Your changes are saved with your engagement.")).to_be_visible()
    assert_accessible(first)

    third.goto(link_in_mail(live_site.mail_folder, "mine", MEMBER))
    expect(third.get_by_text("The neighbours")).to_be_visible()
    third.get_by_text("Withdraw the engagement").click()
    third.get_by_role("button", name="Yes, withdraw it").click()
    expect(third.get_by_text("Your engagement is withdrawn.")).to_be_visible()
