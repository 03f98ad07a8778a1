"""A small site in four languages for tests of the frame around pages."""

import pytest
from django.contrib.contenttypes.models import ContentType
from wagtail.models import Locale, Page, Site

from bbacms.core.models import SiteSettings


@pytest.fixture
def site(db):
    """A site with a home page in every language and nothing below."""
    Site.objects.all().delete()
    locales = {code: Locale.objects.get_or_create(language_code=code)[0] for code in ("en", "nl", "fr", "de")}
    home = Page.get_first_root_node().add_child(
        instance=Page(title="Home", slug="alliance-en", locale=locales["en"]),
    )
    site = Site.objects.create(hostname="testserver", root_page=home, is_default_site=True, site_name="The Alliance")
    for code in ("nl", "fr", "de"):
        translate(home, code, f"Home {code}")
    return site


def add_page(parent, title, **fields):
    """Add a live page below ``parent``, in its language."""
    return parent.add_child(instance=Page(title=title, locale=parent.locale, **fields))


def translate(page, code, title, *, live=True):
    """Copy ``page`` into another language under ``title``; its parents must exist there."""
    copy = page.copy_for_translation(Locale.objects.get(language_code=code))
    copy.title = title
    copy.live = live
    copy.save()
    return copy


def make_kind(page, app_label, model):
    """Let ``page`` count as a page of another type, without the fields of that type."""
    Page.objects.filter(pk=page.pk).update(content_type=ContentType.objects.get(app_label=app_label, model=model))


def save_settings(site, *, header=(), footer=(), highlighted=(), **fields):
    """Store the site's settings with menus made of pages."""
    return SiteSettings.objects.create(
        site=site,
        header_menu=[("entry", {"page": page, "highlighted": page in highlighted}) for page in header],
        footer_menu=[("page", page) for page in footer],
        **fields,
    )
