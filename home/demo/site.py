"""Puts the loaded pages in place: site record, menus, featured stories, staff mail."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.conf import settings
from wagtail.models import Page, Site

from bbacms.core.models import SiteSettings
from home.demo.reader import read_content
from home.models import HomePage, StandardPage
from pledges.models import JoinPage, MailSettings, RegisterPage
from stories.models import StoryIndexPage, StoryPage

# A reserved example address: demo mail must never reach a person.
DEMO_STAFF_ADDRESS = "staff@example.org"
HTTP_PORTS = {"http": 80, "https": 443}


def place_site(home: HomePage) -> Site:
    """Make ``home`` the root of the default site, at the public address of the settings."""
    address = urlsplit(settings.WAGTAILADMIN_BASE_URL)
    site, _created = Site.objects.update_or_create(
        is_default_site=True,
        defaults={
            "hostname": address.hostname or "localhost",
            "port": address.port or HTTP_PORTS[address.scheme],
            "site_name": settings.WAGTAIL_SITE_NAME,
            "root_page": home,
        },
    )
    return site


def remove_welcome_page() -> None:
    """Delete the page that a fresh Wagtail shows; the site's root must have moved away from it before."""
    root = Page.get_first_root_node()
    for page in root.get_children().exact_type(Page):
        page.delete()


def feature_stories(homes: dict[str, HomePage], stories: dict[str, StoryPage]) -> None:
    """Put the stories that the customer's text names on every home page."""
    for language, home in homes.items():
        featured = read_content("home")[language]["featured"]
        home.featured_stories = [("story", stories[story_id]) for story_id in featured]
        home.save_revision().publish()


def fill_settings(
    site: Site,
    index: StoryIndexPage,
    join_page: JoinPage,
    register_page: RegisterPage,
    standard_pages: dict[str, StandardPage],
) -> None:
    """Fill menu and footer, and name who gets staff mail."""
    site_settings = SiteSettings.for_site(site)
    site_settings.header_menu = [
        ("entry", {"page": index, "highlighted": False}),
        ("entry", {"page": register_page, "highlighted": False}),
        ("entry", {"page": standard_pages["about"], "highlighted": False}),
        ("entry", {"page": join_page, "highlighted": True}),
    ]
    site_settings.footer_menu = [
        ("page", standard_pages[name]) for name in ("accessibility", "privacy", "sustainability", "partners")
    ]
    for language, data in read_content("home").items():
        setattr(site_settings, f"footer_text_{language}", data["seo_description"])
    site_settings.save()
    mail_settings = MailSettings.for_site(site)
    mail_settings.staff_recipients = DEMO_STAFF_ADDRESS
    mail_settings.save()
