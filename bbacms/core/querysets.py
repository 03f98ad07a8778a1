"""Conditions on pages that several apps use."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef, Q
from wagtail.models import Page, PageViewRestriction, Site


def under_restriction(path: str = "path") -> Exists:
    """Whether a page, or one above it, is kept from the public; for ``filter`` and ``annotate`` of a page queryset.

    Says the same as Wagtail's ``public()``, which asks the database a second time for the list of restrictions.
    ``path`` is the way to the page's path from the model that is asked.
    """
    restrictions = PageViewRestriction.objects.annotate(outer_path=_outer(path))
    return Exists(restrictions.filter(outer_path__startswith=F("page__path")))


def open_to_readers(page: str = "") -> Q:
    """Whether anybody may read a page: live, unrestricted, and below the live home page of its own language.

    What ``public_pages`` says of a request, as a condition without one. ``page`` is the way to the page from the
    model that is asked, with its underscores: ``pages__``.
    """
    homes = Page.objects.filter(
        translation_key__in=Site.objects.order_by().values("root_page__translation_key"),
        locale=OuterRef(f"{page}locale"),
        live=True,
    )
    below_home = Exists(homes.annotate(outer_path=_outer(f"{page}path")).filter(outer_path__startswith=F("path")))
    return Q(below_home, ~under_restriction(f"{page}path"), **{f"{page}live": True})


def _outer(path: str) -> ExpressionWrapper:
    return ExpressionWrapper(OuterRef(path), output_field=CharField())
