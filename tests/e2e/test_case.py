"""The case in a browser: all that a decision needs at a glance, the one-minute case, and what is opened first."""

from __future__ import annotations

import email
import re
import time
from email import policy

import pytest
from playwright.sync_api import Browser, Page, expect

from bbacms.dev_mail import END_OF_MESSAGE
from tests.support.cases import ANNOUNCED, LONG_TITLE
from tests.support.join_path import LAPTOP, PHONE, assert_accessible, assert_fits

pytestmark = pytest.mark.e2e

MOST_CLICKS, MOST_LOADS = 3, 2
MAIL_LIMIT = 60  # seconds until the sender of a development site must have written the mail
OPEN_ALL = "(places) => document.querySelectorAll(places).forEach((each) => { each.open = true; })"


class Officer:
    """Somebody of staff at a laptop, whose clicks and page loads are counted once they are logged in."""

    def __init__(self, page: Page, base_url: str, password: str) -> None:
        self.page, self.base_url = page, base_url
        self.clicks = self.loads = 0
        page.goto(f"{base_url}/admin/login/")
        page.get_by_label("Username").fill("admin")
        page.get_by_label("Password").fill(password)
        page.get_by_role("button", name="Sign in").click()
        page.wait_for_url("**/admin/")
        # A post that leads on to the page it changed is one load to who waits for it.
        page.on("load", self._count_load)

    def _count_load(self, _page: Page) -> None:
        self.loads += 1

    def open(self, address: str) -> None:
        """Follow a link of a mail."""
        self.clicks += 1
        self.page.goto(address)

    def click(self, locator) -> None:
        self.clicks += 1
        with self.page.expect_event("load"):
            locator.click()


@pytest.fixture
def officer(live_site, browser: Browser):
    contexts = []

    def log_in(viewport=LAPTOP, scheme="light", **options) -> Officer:
        contexts.append(browser.new_context(viewport=viewport, color_scheme=scheme, locale="en-GB", **options))
        return Officer(contexts[-1].new_page(), live_site.base_url, live_site.admin_password)

    yield log_in
    for context in contexts:
        context.close()


@pytest.fixture(scope="module")
def cases(live_site) -> dict[str, str]:
    """The addresses of cases that look different, by what they are."""
    numbers = live_site.run("tests.support.cases.write_all")
    return {kind: f"{live_site.base_url}/admin/inbox/{number}/" for kind, number in numbers.items()}


def accept(page: Page):
    return page.locator(".inbox-case__moves > form").get_by_role("button", name="Accept", exact=True)


def is_accepted(page: Page) -> None:
    expect(page.locator(".inbox-case .w-status").first).to_have_text("accepted")
    expect(page.locator(".messages")).to_contain_text("The engagement is accepted.")


@pytest.mark.parametrize("kind", ["three contributions", "suspected with a twin"])
def test_all_that_a_decision_needs_is_seen_without_scrolling(officer, cases, kind):
    page = officer().page
    page.goto(cases[kind])
    needed = {
        "who": page.get_by_text("Gemeentebestuur van Dilbeek, dienst Leefmilieu").first,
        "whose mail": page.get_by_role("link", name="@dilbeek.example"),
        "what": page.locator(".inbox-case__title", has_text=LONG_TITLE),
        "where": page.get_by_text("Tussen Sint-Martens-Bodegem en Vlezenbeek"),
        "effect on the count": page.get_by_text(re.compile(r"^Engagements counted:")),
    }
    rows = page.locator(".inbox-case__glance tbody tr").all()
    needed |= {f"how much {number}": row for number, row in enumerate(rows)}
    for name in ("Accept", "Spam"):
        needed[name] = page.locator(".inbox-case__moves").get_by_role("button", name=name, exact=True).first
    for name in ("Ask for changes…", "Decline…"):
        needed[name] = page.locator("summary", has_text=name)
    assert len(needed) == 12
    assert page.locator(".sidebar").bounding_box()["width"] >= 180
    for what, place in needed.items():
        box = place.bounding_box()
        assert box, what
        assert box["y"] >= 0, what
        assert box["y"] + box["height"] <= LAPTOP["height"], what
        assert box["x"] >= 180, what
        assert box["x"] + box["width"] <= LAPTOP["width"], what
    assert page.evaluate("window.scrollY") == 0
    # What each total becomes stands beside what is declared.
    for row in rows:
        expect(row).to_contain_text("→")
    for panel in page.locator(".inbox-case__panel").all():
        assert panel.get_attribute("open") is None


def test_the_one_minute_case_from_the_mail_to_staff(live_site, officer, cases):
    live_site.run("tests.support.cases.announce_one")
    person = officer()
    person.open(mail_link(live_site))
    person.click(accept(person.page))
    is_accepted(person.page)
    assert person.clicks <= MOST_CLICKS
    assert person.loads <= MOST_LOADS


def test_the_one_minute_case_from_the_dashboard(officer, cases):
    person = officer()
    person.click(person.page.locator(".what-waits__first a").first)
    person.click(accept(person.page))
    is_accepted(person.page)
    assert person.clicks <= MOST_CLICKS
    assert person.loads <= MOST_LOADS


def mail_link(live_site) -> str:
    """The address of the case in the notice to staff, as the sender of the site wrote it."""
    end = time.monotonic() + MAIL_LIMIT
    while time.monotonic() < end:
        files = live_site.mail_folder.glob("*.log")
        # What stands behind the last mark is still being written.
        sources = [part for file in files for part in file.read_bytes().split(END_OF_MESSAGE)[:-1]]
        for mail in (email.message_from_bytes(source, policy=policy.default) for source in sources):
            if ANNOUNCED in mail["Subject"]:
                text = mail.get_body(("plain",)).get_content()
                link = re.search(r"http://[^/\s]+(/admin/inbox/\d+/)", text)
                assert link, text
                return f"{live_site.base_url}{link[1]}"
        time.sleep(0.5)
    pytest.fail("No notice to staff was sent")


def test_the_mail_is_looked_at_and_then_sent_as_shown(officer, cases):
    page = officer().page
    page.goto(cases["one contribution"])
    decline = page.locator(".inbox-case__reason", has=page.locator("summary", has_text="Decline…"))
    decline.locator("summary").first.click()
    decline.get_by_label("To the member").fill("Beste,\n\nDit past niet bij ons.")
    decline.get_by_label("Reason").fill("Not ours")
    decline.get_by_role("button", name="Preview the mail").click()
    shown = page.locator(".inbox-case__preview pre")
    expect(shown).to_contain_text("Dit past niet bij ons.")
    expect(shown).not_to_contain_text("Not ours")
    frame = page.locator(".inbox-case__preview summary")
    frame.click()
    expect(page.frame_locator(".inbox-case__preview iframe").get_by_text("Dit past niet bij ons.")).to_be_visible()
    assert_accessible(page)
    text = shown.inner_text()
    expect(decline.get_by_label("Reason")).to_have_value("Not ours")
    decline.get_by_role("button", name="Decline", exact=True).click()
    expect(page.locator(".inbox-case .w-status").first).to_have_text("declined")
    page.locator("#case-timeline > summary").click()
    letter = page.locator(".inbox-case__event--mail").first
    letter.locator("summary").click()
    assert letter.locator("pre").inner_text() == text


def test_a_colleague_is_noticed_while_something_is_being_typed(officer, cases):
    page, colleague = officer().page, officer().page
    page.goto(cases["watched"])
    decline = page.locator(".inbox-case__reason", has=page.locator("summary", has_text="Decline…"))
    decline.locator("summary").first.click()
    decline.get_by_label("Reason").fill("Half a sen")
    colleague.goto(cases["watched"])
    colleague.locator("#case-timeline > summary").click()
    colleague.get_by_label("Add a note").fill("I phoned them.")
    colleague.get_by_role("button", name="Keep the note").click()
    expect(colleague.locator(".inbox-case__event--note")).to_contain_text("Only staff read this")
    page.evaluate("window.dispatchEvent(new Event('focus'))")
    notice = page.get_by_role("status").filter(has_text="changed this case at")
    expect(notice).to_be_visible()
    expect(decline.get_by_label("Reason")).to_have_value("Half a sen")
    assert_accessible(page)


def test_it_works_without_script(officer, cases):
    page = officer(java_script_enabled=False).page
    page.goto(cases["without script"])
    page.locator("#case-checklist > summary").click()
    page.locator("#case-checklist input[type=checkbox]").first.check()
    page.get_by_role("button", name="Keep the ticks").click()
    expect(page.locator("#case-checklist")).to_contain_text("staff ticked 1")
    accept(page).click()
    is_accepted(page)


KINDS = [
    "three contributions",
    "no contribution",
    "suspected",
    "accepted with changes",
    "archived",
    "on paper without address",
    "imported",
    "suspected with a twin",
]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("kind", KINDS)
def test_axe_finds_nothing_whatever_the_case(officer, cases, kind, scheme):
    page = officer(scheme=scheme).page
    page.goto(cases[kind])
    assert_accessible(page)
    page.evaluate(OPEN_ALL, ".inbox-case__panel, .inbox-case__event details")
    assert_accessible(page)
    for summary in page.locator(".inbox-case__moves > details > summary").all():
        summary.click()
        assert_accessible(page)


@pytest.mark.parametrize("kind", KINDS)
def test_it_fits_a_phone(officer, cases, kind):
    page = officer(viewport=PHONE).page
    page.goto(cases[kind])
    page.evaluate(OPEN_ALL, ".inbox-case details")
    assert_fits(page)
