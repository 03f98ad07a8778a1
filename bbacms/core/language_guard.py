"""No page is served under the address of another language."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404

from bbacms.core.languages import language_of_path

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page


def refuse_other_language(
    page: Page, request: HttpRequest, serve_args: list[Any], serve_kwargs: dict[str, Any]
) -> None:
    """Raise Http404 when ``page`` is not in the language of the address.

    Wagtail falls back to the default language's tree when the home page of a language is missing or a draft, and
    would show English pages under ``/de/``. A ``before_serve_page`` hook.
    """
    if page.locale.language_code != language_of_path(request.path_info):
        raise Http404
