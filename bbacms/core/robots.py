"""``/robots.txt``: every page may be read by machines, except where nothing is to be found or a person is writing."""

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.views.decorators.http import require_safe

from bbacms.core.addresses import absolute_url

# Below each language: a member's own steps, and search results.
CLOSED_IN_EVERY_LANGUAGE = ("pledge", "search")


@require_safe
def robots_txt(request: HttpRequest) -> HttpResponse:
    """List what crawlers should leave alone and name the sitemap."""
    closed = [f"/{code}/{part}/" for code, _name in settings.LANGUAGES for part in CLOSED_IN_EVERY_LANGUAGE]
    lines = [
        "User-agent: *",
        "Allow: /",
        *(f"Disallow: {path}" for path in (reverse("wagtailadmin_home"), *closed)),
        "",
        f"Sitemap: {absolute_url(request, reverse('sitemap'))}",
        "",
    ]
    return HttpResponse("\n".join(lines), content_type="text/plain; charset=utf-8")
