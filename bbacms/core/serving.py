"""How the page of an address is found: in two queries, whatever its language and however deep it lies.

Wagtail asks for the language, for the home page in it, for its type, and two queries a level below it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db.models import Subquery, Value
from django.db.models.functions import Concat
from wagtail.models import Page, Site
from wagtail.views import serve

from bbacms.core.languages import language_of_path
from bbacms.core.models import BasePage

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase
    from wagtail.url_routing import RouteResult


def find_page(request: HttpRequest, path: str) -> RouteResult | None:
    """Return the page at ``path`` below the home page of the address's language, with all it is served with.

    ``None`` where no page has this address as its own, and below a home page that is not live. Raises ``Http404`` for
    a page that is not live.
    """
    site = Site.find_for_request(request)
    if site is None:
        return None
    homes = Page.objects.filter(
        translation_key=site.root_page.translation_key,
        locale__language_code=language_of_path(request.path_info),
        live=True,
    )
    address = Concat(Subquery(homes.values("url_path")[:1]), Value(path))
    found = Page.objects.filter(url_path=address).first()
    model = found.specific_class if found else None
    if found is None or model is None or not issubclass(model, BasePage):
        return None
    return model.load_for_visitor(found.pk).route(request, [])


def serve_page(request: HttpRequest, path: str) -> HttpResponseBase:
    """Serve a page as Wagtail's own view does. Where ``find_page`` knows none, Wagtail looks for it in its own way."""
    found = find_page(request, path)
    if found is not None:
        # Where Page.route_for_request keeps what it found, so that it does not look again.
        request._wagtail_route_for_request = found  # type: ignore[attr-defined]
    return serve(request, path)
