"""What a developer finds after the one command."""

import pytest
from playwright.sync_api import expect

pytestmark = pytest.mark.e2e


def test_printed_password_opens_the_admin(live_site, browser):
    page = browser.new_page()
    page.goto(f"{live_site.base_url}/admin/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(live_site.admin_password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url(f"{live_site.base_url}/admin/")

    expect(page.get_by_role("button", name="Pages")).to_be_visible()
    page.context.close()


def test_sent_mail_can_be_read(live_site, browser):
    page = browser.new_page()
    page.goto(f"{live_site.base_url}/dev/mail/")

    expect(page.get_by_role("heading", name="Sent mail")).to_be_visible()
    page.context.close()
