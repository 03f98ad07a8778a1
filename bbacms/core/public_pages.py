"""Which pages a reader may find, and where: the one answer for search, sitemap, API and "page not found"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Q
from wagtail.models import Page, Site

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.query import PageQuerySet


def home_pages(request: HttpRequest) -> dict[str, Page]:
    """Return the home page of each language that has one to read, by language code.

    A home page that is a draft or restricted closes its whole language: nothing below it can be reached.
    Without any site the answer is empty. Two queries at most, kept on the request.
    """
    known: dict[str, Page] | None = getattr(request, "_bbacms_home_pages", None)
    if known is not None:
        return known
    site = Site.find_for_request(request)
    homes: dict[str, Page] = {}
    if site is not None:
        versions = Page.objects.filter(translation_key=site.root_page.translation_key).live().public()
        homes = {page.locale.language_code: page for page in versions.select_related("locale")}
    request._bbacms_home_pages = homes  # type: ignore[attr-defined]
    return homes


def public_pages(request: HttpRequest, language: str | None = None) -> PageQuerySet:
    """Return the pages anybody may read: live, unrestricted, below the home page of an open language.

    With ``language`` (a code such as ``nl``) only those of that language.
    """
    homes = home_pages(request)
    if language is not None:
        homes = {code: page for code, page in homes.items() if code == language}
    if not homes:
        return Page.objects.none()
    trees = Q()
    for page in homes.values():
        trees |= Q(path__startswith=page.path, locale=page.locale_id)
    return Page.objects.filter(trees).live().public()
