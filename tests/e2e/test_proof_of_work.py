"""The sum that the sender's browser does where staff have switched it on: nobody notices it, and it stops nobody."""

from __future__ import annotations

from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.support.join_path import ENGLISH, PHONE, assert_accessible, fill_what_and_where, fill_who_you_are

pytestmark = pytest.mark.e2e


@pytest.fixture(scope="module")
def site(live_site):
    """The demo site, asking for the proof."""
    live_site.run("tests.support.proof_of_work.switch_on")
    yield live_site
    live_site.run("tests.support.proof_of_work.switch_off")


@pytest.fixture
def page(browser: Browser):
    context = browser.new_context(viewport=PHONE, locale="en-GB")
    yield context.new_page()
    assert context.cookies() == []
    context.close()


def go_to_check_page(page: Page, base_url: str, email: str) -> None:
    """Each with an address of its own: several engagements of one address in a day are a sign of spam themselves."""
    page.goto(f"{base_url}/en/join/")
    fill_what_and_where(page, ENGLISH)
    fill_who_you_are(page, ENGLISH, email)


def test_whoever_sends_at_once_waits_for_the_sum_and_asks_no_other_site(site, page: Page):
    requests = []
    page.on("request", lambda request: requests.append(request))
    go_to_check_page(page, site.base_url, "sum@example.org")
    page.get_by_role("button", name=ENGLISH.send).dblclick()
    expect(page.get_by_role("heading", level=1, name=ENGLISH.received)).to_be_visible()
    sent = [parse_qs(request.post_data or "") for request in requests if "/check/" in request.url and request.post_data]
    assert [len(fields["altcha"]) for fields in sent] == [1]
    assert all(request.url.startswith((site.base_url, "data:")) for request in requests)
    site.run("tests.support.proof_of_work.assert_last_is_clear")


def test_where_the_script_does_not_arrive_the_engagement_is_sent_all_the_same(site, page: Page):
    page.route("**/altcha/*.js", lambda route: route.abort())
    go_to_check_page(page, site.base_url, "no-sum@example.org")
    expect(page.get_by_role("button", name=ENGLISH.send)).to_be_visible()
    assert_accessible(page)
    page.get_by_role("button", name=ENGLISH.send).click()
    expect(page.get_by_role("heading", level=1, name=ENGLISH.received)).to_be_visible()
    site.run("tests.support.proof_of_work.assert_last_lacks_the_proof")
