"""Which engagements a list of the inbox shows, for what acts on all of them: rebuilt on the server from its address."""

from __future__ import annotations

from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.admin.forms.search import SearchForm

from pledges.inbox.columns import inbox_columns
from pledges.inbox.filters import PledgeFilterSet
from pledges.inbox.list_view import PledgeIndexView
from pledges.permissions import pledges_for

if TYPE_CHECKING:
    from django.http import QueryDict

    from pledges.querysets import PledgeQuerySet

# By view: what it narrows the inbox down to, and how it is sorted until somebody sorts it otherwise.
VIEWS = {
    "index": (lambda pledges: pledges.waiting(), "submitted_at"),
    "suspected": (lambda pledges: pledges.suspected(), "submitted_at"),
    "all": (lambda pledges: pledges, "-submitted_at"),
}


def pledges_shown(user: Any, view: str, params: QueryDict) -> PledgeQuerySet:
    """The engagements that ``user`` sees on ``view`` with the filters, search and order of ``params``, in that order.

    Raises ``KeyError`` for a view that does not exist.
    """
    narrow, ordering = VIEWS[view]
    pledges = narrow(pledges_for(user))
    filters = PledgeFilterSet(params)
    if filters.is_valid():
        pledges = filters.filter_queryset(pledges)
    search = SearchForm(params)
    if search.is_valid() and (words := search.cleaned_data["q"]):
        named = (Q(**{f"{field}__icontains": words}) for field in PledgeIndexView.search_fields)
        pledges = pledges.filter(reduce(or_, named))
    keys = {column.sort_key for column in inbox_columns("") if column.sort_key}
    if (wanted := params.get("ordering", "")).removeprefix("-") in keys:
        ordering = wanted
    return pledges.order_by(ordering, "-pk")
