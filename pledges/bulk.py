"""Make one move on many engagements, each in a transaction of its own: what is cut off goes on where it stopped.

Whoever works on a run holds its lease: a random token and an end, renewed with every few engagements. A lease that
ended, because its worker was killed, is free again. What was done with an engagement is written in the transaction of
its move, and only where nothing was written yet: even two workers at one run move none of them twice.
"""

from __future__ import annotations

import itertools
import logging
import time
import uuid
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.contrib.auth import get_user_model
from django.db import InterfaceError, OperationalError, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from pledges.choices import ARCHIVED, ERASED, MERGED, NOT_ARCHIVED, BulkOutcome, BulkState, BulkStop
from pledges.models import BulkItem, BulkRun, Pledge
from pledges.moves import MOVES, Mark, Move, MoveNotAllowed, Said, StalePledge, apply, marks_of
from pledges.permissions import officers, pledge_policy

logger = logging.getLogger("pledges.bulk")

# How many are moved while the person waits for the answer.
AT_ONCE = 50
# After so many the lease is renewed, and whoever began the run is looked at again.
STEP = 50
LEASE = timedelta(seconds=60)
# Seconds after which a worker looks at the mail, and at the runs of others, before it goes on.
SLICE = 5
WRITTEN_AT_ONCE = 2000
# Then a run that is over is removed: its report has been read, and it holds what staff said.
KEPT = timedelta(days=30)


@dataclass(frozen=True)
class Actor:
    """Who a run is made for, and what they said, as the database has it now."""

    user: Any
    said: Said


class StopError(Exception):
    """The run cannot go on at all."""

    def __init__(self, why: BulkStop) -> None:
        super().__init__(why)
        self.why = why


def begin(
    user: Any, move: Move, chosen: Sequence[tuple[int, int]], key: uuid.UUID, *, said: Said, filters: str = ""
) -> BulkRun:
    """Write down that ``user`` makes ``move`` on ``chosen`` (numbers of pledges, and the versions that were seen).

    The same ``key`` again begins nothing: the run that there is comes back. Nothing is moved yet.
    """
    values = {
        "move": move.name,
        "said": {"assignee": said.assignee.pk if said.assignee else None},
        "filters": filters,
        "total": len(chosen),
    }
    with transaction.atomic():
        run, is_new = BulkRun.objects.get_or_create(user=user, key=key, defaults=values)
        rows = iter(chosen if is_new else ())
        while some := list(itertools.islice(rows, WRITTEN_AT_ONCE)):
            BulkItem.objects.bulk_create(BulkItem(run=run, pledge_id=pk, version=version) for pk, version in some)
    return run


def work_on(run: BulkRun) -> BulkRun:
    """Do ``run`` to its end, unless somebody else does, and return it as it is then."""
    if _claim(_free().filter(pk=run.pk)):
        _work(BulkRun.objects.get(pk=run.pk), lambda: True)
    return BulkRun.objects.get(pk=run.pk)


def work_due(keep_going: Callable[[], bool] = lambda: True) -> None:
    """Work for some seconds on the run that has waited longest. ``keep_going`` is asked before each engagement."""
    end = time.monotonic() + SLICE
    if run := _claim(_free()):
        _work(run, lambda: keep_going() and time.monotonic() < end)


def remove_old_runs() -> int:
    """Remove the runs that ended ``KEPT`` ago or earlier, with what became of each engagement; returns how many."""
    ended = BulkRun.objects.filter(state__in=(BulkState.DONE, BulkState.STOPPED))
    old = ended.filter(finished_at__lte=timezone.now() - KEPT)
    # One by one: each may have thousands of engagements.
    for run in old:
        run.delete()
    return len(old)


def runs_of(user: Any) -> QuerySet[BulkRun]:
    """What ``user`` began."""
    return BulkRun.objects.filter(user=user)


def found_as(move: Move, pledge: Pledge) -> str:
    """What of ``pledge`` does not allow ``move``: a choice of ``BulkItem.found``, empty where it is allowed."""
    if move.is_allowed(pledge.state, **marks_of(pledge)):
        return ""
    if pledge.is_erased:
        return ERASED
    if pledge.is_merged:
        return MERGED
    if move.mark is Mark.RESTORE:
        return NOT_ARCHIVED
    return ARCHIVED if pledge.archived_at is not None else pledge.state


def _free() -> QuerySet[BulkRun]:
    now = timezone.now()
    return BulkRun.objects.filter(Q(leased_until__isnull=True) | Q(leased_until__lte=now), state=BulkState.QUEUED)


def _claim(free: QuerySet[BulkRun]) -> BulkRun | None:
    """Take the run that nobody has worked on for longest; None if there is none, or another worker was quicker."""
    found = free.order_by(F("leased_until").asc(nulls_first=True), "pk").values_list("pk", flat=True).first()
    if found is None:
        return None
    token = uuid.uuid4()
    free.filter(pk=found).update(lease_token=token, leased_until=timezone.now() + LEASE)
    return BulkRun.objects.filter(pk=found, lease_token=token).first()


def _work(run: BulkRun, keep_going: Callable[[], bool]) -> None:
    """Go on with ``run`` while ``keep_going()`` and the lease holds; let go of it then."""
    ours = BulkRun.objects.filter(pk=run.pk, lease_token=run.lease_token)
    while keep_going() and ours.update(leased_until=timezone.now() + LEASE):
        try:
            actor = _actor(run)
        except StopError as stop:
            ours.update(state=BulkState.STOPPED, stopped_because=stop.why, finished_at=timezone.now())
            break
        left = run.items.filter(outcome=BulkOutcome.LEFT).select_related("pledge").order_by("pk")
        items = list(left[:STEP])
        if not items:
            ours.update(state=BulkState.DONE, finished_at=timezone.now())
            break
        for item in items:
            if keep_going():
                _make(item, MOVES[run.move], actor)
    ours.update(lease_token=None, leased_until=timezone.now())


def _actor(run: BulkRun) -> Actor:
    user = get_user_model().objects.filter(pk=run.user_id).first() if run.user_id else None
    if user is None:
        raise StopError(BulkStop.NO_USER)
    if not pledge_policy.user_has_permission(user, "change"):
        raise StopError(BulkStop.NO_RIGHT)
    wanted = run.said["assignee"]
    assignee = officers().filter(pk=wanted).first() if wanted else None
    if wanted and assignee is None:
        raise StopError(BulkStop.NO_ASSIGNEE)
    return Actor(user, Said(assignee=assignee))


def _make(item: BulkItem, move: Move, actor: Actor) -> None:
    """Move one engagement and write down what became of it, or neither."""
    row = BulkItem.objects.filter(pk=item.pk)
    with transaction.atomic():
        # Waits for another worker at the same engagement, and finds nothing left when that one has done it.
        if row.filter(outcome=BulkOutcome.LEFT).update(outcome=BulkOutcome.DONE):
            outcome = _outcome(item, move, actor)
            if outcome != BulkOutcome.DONE:
                found = found_as(move, item.pledge) if item.pledge and outcome == BulkOutcome.NOT_ALLOWED else ""
                row.update(outcome=outcome, found=found)


def _outcome(item: BulkItem, move: Move, actor: Actor) -> BulkOutcome:
    if item.pledge is None:
        return BulkOutcome.GONE
    try:
        with transaction.atomic():
            apply(item.pledge, move, actor.user, item.version, actor.said)
    except StalePledge:
        return BulkOutcome.CHANGED
    except MoveNotAllowed:
        return BulkOutcome.NOT_ALLOWED
    except (OperationalError, InterfaceError):
        # The database is away, or a lock was not to be had: the run goes on later.
        raise
    except Exception as error:
        # One engagement that cannot be moved must not stop those behind it, whatever is wrong with it.
        logger.exception("Engagement %s of run %s was not moved: %s", item.pledge_id, item.run_id, type(error).__name__)
        return BulkOutcome.FAILED
    return BulkOutcome.DONE
