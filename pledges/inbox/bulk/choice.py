"""Which engagements a person chose in the list, and what a move would do with them."""

from __future__ import annotations

import hashlib
from collections import Counter
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from django.http import Http404

from pledges.bulk import found_as
from pledges.inbox.desk import DESK
from pledges.inbox.list_address import address_on_record
from pledges.inbox.shown import pledges_shown
from pledges.models import Pledge
from pledges.permissions import pledges_for

if TYPE_CHECKING:
    from django.http import QueryDict

    from pledges.moves import Move
    from pledges.querysets import PledgeQuerySet

# What Wagtail's script adds to the address of the list. "All that match" comes as the id ``all``, with the filters of
# the list; the name of the view comes as that of a parent.
ALL, ID, VIEW, NEXT, PAGE = "all", "id", "childOf", "next", "p"
TICKED_MOST = 1000
EXAMPLES = 20
# SQLite and PostgreSQL count rows in 64 bits.
LONGEST_NUMBER = 18


@dataclass(frozen=True)
class Choice:
    """What was chosen. ``filters`` is the address, for the record, of the list that it is all of.

    It is empty for ticked rows.
    """

    pledges: PledgeQuerySet
    filters: str = ""

    @property
    def is_all(self) -> bool:
        return bool(self.filters)


@dataclass
class Look:
    """What a choice was when it was looked at.

    ``rows`` are numbers and versions of all that was chosen; ``stands`` tells one such choice from another. ``allowed``
    is how many of them the move is possible for, ``skipped`` how many not, by ``BulkItem.found``; ``examples`` are the
    first of those that it is possible for.
    """

    rows: list[tuple[int, int]] = field(default_factory=list)
    skipped: Counter[str] = field(default_factory=Counter)
    examples: list[int] = field(default_factory=list)

    @property
    def allowed(self) -> int:
        return len(self.rows) - self.skipped.total()

    @property
    def stands(self) -> str:
        return hashlib.sha256(repr(self.rows).encode()).hexdigest()


def read_choice(user: Any, params: QueryDict) -> Choice | None:
    """What the address of a bulk action chooses; None for nothing.

    Raises ``Http404`` for a number that is none, that ``user`` may not see or that does not exist, for more ticked rows
    than a list has, and for a list that does not exist: then nothing of it is chosen.
    """
    numbers = params.getlist(ID)
    if ALL in numbers:
        return _all_that_match(user, params)
    return _ticked(user, numbers) if numbers else None


def look(choice: Choice, move: Move) -> Look:
    """Go through what was chosen once."""
    seen = Look()
    columns = ("pk", "version", "state", "spam_signs", "archived_at", "merged_into_id", "erased_at")
    for pk, version, *marks in choice.pledges.order_by("pk").values_list(*columns).iterator(chunk_size=2000):
        seen.rows.append((pk, version))
        found = found_as(move, Pledge(**dict(zip(columns[2:], marks, strict=True))))
        if found:
            seen.skipped[found] += 1
        elif len(seen.examples) < EXAMPLES:
            seen.examples.append(pk)
    return seen


def filters_of(params: QueryDict) -> QueryDict:
    """``params`` without what is not a filter or a search."""
    filters = params.copy()
    for name in (ID, VIEW, NEXT, PAGE):
        filters.pop(name, None)
    return filters


def _all_that_match(user: Any, params: QueryDict) -> Choice:
    view, filters = DESK.get(params.get(VIEW, "")), filters_of(params)
    if view is None:
        raise Http404
    return Choice(pledges_shown(user, view.name, filters), address_on_record(view.url, filters))


def _ticked(user: Any, numbers: list[str]) -> Choice:
    if not all(number.isascii() and number.isdigit() and len(number) <= LONGEST_NUMBER for number in numbers):
        raise Http404
    wanted = {int(number) for number in numbers}
    pledges = pledges_for(user).filter(pk__in=wanted)
    if len(wanted) > TICKED_MOST or pledges.count() != len(wanted):
        raise Http404
    return Choice(pledges)
