"""Take the last move back, for as long as its mail has not gone out."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from pledges.mail import outbox
from pledges.models import Contribution, Pledge
from pledges.moves.errors import MoveNotAllowed, StalePledge
from pledges.moves.make import HOLD, TIMES
from pledges.moves.merging import hold_fast, refuse_merge, tell_other
from pledges.moves.table import MOVES, Mark, Move
from pledges.permissions import may_decide

UNDO_ACTION = "pledges.undo"


def undoable(pledge: Pledge, entries: Iterable[ModelLogEntry] | None = None) -> Move | None:
    """The move that can still be taken back; ``entries`` is the log of ``pledge``, where it is at hand."""
    entry = _move_that_made(pledge.version, _entries_of(pledge) if entries is None else entries)
    return _move_of(entry) if entry is not None and _is_fresh(entry) else None


def undo(pledge: Pledge, user: Any, version: int) -> Pledge:
    """Take back the move that made ``version``, with its mail and its figures, and return the pledge as it is now.

    Raises ``PermissionDenied`` for somebody who may not decide, ``StalePledge`` when something came after, and
    ``MoveNotAllowed`` when the time is over, the mail is on its way, or what it was separated from can no longer be
    counted with it. Nothing is written then.
    """
    if not may_decide(user, pledge):
        raise PermissionDenied
    # What the log says of a version never changes, so it may be read before the pledge is held.
    entry = _move_that_made(version, _entries_of(pledge))
    other_key = entry.data.get("other", 0) if entry else 0
    with transaction.atomic():
        held = hold_fast(pledge.pk, other_key)
        current, other = held.get(pledge.pk), held.get(other_key)
        if current is None:
            raise StalePledge(_("deleted"))
        if current.version != version:
            raise StalePledge(current.state_label)
        if entry is None or not _is_fresh(entry):
            raise MoveNotAllowed(_("It is too late to undo this: the time for it is over."))
        if not outbox.cancel(current, version):
            raise MoveNotAllowed(_("It is too late to undo this: the mail is on its way."))
        if _move_of(entry).mark is Mark.SEPARATE:
            refuse_merge(current, other, entry.data["number"])
        Pledge.objects.filter(pk=pledge.pk).update(version=F("version") + 1, **_columns_before(entry, current))
        for figure in entry.data.get("figures", []):
            quantity = None if figure["from"] is None else Decimal(figure["from"])
            Contribution.objects.filter(pk=figure["contribution"], pledge=current).update(accepted=quantity)
        current.change_requests.filter(pledge_version=version).delete()
        after = Pledge.objects.get(pk=pledge.pk)
        outbox.let_go(after, entry.data.get("withheld", []))
        if "signs" in entry.data:
            outbox.hold(after)
        data = {"undone": entry.action, "version": after.version, "from": current.state, "to": after.state}
        log(instance=after, action=UNDO_ACTION, user=user, data=data, content_changed=True)
        if other:
            tell_other(other, after, user)
    return after


def _entries_of(pledge: Pledge) -> Iterable[ModelLogEntry]:
    return ModelLogEntry.objects.for_instance(pledge)


def _move_that_made(version: int, entries: Iterable[ModelLogEntry]) -> ModelLogEntry | None:
    """The log entry of the move that made ``version`` of the pledge; None when something else did."""
    actions = {move.log_action for move in MOVES.values()}
    made_it = (entry for entry in entries if entry.action in actions and entry.data.get("version") == version)
    return next(made_it, None)


def _is_fresh(entry: ModelLogEntry) -> bool:
    return entry.timestamp + HOLD > timezone.now()


def _move_of(entry: ModelLogEntry) -> Move:
    return MOVES[entry.action.removeprefix("pledges.")]


def _columns_before(entry: ModelLogEntry, current: Pledge) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if "from" in entry.data:
        columns["state"] = entry.data["from"]
        for name in TIMES:
            columns[name] = datetime.fromisoformat(time) if (time := entry.data[name]) else None
        columns["spam_signs"] = entry.data.get("signs", current.spam_signs)
    if "assignee" in entry.data:
        columns["assignee_id"] = entry.data["assignee"]["from"]
    mark = _move_of(entry).mark
    if mark in (Mark.ARCHIVE, Mark.RESTORE):
        columns["archived_at"] = None if mark is Mark.ARCHIVE else entry.timestamp
    if "other" in entry.data:
        columns["merged_into_id"] = None if mark is Mark.MERGE else entry.data["other"]
    return columns
