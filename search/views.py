"""The search of the site: public pages in the reader's language."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.core.paginator import Paginator
from django.shortcuts import render
from django.utils.translation import get_language
from django.views.decorators.http import require_safe

from bbacms.core.public_pages import public_pages
from search.forms import SearchForm

if TYPE_CHECKING:
    from typing import Any

    from django.http import HttpRequest, HttpResponse

RESULTS_PER_PAGE = 10


@require_safe
def search_pages(request: HttpRequest) -> HttpResponse:
    """Show what was found for ``?q=``, ten results a page; any ``?page=`` that makes no sense shows the first or last.

    A query that cannot be searched for is answered with 400, a sentence, and what was typed.
    """
    form = SearchForm(request.GET)
    query = form.cleaned_data["q"] if form.is_valid() else ""
    page = Paginator(find_pages(request, query), RESULTS_PER_PAGE).get_page(request.GET.get("page")) if query else None
    response = render(
        request,
        "search/search.html",
        {
            "form": form,
            "query": query,
            # A null character cannot stand in a page either.
            "typed": request.GET.get("q", "").replace("\0", ""),
            "querystring": urlencode({"q": query}),
            "results": page,
        },
        status=200 if form.is_valid() else 400,
    )
    response.headers["X-Robots-Tag"] = "noindex"
    return response


def find_pages(request: HttpRequest, query: str) -> Any:
    """Return the public pages in the reader's language that hold all words of ``query``, best first.

    Where no page does, those whose title has words that begin like them.
    """
    pages = public_pages(request, get_language()).specific(defer=False).defer_streamfields()
    found = pages.search(query, operator="and")
    return found if found.count() else pages.autocomplete(query, operator="and")
