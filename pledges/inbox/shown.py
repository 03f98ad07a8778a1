"""What a list of the inbox shows: one of its views, narrowed down by the filters and the search of an address."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.admin.forms.search import SearchForm

from pledges.inbox.filters import PledgeFilterSet
from pledges.permissions import pledges_for
from pledges.querysets import PledgeQuerySet

if TYPE_CHECKING:
    from django.http import QueryDict

# What the words of a search are looked for in.
SEARCHED = ("title", "organisation", "public_id", "name", "email")
VIEWS: dict[str, Callable[[PledgeQuerySet], PledgeQuerySet]] = {
    "index": PledgeQuerySet.waiting,
    "suspected": PledgeQuerySet.suspected,
    "all": PledgeQuerySet.all,
}


def pledges_shown(user: Any, view: str, params: QueryDict) -> PledgeQuerySet:
    """The pledges that ``user`` finds in ``view`` under the filters and the search of ``params``.

    Raises ``KeyError`` for a view that does not exist.
    """
    pledges = VIEWS[view](pledges_for(user))
    filters = PledgeFilterSet(params, pledges)
    if filters.is_valid():
        pledges = filters.filter_queryset(pledges)
    search = SearchForm(params)
    if search.is_valid() and (words := search.cleaned_data["q"]):
        found = Q()
        for field in SEARCHED:
            found |= Q(**{f"{field}__icontains": words})
        pledges = pledges.filter(found)
    return pledges
