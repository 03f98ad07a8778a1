"""How many engagements each list of the desk holds, without counting them.

Triggers of the database keep ``DeskCount`` (``pledges.inbox.count_triggers``); here its rows are summed up, for readers
and, now and then, for good.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Count, Sum, Value

from pledges.inbox.desk import DESK
from pledges.models import DeskCount

if TYPE_CHECKING:
    from pledges.inbox.desk import DeskView

# What a row of ``DeskCount`` says of the engagements it counts.
MARKS = ("state", "is_archived", "is_suspected", "is_merged", "is_to_do")
# So few rows are summed up in no time: they are left as they are.
FEW = 200
BATCH = 5000


def kept_counts() -> dict[str, int]:
    """The number of engagements in each list that is counted by the database, by its name. One query."""
    sums = {view.name: Sum("number", filter=view.kept, default=0) for view in DESK.values() if view.kept is not None}
    return DeskCount.objects.aggregate(**sums)


def desk_counts(user: Any, views: Iterable[DeskView]) -> dict[str, int]:
    """The number of engagements in each of ``views``, by its name; ``user`` may see the inbox.

    One query, and one for all lists that depend on the day or the person.
    """
    live = [
        # A row for each list that holds something.
        view.pledges(user).order_by().annotate(view=Value(view.name)).values("view").annotate(number=Count("pk"))
        for view in views
        if view.kept is None
    ]
    counts = kept_counts()
    if live:
        counts |= {row["view"]: row["number"] for row in live[0].union(*live[1:], all=True)}
    return {view.name: counts.get(view.name, 0) for view in views}


def fold_counts() -> int:
    """Sum many rows of ``DeskCount`` up into few that say the same, and return how many fewer there are.

    Any number of workers may do so at once, and engagements may be written meanwhile: each row is summed up by the one
    that removes it.
    """
    fewer = 0
    while DeskCount.objects.count() > FEW and (gain := _fold_batch()):
        fewer += gain
    return fewer


def _fold_batch() -> int:
    with transaction.atomic():
        # What another worker holds is its own to sum up. SQLite has one writer at a time.
        rows = list(DeskCount.objects.select_for_update(skip_locked=True).order_by("pk")[:BATCH])
        sums: Counter[tuple[Any, ...]] = Counter()
        for row in rows:
            sums[tuple(getattr(row, mark) for mark in MARKS)] += row.number
        folded = [
            DeskCount(**dict(zip(MARKS, marks, strict=True)), number=number) for marks, number in sums.items() if number
        ]
        gain = len(rows) - len(folded)
        if gain:
            DeskCount.objects.filter(pk__in=[row.pk for row in rows]).delete()
            DeskCount.objects.bulk_create(folded)
    return gain
