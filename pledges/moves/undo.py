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
from pledges.moves.table import MOVES, Mark, Move
from pledges.permissions import may_decide

UNDO_ACTION = "pledges.undo"


def undoable(pledge: Pledge, entries: Iterable[ModelLogEntry] | None = None) -> Move | None:
    """The move that can still be taken back; ``entries`` is the log of ``pledge``, where it is at hand."""
    entry = _last_move(pledge, _entries_of(pledge) if entries is None else entries)
    return _move_of(entry) if entry is not None and _is_fresh(entry) else None


def undo(pledge: Pledge, user: Any, version: int) -> Pledge:
    """Take back the move that made ``version``, with its mail and its figures, and return the pledge as it is now.

    Raises ``PermissionDenied`` for somebody who may not decide, ``StalePledge`` when something came after, and
    ``MoveNotAllowed`` when the time is over or the mail is on its way. Nothing is written then.
    """
    if not may_decide(user, pledge):
        raise PermissionDenied
    with transaction.atomic():
        current = Pledge.objects.select_for_update(of=("self",)).filter(pk=pledge.pk).first()
        if current is None:
            raise StalePledge(_("deleted"))
        if current.version != version:
            raise StalePledge(current.state_label)
        entry = _last_move(current, _entries_of(current))
        if entry is None or not _is_fresh(entry):
            raise MoveNotAllowed(_("It is too late to undo this: the time for it is over."))
        if not outbox.cancel(current, version):
            raise MoveNotAllowed(_("It is too late to undo this: the mail is on its way."))
        Pledge.objects.filter(pk=pledge.pk).update(version=F("version") + 1, **_columns_before(entry, current))
        for figure in entry.data.get("figures", []):
            quantity = None if figure["from"] is None else Decimal(figure["from"])
            Contribution.objects.filter(pk=figure["contribution"], pledge=current).update(accepted=quantity)
        current.change_requests.filter(pledge_version=version).delete()
        after = Pledge.objects.get(pk=pledge.pk)
        if "signs" in entry.data:
            outbox.hold(after)
        data = {"undone": entry.action, "version": after.version, "from": current.state, "to": after.state}
        log(instance=after, action=UNDO_ACTION, user=user, data=data, content_changed=True)
    return after


def _entries_of(pledge: Pledge) -> Iterable[ModelLogEntry]:
    return ModelLogEntry.objects.for_instance(pledge)


def _last_move(pledge: Pledge, entries: Iterable[ModelLogEntry]) -> ModelLogEntry | None:
    """The log entry of the move that made the pledge's version; None when something else did."""
    actions = {move.log_action for move in MOVES.values()}
    made_it = (entry for entry in entries if entry.action in actions and entry.data.get("version") == pledge.version)
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
        columns["spam_signs"] = entry.data.get("signs", "")
    if "assignee" in entry.data:
        columns["assignee_id"] = entry.data["assignee"]["from"]
    mark = _move_of(entry).mark
    if mark in (Mark.ARCHIVE, Mark.RESTORE):
        columns["archived_at"] = None if mark is Mark.ARCHIVE else entry.timestamp
    return columns
