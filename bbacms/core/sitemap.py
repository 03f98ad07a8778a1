"""``/sitemap.xml``: every public page of every language, each with its versions in the other languages.

Wagtail's own sitemap lists only the tree of the default language.
"""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.conf import settings
from django.contrib.sitemaps import Sitemap
from django.contrib.sitemaps.views import sitemap
from django.views.decorators.http import require_safe

from bbacms.core.public_pages import public_pages

if TYPE_CHECKING:
    from datetime import datetime

    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Page

# What search engines show to readers of any other language.
FALLBACK_LANGUAGE = settings.LANGUAGE_CODE


class PublicPagesSitemap(Sitemap):
    """All pages that anybody may read. Five queries at most, however many pages."""

    def __init__(self, request: HttpRequest) -> None:
        self.request = request

    def items(self) -> list[Page]:
        """Return the pages, each with ``alternates``: pairs of language code and absolute address."""
        pages = list(public_pages(self.request).select_related("locale").order_by("path"))
        versions: dict[Any, dict[str, str]] = defaultdict(dict)
        for page in pages:
            page.sitemap_location = page.get_full_url(self.request)
            versions[page.translation_key][page.locale.language_code] = page.sitemap_location
        for page in pages:
            page.sitemap_alternates = versions[page.translation_key]
        return pages

    def lastmod(self, item: Page) -> datetime | None:
        """Return when the page was last published."""
        return item.last_published_at or item.latest_revision_created_at

    def _urls(self, page: int, protocol: str, domain: str) -> list[dict[str, Any]]:
        """Build the entries; Django's own method would put the request's host before an absolute address."""
        entries = []
        for item in self.paginator.page(page).object_list:
            alternates = [
                {"lang_code": code, "location": location} for code, location in item.sitemap_alternates.items()
            ]
            if FALLBACK_LANGUAGE in item.sitemap_alternates:
                alternates.append({"lang_code": "x-default", "location": item.sitemap_alternates[FALLBACK_LANGUAGE]})
            entries.append({"location": item.sitemap_location, "lastmod": self.lastmod(item), "alternates": alternates})
        return entries


@require_safe
def sitemap_xml(request: HttpRequest) -> HttpResponse:
    """Serve the sitemap; ``?p=2`` gives the next 50 000 addresses."""
    return sitemap(request, sitemaps={"pages": PublicPagesSitemap(request)})
