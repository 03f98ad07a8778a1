"""Which pages are looked at: one line each."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Browser, Page

KILOBYTE = 1000
# Compressed bytes of the first view, after the customer's budgets. They name none for lists: those with a dozen
# pictures get what a story gets, all other pages what the home page gets.
HOME, STORY, JOIN, REGISTER = (number * KILOBYTE for number in (250, 300, 80, 150))
LIST, OTHER = STORY, HOME


@dataclass(frozen=True)
class Visit:
    """A page to look at.

    ``path`` may name an address of ``walk_the_form``; ``act`` goes on from there. ``budget`` is in bytes. ``cookie`` is
    the one cookie the page may set: only where a visitor has to log in. ``allowed`` names rules of axe that the page
    breaks on purpose; ``looked_at`` is the selector of a part whose contrast axe leaves to people, who have looked.
    """

    name: str
    path: str
    budget: int = OTHER
    status: int = 200
    act: Callable[[Page], None] | None = None
    cookie: str = ""
    allowed: frozenset[str] = frozenset()
    looked_at: str = ""


def send_empty_form(page: Page) -> None:
    """Send a screen of the form as it stands, which is not finished."""
    page.get_by_role("button", name="Continue").click()
    page.locator(".error-summary").wait_for()


def choose_citizen(page: Page) -> None:
    """Say on the second screen that one is a citizen: a consent opens that others are not asked for."""
    consent = page.get_by_label("My name may stand beside my engagement on the public list.")
    assert not consent.is_visible()
    page.get_by_label("Citizen").check()
    consent.wait_for()


def send_empty_second_screen(page: Page) -> None:
    """Take away what the second screen holds already, and send it."""
    page.get_by_label("Your name").fill("")
    page.get_by_label("Your e-mail address").fill("")
    send_empty_form(page)


def ask_without_address(page: Page) -> None:
    """Ask for all that is held about nobody."""
    page.locator("main form button").click()
    page.locator(".error-summary").wait_for()


def open_menus(page: Page) -> None:
    """Open every disclosure there is to see."""
    for summary in page.locator(".site-header summary:visible").all():
        summary.click()


VISITS = [
    # The words of the hero stand on a plate of paper that lies over the picture.
    *(
        Visit(f"home-{language}", f"/{language}/", HOME, looked_at=".hero__panel")
        for language in ("en", "nl", "fr", "de")
    ),
    Visit("home-menu-open", "/de/", HOME, act=open_menus, looked_at=".hero__panel"),
    Visit("axis-1", "/en/green-blue-network/"),
    Visit("axis-2", "/fr/production-et-consommation/"),
    Visit("objective", "/en/green-blue-network/urban-and-peri-urban-areas/"),
    Visit("objective-two-indicators", "/en/green-blue-network/buildings-and-infrastructures/"),
    Visit("objective-without-stories", "/en/production-and-consumption/surplus-food/"),
    Visit("story", "/en/stories/wolvenberg/", STORY),
    Visit("story-with-engagement", "/en/stories/kanaal/", STORY),
    Visit("story-only-title", "/en/stories/only-a-title/", STORY),
    Visit("story-index", "/en/stories/", LIST),
    Visit("story-index-no-result", "/en/stories/?objective=A2-4&region=brussels"),
    Visit("register", "/en/engagements/", REGISTER),
    Visit("join", "/en/join/", JOIN),
    Visit("join-mistakes", "/en/join/", JOIN, status=422, act=send_empty_form),
    Visit("join-second-screen", "{second}", JOIN),
    Visit("join-condition-open", "{second}", JOIN, act=choose_citizen),
    Visit("join-second-screen-mistakes", "{second}", JOIN, status=422, act=send_empty_second_screen),
    Visit("join-check", "{check}", JOIN),
    Visit("join-received", "{received}", JOIN),
    Visit("join-more", "{more}", JOIN),
    Visit("join-later", "{later}", JOIN),
    Visit("data-ask", "/en/pledge/my-data/", JOIN),
    Visit("data-ask-mistake", "/de/pledge/my-data/", JOIN, status=422, act=ask_without_address),
    Visit("data-sent", "/nl/pledge/my-data/?sent", JOIN),
    Visit("data", "{data}", JOIN),
    Visit("data-erase", "{data}?erase", JOIN),
    Visit("data-erased", "/fr/pledge/my-data/?erased=", JOIN),
    Visit("data-link-not-valid", "/en/pledge/my-data/nothing/", JOIN, status=404),
    Visit("standard", "/en/privacy/"),
    Visit("standard-fr", "/fr/vie-privee/"),
    Visit("search", "/nl/search/"),
    Visit("search-results", "/en/search/?q=water"),
    Visit("search-nothing", "/de/search/?q=Quastenflosser"),
    Visit("password", "/en/for-the-members/", cookie="csrftoken"),
    Visit("not-found", "/en/nothing-here/", status=404),
    Visit("not-found-fr", "/fr/rien/", status=404),
    Visit("broken", "/nl/broken/", status=500),
    # Shows the same navigation twice: once as a component, once as its own.
    Visit("styleguide", "/styleguide/", allowed=frozenset({"landmark-unique"})),
]


def walk_the_form(browser: Browser, site: str) -> dict[str, str]:
    """Fill in the form twice, once up to sending it, and return the addresses of its later screens."""
    page = browser.new_context().new_page()
    addresses = {}
    for send in (False, True):
        page.goto(f"{site}/en/join/")
        page.get_by_label("What do you want to do, in one line?").fill("A hedge behind the school")
        # Behind it, folded, stand those of further objectives.
        page.get_by_label("Which objective does it serve?").first.select_option("do:hedge")
        page.get_by_label("How much of it?").first.fill("2.5")
        page.get_by_role("button", name="Continue").click()
        addresses["second"] = page.url
        page.get_by_label("School or knowledge institution").check()
        page.get_by_label("Your name").fill("An Peeters")
        page.get_by_label("Your e-mail address").fill("an.peeters@example.org")
        page.get_by_role("button", name="Continue").click()
        if send:
            page.get_by_role("button", name="Send").click()
            page.locator(".form-received").wait_for()
            addresses["received"] = page.url
            page.get_by_role("button", name="Tell us more").click()
            addresses["more"] = page.url
        else:
            addresses["check"] = page.url
            addresses["kept"] = addresses["second"]
            addresses["later"] = page.url.replace("/check/", "/later/")
    page.goto(f"{site}/en/data-link/an.peeters@example.org/")
    addresses["data"] = page.url
    page.context.close()
    addresses["second"] = addresses.pop("kept")
    return {name: address.removeprefix(site) for name, address in addresses.items()}
