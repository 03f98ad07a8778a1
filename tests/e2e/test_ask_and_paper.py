"""Staff ask a member for changes, who answers on a phone without script; and staff type in what came on paper."""

from __future__ import annotations

import re

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, Page, expect

from tests.support.join_path import (
    ENGLISH,
    LAPTOP,
    PHONE,
    assert_accessible,
    assert_fits,
    fill_what_and_where,
    fill_who_you_are,
)
from tests.support.mail_folder import link_in_mail

pytestmark = pytest.mark.e2e

MEMBER = "asked.again@example.org"
MESSAGE = "Where will the hedge stand?\nAnd what will it cost?"
PLACE, COSTS = "Where exactly?", "What will it cost, roughly?"


@pytest.fixture
def phone(browser: Browser):
    """Without script."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="en-GB")
    yield context.new_page()
    context.close()


@pytest.fixture
def assert_good(browser: Browser, phone):
    """What the phone shows fits, and axe, which needs script and so a window of its own, finds nothing in it."""
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    page = context.new_page()

    def look() -> None:
        assert_fits(phone)
        page.goto(phone.url)
        assert_accessible(page)

    yield look
    context.close()


@pytest.fixture
def desk(browser: Browser, live_site):
    """An administrator who has logged in."""
    context = browser.new_context(viewport=LAPTOP, locale="en-GB")
    page = context.new_page()
    page.goto(f"{live_site.base_url}/admin/login/")
    page.get_by_label("Username").fill("admin")
    page.get_by_label("Password").fill(live_site.admin_password)
    page.get_by_role("button", name="Sign in").click()
    page.wait_for_url("**/admin/")
    yield page
    context.close()


def assert_content_accessible(page: Page) -> None:
    """No finding of axe in what is ours of a page of the admin."""
    found = Axe().run(page, context=".inbox-case")
    assert found.violations_count == 0, found.generate_report()


def test_asked_on_the_desk_and_answered_on_a_phone(live_site, phone, desk, assert_good):
    phone.goto(f"{live_site.base_url}/en/join/")
    fill_what_and_where(phone, ENGLISH)
    fill_who_you_are(phone, ENGLISH, MEMBER)
    phone.get_by_role("button", name=ENGLISH.send).click()
    number = phone.locator(".form-received__number").inner_text()

    desk.goto(f"{live_site.base_url}/admin/inbox/all/?q={number}")
    desk.get_by_role("row").filter(has_text=number).get_by_role("link").first.click()
    desk.get_by_text("Ask for changes…").click()
    desk.get_by_label(ENGLISH.title).check()
    desk.get_by_label(f"{PLACE} (left empty)").check()
    desk.get_by_label(f"{COSTS} (left empty)").check()
    desk.get_by_role("textbox", name="To the member").fill(MESSAGE)
    assert_content_accessible(desk)
    desk.get_by_role("button", name="Ask for changes").click()
    expect(desk.get_by_text("The member is asked for changes.").first).to_be_visible()
    live_site.run("tests.support.mail_folder.let_letters_go")

    mine = link_in_mail(live_site.mail_folder, "mine", MEMBER, "A question about your engagement")
    phone.goto(mine)
    box = phone.get_by_role("region", name="We ask you to look at this again")
    expect(box).to_contain_text("Where will the hedge stand?")
    expect(box).to_contain_text(PLACE)
    assert_good()
    box.get_by_role("button", name="Look at it and answer").click()

    again = phone.get_by_role("group", name="Please look at this again")
    expect(again).to_have_count(1)
    again.get_by_label(ENGLISH.title).fill("A hedge of hawthorn")
    assert_good()
    phone.get_by_role("button", name=ENGLISH.go_on).click()
    expect(phone.get_by_role("heading", level=2, name="Now send your answer")).to_be_visible()
    assert_good()
    phone.get_by_role("button", name=ENGLISH.send).click()

    # What was asked in "Tell us more" follows by itself.
    expect(phone.get_by_role("group", name="Please look at this again")).to_have_count(2)
    phone.get_by_label(PLACE).fill("Behind the school")
    assert_good()
    phone.get_by_role("button", name=ENGLISH.go_on).click()
    phone.get_by_role("button", name=ENGLISH.send).click()
    expect(phone.get_by_text("Thank you: we have received your answer.")).to_be_visible()
    assert_good()
    phone.goto(mine)
    expect(phone.get_by_text("You need not do anything more.")).to_be_visible()
    assert_good()

    desk.goto(f"{live_site.base_url}/admin/inbox/")
    expect(desk.get_by_role("row").filter(has_text="A hedge of hawthorn").first).to_be_visible()


def test_typed_in_from_paper(live_site, desk):
    desk.goto(f"{live_site.base_url}/admin/inbox/")
    desk.get_by_role("link", name="Enter from paper").click()
    expect(desk.get_by_role("heading", level=2, name="An engagement that came on paper")).to_be_visible()
    assert_content_accessible(desk)
    desk.get_by_label("English").check()
    desk.get_by_role("button", name="Begin").click()
    expect(desk.get_by_role("heading", level=1, name="What and where")).to_be_visible()
    assert_accessible(desk)
    fill_what_and_where(desk, ENGLISH)
    fill_who_you_are(desk, ENGLISH, email="")
    expect(desk.get_by_role("heading", level=1, name="Check your answers")).to_be_visible()
    assert_accessible(desk)
    desk.get_by_role("link", name=re.compile("Fill in.*More about it")).click()
    desk.get_by_label(PLACE).fill("Behind the school")
    assert_accessible(desk)
    desk.get_by_role("button", name=ENGLISH.go_on).click()
    expect(desk.get_by_text("Behind the school")).to_be_visible()

    desk.goto(f"{live_site.base_url}/admin/inbox/")
    desk.get_by_role("link", name="1 engagement from paper is begun and not sent yet").click()
    expect(desk.get_by_role("link", name="Go on")).to_be_visible()
    assert_content_accessible(desk)
    desk.get_by_role("link", name="Go on").click()
    expect(desk.get_by_text("Behind the school")).to_be_visible()
    desk.get_by_role("button", name=ENGLISH.send).click()
    expect(desk.get_by_text("No e-mail address: answer by letter or telephone.")).to_be_visible()
    expect(desk.get_by_text("paper, typed in by staff")).to_be_visible()
    assert_content_accessible(desk)
