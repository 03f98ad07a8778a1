"""What stands before and after a case in the list it was opened from, found without reading the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Count, Q
from django.urls import reverse
from django.utils.functional import cached_property

from pledges.inbox.desk import DESK, TO_DO
from pledges.inbox.shown import EMPTY_LAST, Shown

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from pledges.models import Pledge
    from pledges.querysets import PledgeQuerySet

# Which list a case was opened from, in its address: ``?in=to-do&objective=3``.
LIST_PARAM = "in"
# What concerns one look at a list, not what it shows.
LEFT_OUT = (LIST_PARAM, "p", "export", "_w_filter_fragment")
# Beyond this many cases nobody needs a number, and counting would read all of them.
COUNTED = 1000


@dataclass(frozen=True)
class Neighbour:
    """Another case of the list."""

    title: str
    url: str


@dataclass(frozen=True)
class Around:
    """What stands around a case in its list.

    ``number`` is its place, from 1, and ``total`` how many there are; None where it is not in the list or too far down
    it, and where there are too many. With ``total`` None there are more than ``COUNTED``.
    """

    previous: Neighbour | None = None
    next: Neighbour | None = None
    number: int | None = None
    total: int | None = None


class Place:
    """A list of the inbox as one goes through it, case by case; the address of each case names it.

    ``named`` is false where an address names none: then it is *To do*, for want of a better one.
    """

    def __init__(self, shown: Shown, *, named: bool = True) -> None:
        self.shown, self.named = shown, named

    @classmethod
    def read(cls, user: Any, params: QueryDict) -> Place:
        """The list, with its filters, that the address of a case names."""
        view = DESK.get(params.get(LIST_PARAM, ""))
        return cls(Shown(user, view or TO_DO, params), named=view is not None)

    @cached_property
    def narrowing(self) -> QueryDict:
        """The part of the address that narrows and sorts the list."""
        params = self.shown.params.copy()
        for name in LEFT_OUT:
            params.pop(name, None)
        return params

    @cached_property
    def query(self) -> str:
        """What the address of each case ends in."""
        params = self.narrowing.copy()
        params[LIST_PARAM] = self.shown.view.name
        return f"?{params.urlencode()}"

    @property
    def carried(self) -> str:
        """What the address of something about the case at hand ends in, so that it leads back into the same list."""
        return self.query if self.named else ""

    @cached_property
    def list_url(self) -> str:
        query = self.narrowing.urlencode()
        return f"{self.shown.view.url}?{query}" if query else self.shown.view.url

    def url_of(self, pk: int) -> str:
        return reverse("inbox:case", args=[pk]) + self.query

    def around(self, pledge: Pledge) -> Around:
        """What stands around ``pledge``, in three queries; nothing where nobody came to it through this list."""
        pledges, before = self.shown.pledges, beyond(pledge, self.shown.ordering, backwards=True)
        counted = pledges[: COUNTED + 1].aggregate(
            total=Count("pk"),
            here=Count("pk", filter=Q(pk=pledge.pk)),
            **({"before": Count("pk", filter=before)} if before else {}),
        )
        total = counted["total"] if counted["total"] <= COUNTED else None
        if not counted["here"] and total is not None and not self.named:
            return Around()
        return Around(
            previous=self._first(pledges.filter(before).reverse()) if before else None,
            next=self._following(pledge),
            number=counted["before"] + 1 if counted["here"] else None,
            total=total,
        )

    def next_after(self, pledge: Pledge) -> Neighbour | None:
        """The case to go on with: the one after ``pledge`` as it is given, else the first of what is left."""
        return self._following(pledge) or self._first(self.shown.pledges.exclude(pk=pledge.pk))

    def _following(self, pledge: Pledge) -> Neighbour | None:
        """The case after ``pledge``; the first one of all where ``pledge`` has no place in the order of the list."""
        after = beyond(pledge, self.shown.ordering)
        return self._first(self.shown.pledges.filter(after or Q()))

    def _first(self, pledges: PledgeQuerySet) -> Neighbour | None:
        found = pledges.values("pk", "title").first()
        return Neighbour(found["title"], self.url_of(found["pk"])) if found else None


def beyond(pledge: Pledge, ordering: Sequence[str], *, backwards: bool = False) -> Q | None:
    """What stands after ``pledge`` where rows are ordered by the columns ``ordering``, or before it if ``backwards``.

    None where ``pledge`` has nothing in one of the columns, as what does not wait has no time since when it waits.
    """
    condition: Q | None = None
    for name in reversed(ordering):
        column = name.removeprefix("-")
        value = getattr(pledge, column)
        further = "lt" if name.startswith("-") is not backwards else "gt"
        if value is not None:
            # Equal to “more, or as much and then beyond by the next columns”, in a way that an index can start from.
            more, as_much = Q(**{f"{column}__{further}": value}), Q(**{f"{column}__{further}e": value})
            if column in EMPTY_LAST and not backwards:
                empty = Q(**{f"{column}__isnull": True})
                more, as_much = more | empty, as_much | empty
            condition = as_much & (more | condition) if condition else more
        elif column in EMPTY_LAST and condition:
            filled = Q(**{f"{column}__isnull": False})
            condition = filled | condition if backwards else ~filled & condition
        else:
            return None
    return condition
