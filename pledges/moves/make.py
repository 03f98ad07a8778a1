"""Make a move: state, marks, accepted quantities, mail and log in one transaction, or nothing at all."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from pledges.choices import PledgeState
from pledges.mail import outbox
from pledges.mail.messages import queue_letter
from pledges.models import ChangeRequest, Pledge
from pledges.moves.errors import MoveError, MoveNotAllowed, StalePledge
from pledges.moves.figures import set_accepted, write_figures
from pledges.moves.merging import hold_fast, refuse_merge, tell_other
from pledges.moves.table import DECIDED_STATES, WITHDRAW, Mark, Move, marks_of
from pledges.permissions import may_decide, officers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from bbacms.users.models import User

# How long the mail of a move waits, and so how long the move can be undone.
HOLD = timedelta(seconds=60)
STILL_SUSPECTED = (PledgeState.SPAM, PledgeState.IN_REVIEW)
# The columns of a pledge that tell since when it stands as it does: the log keeps them, so that undo can restore them.
TIMES = ("decided_at", "state_since", "answered_at")


@dataclass(frozen=True)
class Said:
    """What goes with a move, each only where the move has a place for it.

    ``reason`` is for staff and never leaves the admin; ``message`` is for the member, in their language; ``questions``
    are those the member is asked to look at again (ids); ``figures`` are accepted quantities by contribution id, in the
    indicator's unit, None for a quantity that is not known; ``assignee`` None takes the case from everybody.

    ``into`` is the pledge that this one is the same as, ``into_version`` the version of it that was seen.
    """

    reason: str = ""
    message: str = ""
    questions: tuple[str, ...] = ()
    figures: Mapping[int, Decimal | None] = field(default_factory=dict)
    assignee: User | None = None
    into: Pledge | None = None
    into_version: int = 0


def apply(pledge: Pledge, move: Move, user: Any, version: int, said: Said | None = None) -> Pledge:
    """Make ``move`` on ``pledge`` and return it as it is now.

    ``version`` is the pledge's version number that ``user`` saw. Raises ``PermissionDenied`` for somebody who may not
    decide on this pledge, ``StalePledge`` when its version is no longer ``version`` or that of the pledge it is merged
    into no longer the one seen, and ``MoveNotAllowed`` when its state does not allow the move or something it needs is
    missing. In each case nothing is written.

    The mails of a suspected pledge go out with the move, and are dropped with the one that says it is spam.
    """
    said = said or Said()
    if not may_decide(user, pledge) or (said.into is not None and not may_decide(user, said.into)):
        raise PermissionDenied
    _refuse_incomplete(move, said)
    with transaction.atomic():
        # Held fast, so that figures and log tell of the same pledge; the version tells of two people in a row.
        held = hold_fast(pledge.pk, said.into.pk if said.into else 0)
        before = held.get(pledge.pk)
        if before is None or before.version != version or not _allows(before, move):
            raise _refusal(before, move, version)
        if move.mark is Mark.MERGE and said.into:
            refuse_merge(before, held.get(said.into.pk), said.into.public_id, said.into_version)
        columns = _columns(move, before, user, said)
        Pledge.objects.filter(pk=pledge.pk).update(version=F("version") + 1, **columns)
        figures = write_figures(before, said.figures) if move.mark is Mark.FIGURES else []
        if move.target == PledgeState.ACCEPTED:
            figures = set_accepted(before)
        after = Pledge.objects.get(pk=pledge.pk)
        if before.spam_signs and move.target == PledgeState.SPAM:
            outbox.drop(after)
        elif before.spam_signs and not after.spam_signs:
            outbox.release(after)
        withheld = outbox.withhold(after) if move.target is not None else []
        if move.needs_message:
            ChangeRequest.objects.create(
                pledge=after, pledge_version=after.version, message=said.message.strip(), questions=[*said.questions]
            )
        if move.mail:
            queue_letter(move.mail, after, message=said.message, questions=said.questions, hold=HOLD)
        log(
            instance=after,
            action=move.log_action,
            user=user,
            data=_told(move, before, after, said, figures) | ({"withheld": withheld} if withheld else {}),
            content_changed=True,
        )
        if other := _other(before, after):
            tell_other(other, after, user)
    return after


def withdraw(pledge: Pledge) -> Pledge:
    """Withdraw an engagement as its member asks by the link of the receipt, and return it as it is now.

    Raises ``MoveNotAllowed`` when its state does not allow it; nothing is written then.
    """
    with transaction.atomic():
        before = Pledge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
        if before.state not in WITHDRAW.sources:
            raise _refusal(before, WITHDRAW, before.version)
        columns = {"state": WITHDRAW.target, "state_since": timezone.now(), "answered_at": None, "leaves_on": None}
        Pledge.objects.filter(pk=pledge.pk).update(version=F("version") + 1, **columns)
        after = Pledge.objects.get(pk=pledge.pk)
        outbox.withhold(after)
        data = _told(WITHDRAW, before, after, Said(), [])
        log(instance=after, action=WITHDRAW.log_action, data=data, content_changed=True)
    return after


def _refuse_incomplete(move: Move, said: Said) -> None:
    if move.needs_reason and not said.reason.strip():
        raise MoveNotAllowed(_("Please give a reason."))
    if move.needs_message and not said.message.strip():
        raise MoveNotAllowed(_("Please write to the member what is asked for."))
    if move.mark is Mark.MERGE and said.into is None:
        raise MoveNotAllowed(_("Compare it with the engagement that it is the same as, and mark it there."))
    if said.assignee and move.mark is Mark.ASSIGN and not officers().filter(pk=said.assignee.pk).exists():
        raise MoveNotAllowed(_("Only somebody who may use the inbox can be given an engagement."))


def _allows(pledge: Pledge, move: Move) -> bool:
    return move.is_allowed(pledge.state, **marks_of(pledge))


def _other(before: Pledge, after: Pledge) -> Pledge | None:
    """The pledge that the move merged this one into, or separated it from."""
    return None if before.merged_into_id == after.merged_into_id else before.merged_into or after.merged_into


def _columns(move: Move, before: Pledge, user: Any, said: Said) -> dict[str, Any]:
    columns: dict[str, Any] = {}
    if move.target is not None:
        columns["state"] = move.target
        columns["decided_at"] = timezone.now() if move.target in DECIDED_STATES else None
        # Whoever begins to look at it has not said yet that it is none.
        columns["spam_signs"] = before.spam_signs if move.target in STILL_SUSPECTED else ""
        columns |= {"state_since": timezone.now(), "answered_at": None, "leaves_on": None}
    marks: dict[Mark, dict[str, Any]] = {
        Mark.TAKE: {"assignee": user},
        Mark.ASSIGN: {"assignee": said.assignee},
        Mark.ARCHIVE: {"archived_at": timezone.now()},
        Mark.RESTORE: {"archived_at": None},
        Mark.MERGE: {"merged_into": said.into},
        Mark.SEPARATE: {"merged_into": None},
    }
    return columns | (marks.get(move.mark, {}) if move.mark else {})


def _told(move: Move, before: Pledge, after: Pledge, said: Said, figures: list[dict[str, Any]]) -> dict[str, Any]:
    """What the log keeps: numbers and codes, and the words of staff; never contact data. ``undo`` reads it again."""
    told: dict[str, Any] = {"version": after.version, "reason": said.reason.strip()}
    if move.target is not None:
        told |= {"from": before.state, "to": after.state}
        for name in TIMES:
            told[name] = time.isoformat() if (time := getattr(before, name)) else None
    if before.is_suspected and move.target is not None:
        told["suspected"] = True
    if before.spam_signs != after.spam_signs or (before.is_suspected and not after.is_suspected):
        told["signs"] = before.spam_signs
    if move.mark in (Mark.TAKE, Mark.ASSIGN):
        told["assignee"] = {"from": before.assignee_id, "to": after.assignee_id}
    if other := _other(before, after):
        told |= {"other": other.pk, "number": other.public_id}
    if figures:
        told["figures"] = figures
    return told


def _refusal(current: Pledge | None, move: Move, version: int) -> MoveError:
    """Say why the pledge could not be moved."""
    if current is None:
        return StalePledge(_("deleted"))
    if current.version != version:
        return StalePledge(current.state_label)
    return not_possible(move, current.state_label)


def not_possible(move: Move, state: StrOrPromise) -> MoveNotAllowed:
    """The refusal of ``move`` to an engagement whose state reads ``state``."""
    return MoveNotAllowed(
        _("“%(move)s” is not possible for an engagement that is %(state)s.") % {"move": move.label, "state": state}
    )
