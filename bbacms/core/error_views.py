"""What readers see when a page is not there or something failed. The admin keeps its own error pages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.http import HttpResponse, HttpResponseNotFound, HttpResponseServerError
from django.template import loader

from bbacms.core.languages import versions_of_missing_page
from bbacms.core.public_pages import home_pages

if TYPE_CHECKING:
    from django.http import HttpRequest


def page_not_found(request: HttpRequest, exception: Exception | None = None) -> HttpResponse:
    """Say in the reader's language that nothing is here, and link to what there is.

    Context: ``own_version``, the page meant, where it does exist in the reader's language at another address;
    ``other_versions``, the pages meant in other languages, where it does not; ``home_page``, the home page in the
    reader's language or None.
    """
    language = request.LANGUAGE_CODE
    versions = versions_of_missing_page(request)
    own = [page for page in versions if page.locale.language_code == language]
    context = {
        "own_version": own[0] if own else None,
        "other_versions": [] if own else versions,
        "home_page": home_pages(request).get(language),
    }
    return HttpResponseNotFound(loader.render_to_string("404.html", context, request))


def server_error(request: HttpRequest) -> HttpResponse:
    """Say that something failed, with a template that needs neither database nor context."""
    return HttpResponseServerError(loader.render_to_string("500.html"))
