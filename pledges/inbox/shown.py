"""Which engagements a list of the inbox shows: its view, narrowed by filters and words, in its order.

List, next and previous, bulk actions and export all ask here, so that each is about the same engagements.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import F
from django.utils.functional import cached_property
from wagtail.admin.forms.search import SearchForm

from pledges.inbox.desk import DESK, DeskView
from pledges.inbox.filters import PledgeFilterSet
from pledges.inbox.search import search
from pledges.models import Pledge

if TYPE_CHECKING:
    from django.db.models.expressions import OrderBy
    from django.http import QueryDict

    from pledges.querysets import PledgeQuerySet

# What a list can be sorted by instead of its own order; the last only where every row waits for somebody.
SORTABLE = ("title", "organisation", "state", "submitted_at")
SORTABLE_WHERE_OPEN = (*SORTABLE, "waits_since")
# Columns that may be empty; such rows stand behind the others.
EMPTY_LAST = ("answered_at",)


def pledges_shown(user: Any, view: str, params: QueryDict) -> PledgeQuerySet:
    """The engagements that ``user`` sees in the list ``view`` (a name of ``DESK``) with the query ``params``.

    An unknown view, or a filter that makes no sense, shows none.
    """
    if view not in DESK:
        return Pledge.objects.none()
    return Shown(user, DESK[view], params).pledges


class Shown:
    """One list as its address says. ``params`` is the query of the address; what belongs to no list is left alone."""

    def __init__(self, user: Any, view: DeskView, params: QueryDict) -> None:
        self.user, self.view, self.params = user, view, params

    @cached_property
    def filters(self) -> PledgeFilterSet:
        return PledgeFilterSet(self.params)

    @cached_property
    def search_form(self) -> SearchForm:
        return SearchForm(self.params)

    @cached_property
    def makes_sense(self) -> bool:
        return self.filters.is_valid() and self.search_form.is_valid()

    @cached_property
    def words(self) -> str:
        """What is searched for, if anything."""
        return self.search_form.cleaned_data["q"] if self.makes_sense else ""

    @cached_property
    def is_narrowed(self) -> bool:
        """Whether it shows less than its view holds."""
        return not self.makes_sense or self.filters.form.has_changed() or bool(self.words)

    @cached_property
    def sorted_by(self) -> str:
        """The column that somebody sorted it by, with ``-`` for the other way round; empty for the view's own order."""
        asked = self.params.get("ordering", "")
        sortable = SORTABLE_WHERE_OPEN if self.view.is_open else SORTABLE
        return asked if asked.removeprefix("-") in sortable else ""

    @property
    def ordering(self) -> tuple[str, ...]:
        """The columns it is ordered by, down to the key."""
        if self.sorted_by:
            return (self.sorted_by, "-pk" if self.sorted_by.startswith("-") else "pk")
        return self.view.ordering

    @cached_property
    def pledges(self) -> PledgeQuerySet:
        if not self.makes_sense:
            return Pledge.objects.none()
        pledges = self.filters.filter_queryset(self.view.pledges(self.user))
        found = search(pledges, self.words) if self.words else pledges
        return found.order_by(*map(_nulls_last, self.ordering))


def _nulls_last(name: str) -> str | OrderBy:
    # By itself SQLite puts them first.
    return F(name).asc(nulls_last=True) if name in EMPTY_LAST else name
