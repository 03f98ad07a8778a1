"""The one table of what may happen to a sent pledge, and the one function that does it.

Inbox, bulk actions and the member's own links all go through ``apply``. A move writes state, decision time, accepted
quantities and log in one transaction, and only if the pledge is still as the person saw it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from pledges.choices import OPEN_STATES, WAITING_STATES, PledgeState
from pledges.mail import outbox
from pledges.models import Pledge
from pledges.permissions import may_decide

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# States that stand for a decision of staff; only these carry a decision time.
DECIDED_STATES = frozenset(
    {PledgeState.ACCEPTED, PledgeState.DECLINED, PledgeState.SPAM, PledgeState.COMPLETED, PledgeState.STOPPED}
)


@dataclass(frozen=True)
class Move:
    """One allowed move. ``label`` is the button, ``done`` the sentence after it, ``log_action`` the entry it writes.

    ``suspected_sources`` are states from which it is allowed as well while the pledge may be spam.
    """

    name: str
    label: StrOrPromise
    done: StrOrPromise
    sources: frozenset[PledgeState]
    target: PledgeState
    needs_reason: bool = False
    suspected_sources: frozenset[PledgeState] = frozenset()

    def is_allowed(self, state: str, *, suspected: bool) -> bool:
        return state in self.sources or (suspected and state in self.suspected_sources)

    @property
    def log_action(self) -> str:
        return f"pledges.{self.name}"


MOVES: Mapping[str, Move] = {
    move.name: move
    for move in (
        # Undoes a suspicion or a filing: nobody was told of it, so unlike a decision it is taken back without a reason.
        Move(
            "not_spam",
            _("Not spam"),
            _("The engagement is not spam and waits for a decision."),
            frozenset({PledgeState.SPAM}),
            PledgeState.SUBMITTED,
            suspected_sources=WAITING_STATES,
        ),
        Move("accept", _("Accept"), _("The engagement is accepted."), WAITING_STATES, PledgeState.ACCEPTED),
        Move(
            "decline",
            _("Decline"),
            _("The engagement is declined."),
            WAITING_STATES,
            PledgeState.DECLINED,
            needs_reason=True,
        ),
        Move("spam", _("Spam"), _("The engagement is marked as spam."), WAITING_STATES, PledgeState.SPAM),
        Move(
            "reopen",
            _("Reopen"),
            _("The engagement is reopened and waits in the inbox again."),
            DECIDED_STATES - {PledgeState.SPAM},
            PledgeState.SUBMITTED,
            needs_reason=True,
        ),
    )
}


# The member's own move, by the link of the receipt.
WITHDRAW = Move(
    "withdraw",
    _("Withdraw"),
    _("The engagement is withdrawn."),
    frozenset(OPEN_STATES),
    PledgeState.WITHDRAWN,
)


class MoveError(Exception):
    """A move that was not made. Nothing was written; ``message`` says why, to the person who tried."""

    def __init__(self, message: StrOrPromise) -> None:
        super().__init__(message)
        self.message = message


class StalePledge(MoveError):  # noqa: N818  named for what is the case, like PermissionDenied
    """Somebody else changed the pledge after the person had opened it."""

    def __init__(self, state: StrOrPromise) -> None:
        super().__init__(
            _(
                "Somebody changed this engagement while you had it open. It is now: %(state)s. "
                "Nothing of yours was saved; please look again before you decide."
            )
            % {"state": state}
        )


class MoveNotAllowed(MoveError):  # noqa: N818
    """The pledge's state does not allow the move, or the move lacks its reason."""


def moves_from(state: str, *, suspected: bool = False) -> list[Move]:
    """The moves that are allowed from ``state``, in the order of the table; ``suspected``: the pledge may be spam."""
    return [move for move in MOVES.values() if move.is_allowed(state, suspected=suspected)]


def apply(pledge: Pledge, move: Move, user: Any, version: int, reason: str = "") -> Pledge:
    """Make ``move`` on ``pledge`` and return it as it is now.

    ``version`` is the pledge's version number that ``user`` saw. Raises ``PermissionDenied`` for somebody who may not
    decide on this pledge, ``StalePledge`` when its version is no longer ``version``, and ``MoveNotAllowed`` when its
    state does not allow the move or a needed reason is missing. In each case nothing is written.

    The mails of a suspected pledge go out with the move, and are dropped with the one that says it is spam.
    """
    if not may_decide(user, pledge):
        raise PermissionDenied
    reason = reason.strip()
    if move.needs_reason and not reason:
        raise MoveNotAllowed(_("Please give a reason."))
    with transaction.atomic():
        before = Pledge.objects.filter(pk=pledge.pk).first()
        if before is None or not move.is_allowed(before.state, suspected=before.is_suspected):
            raise _refusal(pledge, move, version)
        decided_at = timezone.now() if move.target in DECIDED_STATES else None
        is_spam = move.target == PledgeState.SPAM
        suspicion = {"suspected": True} if before.is_suspected else {}
        # The condition stands in the update itself: of two people at the same moment, one finds no row left.
        changed = Pledge.objects.filter(pk=pledge.pk, version=version, state=before.state).update(
            state=move.target,
            version=F("version") + 1,
            decided_at=decided_at,
            spam_signs=before.spam_signs if is_spam else "",
        )
        if not changed:
            raise _refusal(pledge, move, version)
        if move.target == PledgeState.ACCEPTED:
            pledge.contributions.filter(accepted__isnull=True).update(accepted=F("declared"))
        if before.spam_signs:
            (outbox.drop if is_spam else outbox.release)(pledge)
        log(
            instance=pledge,
            action=move.log_action,
            user=user,
            data={"from": before.state, "to": move.target.value, "reason": reason, **suspicion},
            content_changed=True,
        )
    return Pledge.objects.get(pk=pledge.pk)


def withdraw(pledge: Pledge) -> Pledge:
    """Withdraw an engagement as its member asks by the link of the receipt, and return it as it is now.

    Raises ``MoveNotAllowed`` when its state does not allow it; nothing is written then.
    """
    with transaction.atomic():
        before = Pledge.objects.select_for_update().get(pk=pledge.pk)
        if before.state not in WITHDRAW.sources:
            raise _refusal(before, WITHDRAW, before.version)
        Pledge.objects.filter(pk=pledge.pk).update(state=WITHDRAW.target, version=F("version") + 1)
        log(
            instance=pledge,
            action=WITHDRAW.log_action,
            data={"from": before.state, "to": WITHDRAW.target.value, "reason": ""},
            content_changed=True,
        )
    return Pledge.objects.get(pk=pledge.pk)


def _refusal(pledge: Pledge, move: Move, version: int) -> MoveError:
    """Say why the update found no row."""
    current = Pledge.objects.filter(pk=pledge.pk).first()
    if current is None:
        return StalePledge(_("deleted"))
    if current.version != version:
        return StalePledge(current.state_label)
    return MoveNotAllowed(
        _("“%(move)s” is not possible for an engagement that is %(state)s.")
        % {"move": move.label, "state": current.state_label}
    )
