"""Joining stays short: three screens on a phone, without script, whatever the member knows already."""

from __future__ import annotations

from datetime import timedelta

import pytest
from playwright.sync_api import Browser, expect

from pledges.spam.speed import FASTEST_SCREEN, MOST_SCREENS
from tests.journeys.hand import Hand
from tests.journeys.members import MEMBERS
from tests.support.join_path import assert_fits

pytestmark = pytest.mark.journeys

PHONE = {"width": 360, "height": 740}
MOST_PAGE_LOADS = 5
# Title, objective, kind of actor, name and e-mail address; at most eight are allowed.
REQUIRED_ANSWERS = 5


@pytest.mark.parametrize("member", MEMBERS, ids=lambda member: f"{member.who}-{member.words.language}")
def test_from_home_to_received(browser: Browser, live_site, table, member):
    words = member.words
    context = browser.new_context(
        viewport=PHONE, java_script_enabled=False, has_touch=True, is_mobile=True, locale=words.language
    )
    page = context.new_page()
    hand = Hand(page)

    hand.open(f"{live_site.base_url}/{words.language}/")
    hand.follow(page.get_by_role("main").get_by_role("link", name=words.join).first)

    hand.count_required()
    assert_fits(page)
    hand.write(page.get_by_label(words.title), member.title)
    hand.choose(page.get_by_label(words.objective).first, member.action)
    if member.quantity:
        hand.write(page.get_by_label(words.quantity).first, member.quantity)
    if member.unit:
        hand.choose(page.get_by_label(words.unit).first, member.unit)
    if member.by:
        hand.write(page.get_by_label(words.by).first, member.by)
    if member.place:
        hand.write(page.get_by_label(words.place).first, member.place)
    hand.follow(page.get_by_role("button", name=words.go_on))

    hand.count_required()
    assert_fits(page)
    # Nobody is that fast: what comes faster is set aside.
    page.wait_for_timeout(MOST_SCREENS * FASTEST_SCREEN / timedelta(milliseconds=1))
    hand.tap(page.get_by_label(member.kind).first)
    if member.organisation:
        hand.write(page.get_by_label(words.organisation), member.organisation)
    hand.write(page.get_by_label(words.name).first, member.name)
    hand.write(page.get_by_label(words.email), member.email)
    hand.follow(page.get_by_role("button", name=words.go_on))

    assert_fits(page)
    if member.read_back:
        expect(page.get_by_text(member.read_back)).to_be_visible()
    hand.follow(page.get_by_role("button", name=words.send))
    expect(page.get_by_role("heading", level=1, name=words.received)).to_be_visible()
    assert_fits(page)

    table[f"{member.who} ({words.language})"] = hand.effort
    context.close()
    assert hand.effort.page_loads <= MOST_PAGE_LOADS
    assert hand.effort.required_answers == REQUIRED_ANSWERS
