"""The language of an address, the redirect of ``/``, and where else a page exists."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from django.conf import settings
from django.http import Http404, HttpResponse, HttpResponseRedirect
from django.urls import get_resolver, get_urlconf
from django.utils import translation
from django.utils.cache import patch_vary_headers
from django.utils.translation.trans_real import get_supported_language_variant, parse_accept_lang_header
from django.views.decorators.http import require_safe
from wagtail.models import Page, Site

from bbacms.core.public_pages import home_pages, public_pages

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.http import HttpRequest

# Wagtail's own pattern of a page's address, below the language.
PAGE_PATH = re.compile(r"(?:[\w-]+/)*")


def best_language(accept_language: str, available: Collection[str] | None = None) -> str:
    """Return the code of the language that suits an ``Accept-Language`` header best.

    Only codes of ``available`` (default: all of the site) are considered; a regional wish such as ``nl-BE`` is met
    by ``nl``. A header that makes no sense counts as no wish, and no wish gives the site's default language.
    """
    codes = [code for code, _name in settings.LANGUAGES if available is None or code in available]
    for wish, weight in parse_accept_lang_header(accept_language):
        if weight <= 0 or wish == "*":
            continue
        try:
            code = get_supported_language_variant(wish)
        except (LookupError, ValueError):
            continue
        if code in codes:
            return code
    return codes[0] if codes and settings.LANGUAGE_CODE not in codes else settings.LANGUAGE_CODE


def language_of_path(path: str) -> str | None:
    """Return the language an address is written for (``/nl/…`` gives ``nl``), or None for one without language."""
    first = path.lstrip("/").partition("/")[0]
    return first if first in dict(settings.LANGUAGES) else None


@require_safe
def redirect_to_language(request: HttpRequest) -> HttpResponse:
    """Lead from ``/`` to the home page in the reader's language. Nothing is remembered: the header says it all."""
    language = best_language(request.headers.get("Accept-Language", ""), home_pages(request) or None)
    response = HttpResponseRedirect(f"/{language}/")
    patch_vary_headers(response, ["Accept-Language"])
    return response


def page_at(request: HttpRequest, path: str) -> Page | None:
    """Return the public page at ``path`` (such as ``/nl/verhalen/``), or None."""
    language = language_of_path(path) or ""
    home = home_pages(request).get(language)
    if home is None:
        return None
    return public_pages(request, language).filter(url_path=home.url_path + below_language(path)).first()


def below_language(path: str) -> str:
    """Return what follows the language in an address, ``verhalen/`` for ``/nl/verhalen``; empty for a home page."""
    rest = path.strip("/").partition("/")[2]
    return f"{rest}/" if rest else ""


def versions_of_missing_page(request: HttpRequest) -> list[Page]:
    """Return the pages a reader may have meant with an address that leads nowhere, in the order of languages.

    These are the readable versions of every page, in any language and in any state, that stands at this address
    once the language is left aside: ``/de/stories/wolvenberg/`` finds the English story while the German one is
    not there, and the address of a German draft finds its versions in other languages.
    """
    site = Site.find_for_request(request)
    relative = below_language(request.path_info)
    if site is None or not language_of_path(request.path_info) or not PAGE_PATH.fullmatch(relative):
        return []
    homes = site.root_page.get_translations(inclusive=True).values_list("url_path", flat=True)
    meant = Page.objects.filter(url_path__in=[home + relative for home in homes]).values("translation_key")
    versions = public_pages(request).filter(translation_key__in=meant).select_related("locale")
    order = [code for code, _name in settings.LANGUAGES]
    return sorted(versions, key=lambda page: order.index(page.locale.language_code))


class LanguageMiddleware:
    """Activate the language of the address; an address without one is answered in the reader's.

    Stands in for Django's ``LocaleMiddleware``, which would also read a language cookie and would redirect
    ``/about/`` to a guessed ``/nl/about/``. Here only ``/`` is redirected.
    """

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        of_path = language_of_path(request.path_info)
        language = of_path or best_language(request.headers.get("Accept-Language", ""))
        translation.activate(language)
        request.LANGUAGE_CODE = language
        response = self.get_response(request)
        if of_path is None:
            patch_vary_headers(response, ["Accept-Language"])
        response.headers.setdefault("Content-Language", language)
        return response

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer a missing page with the site's own page, also where DEBUG would show Django's list of addresses."""
        if settings.DEBUG and isinstance(exception, Http404) and language_of_path(request.path_info):
            return get_resolver(get_urlconf()).resolve_error_handler(404)(request, exception)  # type: ignore[call-arg]
        return None
