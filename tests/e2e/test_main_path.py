"""The whole job once, as people do it: a member joins on a phone in Dutch, staff accept, the figures move."""

from __future__ import annotations

import email
import re
import time
from email import policy
from email.message import EmailMessage

import pytest
from playwright.sync_api import Browser, Page, expect

from bbacms.dev_mail import END_OF_MESSAGE
from tests.support.join_path import (
    DUTCH,
    EMAIL,
    LAPTOP,
    PHONE,
    TITLE,
    assert_accessible,
    assert_fits,
    fill_what_and_where,
    fill_who_you_are,
)

pytestmark = pytest.mark.e2e

MAIL_LIMIT = 60  # seconds until the sender of a development site must have written the mails


def figure_before(text: str, words: str) -> float:
    """Return the Dutch number that stands before ``words`` in ``text``."""
    found = re.search(rf"([\d.,]+)\s*{re.escape(words)}", text)
    assert found, f"no number before “{words}”"
    return float(found.group(1).replace(".", "").replace(",", "."))


def counter_and_hectares(page: Page, base_url: str) -> tuple[float, float]:
    """Return the number of engagements and the hectares that the Dutch home page shows."""
    page.goto(f"{base_url}/nl/")
    text = page.locator("main").inner_text()
    return figure_before(text, "Vrijwillige engagementen"), figure_before(text, "ha Stedelijk en voorstedelijk gebied")


def mails_about(folder, number: str) -> list[EmailMessage]:
    """Wait for the receipt and the staff notice about ``number`` and return them."""
    end = time.monotonic() + MAIL_LIMIT
    found: list[EmailMessage] = []
    while time.monotonic() < end and len(found) < 2:
        time.sleep(0.5)
        # A file may hold several mails; what stands behind the last mark is still being written.
        sources = [part for file in folder.glob("*.log") for part in file.read_bytes().split(END_OF_MESSAGE)[:-1]]
        mails = [email.message_from_bytes(source, policy=policy.default) for source in sources]
        found = [mail for mail in mails if number in mail["Subject"] or number in words_of(mail)]
    return found


@pytest.fixture
def phone(browser: Browser):
    """A small phone whose reader has switched script off and reads Dutch."""
    context = browser.new_context(viewport=PHONE, java_script_enabled=False, locale="nl-BE")
    yield context.new_page()
    assert context.cookies() == []
    context.close()


@pytest.fixture
def desk(browser: Browser):
    """A laptop of a member of staff."""
    context = browser.new_context(viewport=LAPTOP, locale="en-GB")
    yield context.new_page()
    context.close()


def words_of(mail):
    """A mail as text; it comes as a page too."""
    return mail.get_body(("plain",)).get_content()


def test_member_joins_and_staff_accept(live_site, phone: Page, desk: Page):
    engagements, hectares = counter_and_hectares(phone, live_site.base_url)

    # Read the home page and a story.
    phone.goto(live_site.base_url)
    assert phone.url == f"{live_site.base_url}/nl/"
    expect(phone.get_by_role("heading", level=1, name="Belgian Biodiversity Alliance")).to_be_visible()
    phone.get_by_role("link", name="Wolvenberg").first.click()
    expect(phone.get_by_role("heading", level=1, name="Wolvenberg")).to_be_visible()

    # What is missing is said beside the field, and what was typed stays.
    phone.goto(f"{live_site.base_url}/nl/")
    phone.get_by_role("main").get_by_role("link", name="Doe mee").first.click()
    phone.get_by_label(DUTCH.title).fill(TITLE)
    phone.get_by_role("button", name=DUTCH.go_on).click()
    expect(phone.get_by_role("alert")).to_contain_text(DUTCH.objective)
    expect(phone.get_by_label(DUTCH.title)).to_have_value(TITLE)

    # Two short screens, then check and send.
    fill_what_and_where(phone, DUTCH)
    fill_who_you_are(phone, DUTCH)
    expect(phone.get_by_text("2,5 ha")).to_be_visible()
    expect(phone.get_by_text(TITLE)).to_be_visible()
    phone.get_by_role("button", name=DUTCH.send).click()
    expect(phone.get_by_role("heading", level=1, name=DUTCH.received)).to_be_visible()
    received = phone.url
    number = phone.locator(".form-received__number").inner_text()

    # Nothing counts before staff accept, and a reload makes no second one.
    phone.reload()
    assert phone.locator(".form-received__number").inner_text() == number
    assert counter_and_hectares(phone, live_site.base_url) == (engagements, hectares)

    # Both mails go out: the receipt in Dutch, the notice to staff without contact data.
    mails = {mail["To"]: mail for mail in mails_about(live_site.mail_folder, number)}
    assert set(mails) == {EMAIL, "staff@example.org"}
    receipt, notice = mails[EMAIL], mails["staff@example.org"]
    assert "Wij hebben uw engagement" in receipt["Subject"]
    assert TITLE in words_of(receipt)
    assert notice["Reply-To"] == EMAIL
    assert all(EMAIL not in part.get_content() for part in notice.iter_parts())

    # Staff follow the link of the notice, log in and accept.
    link = re.search(r"http://\S+/admin/inbox/\d+/", words_of(notice))
    assert link, words_of(notice)
    desk.goto(link.group())
    desk.get_by_label("Username").fill("admin")
    desk.get_by_label("Password").fill(live_site.admin_password)
    desk.get_by_role("button", name="Sign in").click()
    desk.wait_for_url(link.group())
    expect(desk.get_by_role("link", name=EMAIL)).to_be_in_viewport()
    expect(desk.get_by_text(f"{engagements:.0f} → {engagements + 1:.0f}")).to_be_in_viewport()
    accept = desk.get_by_role("button", name="Accept", exact=True)
    expect(accept).to_be_in_viewport()
    accept.click()
    expect(desk.locator(".inbox-case .w-status")).to_have_text("accepted")

    # The counter and the objective's sum have moved, for everybody.
    assert counter_and_hectares(phone, live_site.base_url) == (engagements + 1, hectares + 2.5)
    phone.goto(f"{live_site.base_url}/en/green-blue-network/urban-and-peri-urban-areas/")
    expect(phone.get_by_text(f"{hectares + 2.5:,.10g} ha")).to_be_visible()
    phone.goto(received)
    expect(phone.locator(".form-received__number")).to_have_text(number)


@pytest.mark.parametrize(
    "address",
    [
        "/en/",
        "/nl/",
        "/en/green-blue-network/",
        "/en/green-blue-network/urban-and-peri-urban-areas/",
        "/en/green-blue-network/buildings-and-infrastructures/",
        "/en/stories/",
        "/nl/verhalen/",
        "/en/stories/wolvenberg/",
        "/fr/rejoignez-nous/",
        "/en/about/",
        "/de/search/?q=Wasser",
        "/fr/il-n-y-a-rien/",
    ],
)
@pytest.mark.parametrize("viewport", [PHONE, LAPTOP], ids=["phone", "laptop"])
def test_pages_are_accessible_private_and_fit(live_site, browser: Browser, address, viewport):
    context = browser.new_context(viewport=viewport)
    page = context.new_page()
    hosts: set[str] = set()
    messages: list[str] = []
    page.on("request", lambda request: hosts.add(request.url.split("/")[2]))
    page.on("pageerror", lambda error: messages.append(str(error)))
    page.goto(live_site.base_url + address)

    assert_accessible(page)
    assert hosts == {live_site.base_url.removeprefix("http://")}
    assert messages == []
    assert_fits(page)
    assert context.cookies() == []
    context.close()
