"""What stands before and after a case in the list it was opened from, found without reading the list."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, IntegerField, Q, Subquery
from django.db.models.functions import Coalesce, JSONObject
from django.urls import reverse
from django.utils.functional import cached_property

from pledges.inbox.desk import DESK, TO_DO
from pledges.inbox.shown import EMPTY_LAST, Shown
from pledges.models import Pledge

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import QueryDict

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
        """What stands around ``pledge``, in one query; nothing where nobody came to it through this list."""
        if not self.shown.makes_sense:
            return Around()
        pledges, before = self.shown.pledges, beyond(pledge, self.shown.ordering, backwards=True)
        earlier = pledges.filter(before).reverse() if before else Pledge.objects.none()
        found = (
            Pledge.objects.filter(pk=pledge.pk)
            .annotate(
                is_listed=Exists(pledges.filter(pk=pledge.pk)),
                listed=_number_of(pledges),
                earlier=_number_of(earlier),
                previous=_first_of(earlier),
                following=_first_of(self._behind(pledge)),
            )
            .values("is_listed", "listed", "earlier", "previous", "following")
            .get()
        )
        if not (found["is_listed"] or self.named):
            return Around()
        is_near = found["is_listed"] and found["earlier"] < COUNTED
        return Around(
            previous=self._neighbour(found["previous"]),
            next=self._neighbour(found["following"]),
            number=found["earlier"] + 1 if is_near else None,
            total=found["listed"] if found["listed"] <= COUNTED else None,
        )

    def next_after(self, pledge: Pledge) -> Neighbour | None:
        """The case to go on with: the one behind ``pledge`` as it is given, else the first of what is left."""
        # The move may have put ``pledge`` itself further down the same list.
        behind = self._behind(pledge).exclude(pk=pledge.pk).values("pk", "title")
        left = self.shown.pledges.exclude(pk=pledge.pk).values("pk", "title")
        return self._neighbour(behind.first() or left.first())

    def _behind(self, pledge: Pledge) -> PledgeQuerySet:
        """What stands behind ``pledge``; the whole list where ``pledge`` has no place in its order."""
        return self.shown.pledges.filter(beyond(pledge, self.shown.ordering) or Q())

    def _neighbour(self, found: Mapping[str, Any] | None) -> Neighbour | None:
        return Neighbour(found["title"], self.url_of(found["pk"])) if found else None


def _first_of(pledges: PledgeQuerySet) -> Subquery:
    return Subquery(pledges.values(case=JSONObject(pk="pk", title="title"))[:1])


def _number_of(pledges: PledgeQuerySet) -> Coalesce:
    """How many there are, counted no further than one beyond ``COUNTED``."""
    return Coalesce(NumberOf(pledges.values("pk")[: COUNTED + 1]), 0)


class NumberOf(Subquery):
    """The number of rows of a queryset, as a part of another query."""

    template = "(SELECT COUNT(*) FROM (%(subquery)s) counted)"
    output_field = IntegerField()


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
