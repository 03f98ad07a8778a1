"""A data request in a browser, from the case to the report, and what a person does by the link of a mail."""

from __future__ import annotations

import email
import re
import time
from email import policy

import pytest
from playwright.sync_api import Browser, Page, expect

from bbacms.dev_mail import END_OF_MESSAGE
from tests.support.join_path import LAPTOP, PHONE, assert_accessible, assert_fits
from tests.support.members_data import PERSON

pytestmark = pytest.mark.e2e

MAIL_LIMIT = 60  # seconds until the sender of a development site must have written the mail


@pytest.fixture
def case(live_site) -> str:
    number = live_site.run("tests.support.members_data.write_person")
    return f"{live_site.base_url}/admin/inbox/{number}/"


@pytest.fixture(params=["light", "dark"])
def desk(browser: Browser, live_site, request) -> Page:
    context = browser.new_context(viewport=LAPTOP, color_scheme=request.param, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_site.base_url}/admin/login/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(live_site.admin_password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    yield page
    context.close()


def assert_still_and_accessible(page: Page) -> None:
    """No finding of axe once nothing fades in any more: half seen, a message has no contrast."""
    page.evaluate("Promise.all(document.getAnimations().map((animation) => animation.finished))")
    assert_accessible(page)


def test_from_the_case_to_the_report(desk: Page, case):
    desk.goto(case)
    desk.get_by_role("heading", name="Personal data").click()
    desk.get_by_label("Keep it for longer, because").fill("A dispute")
    desk.get_by_role("button", name="Keep it").click()
    expect(desk.locator("#case-data")).to_contain_text("A dispute")
    assert_still_and_accessible(desk)
    desk.get_by_role("button", name="Let it go after its time").click()
    desk.get_by_role("heading", name="Personal data").click()
    desk.get_by_role("button", name="Everything about this person").click()

    expect(desk.get_by_role("heading", name=f"Held about {PERSON}")).to_be_visible()
    assert PERSON not in desk.url
    expect(desk.get_by_role("link", name="Een weide van twee")).to_be_visible()
    assert_still_and_accessible(desk)
    with desk.expect_download() as download:
        desk.get_by_role("button", name="Download everything").click()
    assert download.value.suggested_filename.endswith(".zip")

    desk.get_by_role("radio", name="It is withdrawn").first.check()
    desk.get_by_label("I have read what will go.").check()
    desk.get_by_role("button", name="Erase").click()
    expect(desk.get_by_text("It is erased. This is the report.")).to_be_visible()
    expect(desk.locator("main")).to_contain_text("withdrawn, without a name")
    assert PERSON not in desk.content()
    assert_still_and_accessible(desk)
    desk.goto(case)
    expect(desk.locator("#case-data")).to_contain_text("erased at the wish of the member")
    assert_still_and_accessible(desk)


def link_in_mail(folder) -> str:
    """The newest link to what is held about the person, as soon as the mail is there."""
    end = time.monotonic() + MAIL_LIMIT
    while time.monotonic() < end:
        sources = [part for file in folder.glob("*.log") for part in file.read_bytes().split(END_OF_MESSAGE)[:-1]]
        mails = [email.message_from_bytes(source, policy=policy.default) for source in sources]
        for mail in mails:
            found = re.search(r"http://\S+/pledge/my-data/\S+/", mail.get_body(("plain",)).get_content())
            if mail["To"] == PERSON and found:
                return found.group()
        time.sleep(0.5)
    raise AssertionError("no mail with the link")


@pytest.mark.usefixtures("case")
def test_a_person_does_it_alone_on_a_phone_without_script(browser: Browser, live_site):
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="nl-BE")
    phone = context.new_page()
    phone.goto(f"{live_site.base_url}/nl/privacyverklaring/")
    phone.locator("main a[href*='my-data']").first.click()
    phone.locator("main input[type=email]").fill(PERSON.upper())
    phone.locator("main form button").click()
    assert_fits(phone)

    phone.goto(link_in_mail(live_site.mail_folder))
    expect(phone.locator("main")).to_contain_text("Een haag met een naam")
    assert_fits(phone)
    phone.locator("main a[href*='erase']").first.click()
    phone.locator("main input[type=radio]").last.check()
    assert_fits(phone)
    phone.locator("main form button").last.click()
    expect(phone.locator("main h1")).to_be_visible()
    expect(phone.locator("main")).not_to_contain_text("Een haag met een naam")
    assert context.cookies() == []
    context.close()
