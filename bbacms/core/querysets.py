"""Conditions on pages that several apps use."""

from __future__ import annotations

from django.db.models import CharField, Exists, ExpressionWrapper, F, OuterRef
from wagtail.models import PageViewRestriction


def under_restriction() -> Exists:
    """Whether a page, or one above it, is kept from the public; for ``filter`` and ``annotate`` of a page queryset.

    Says the same as Wagtail's ``public()``, which asks the database a second time for the list of restrictions.
    """
    restrictions = PageViewRestriction.objects.annotate(
        outer_path=ExpressionWrapper(OuterRef("path"), output_field=CharField())
    )
    return Exists(restrictions.filter(outer_path__startswith=F("page__path")))
