"""The one table of what may happen to a sent pledge: from which states, to which, what it writes and which mail it has.

Inbox, bulk actions and the member's own links all go through it, by ``pledges.moves.make``.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _

from pledges.choices import CLOSED_STATES, OPEN_STATES, WAITING_STATES, MailKind, PledgeState

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from pledges.models import Pledge

# States that stand for a decision of staff; only these carry a decision time.
DECIDED_STATES = frozenset(
    {PledgeState.ACCEPTED, PledgeState.DECLINED, PledgeState.SPAM, PledgeState.COMPLETED, PledgeState.STOPPED}
)


class Mark(Enum):
    """What a move changes beside the state."""

    TAKE = "take"
    ASSIGN = "assign"
    ARCHIVE = "archive"
    RESTORE = "restore"
    FIGURES = "figures"
    MERGE = "merge"
    SEPARATE = "separate"


@dataclass(frozen=True)
class Move:
    """One allowed move. ``label`` is the button, ``done`` the sentence after it, ``log_action`` the entry it writes.

    ``target`` None leaves the state as it is. ``needs_reason`` asks for words that staff alone read, ``needs_message``
    for words to the member; ``mail`` is the letter that goes to the member. ``suspected_sources`` are states from which
    it is allowed as well while the pledge may be spam. What is archived is restored before anything else, and what is
    merged into another pledge is separated first. ``is_main`` are the ones that stand on top of a case; the others are
    opened first.
    """

    name: str
    label: StrOrPromise
    done: StrOrPromise
    sources: frozenset[PledgeState]
    target: PledgeState | None = None
    mark: Mark | None = None
    needs_reason: bool = False
    needs_message: bool = False
    mail: MailKind | None = None
    suspected_sources: frozenset[PledgeState] = frozenset()
    is_main: bool = False

    def is_allowed(
        self, state: str, *, suspected: bool, archived: bool = False, merged: bool = False, erased: bool = False
    ) -> bool:
        # Of what names nobody any more nobody knows what would be decided.
        if erased:
            return False
        if archived is not (self.mark is Mark.RESTORE) or merged is not (self.mark is Mark.SEPARATE):
            return False
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
            is_main=True,
        ),
        Move(
            "accept",
            _("Accept"),
            _("The engagement is accepted."),
            WAITING_STATES,
            PledgeState.ACCEPTED,
            mail=MailKind.ACCEPTED,
            is_main=True,
        ),
        Move(
            "ask_changes",
            _("Ask for changes"),
            _("The member is asked for changes."),
            WAITING_STATES,
            PledgeState.CHANGES_REQUESTED,
            needs_message=True,
            mail=MailKind.CHANGES_REQUESTED,
            is_main=True,
        ),
        Move(
            "decline",
            _("Decline"),
            _("The engagement is declined."),
            WAITING_STATES | {PledgeState.CHANGES_REQUESTED},
            PledgeState.DECLINED,
            needs_reason=True,
            mail=MailKind.DECLINED,
            is_main=True,
        ),
        Move("spam", _("Spam"), _("The engagement is marked as spam."), WAITING_STATES, PledgeState.SPAM, is_main=True),
        Move(
            "review",
            _("Start review"),
            _("The engagement is in review."),
            frozenset({PledgeState.SUBMITTED}),
            PledgeState.IN_REVIEW,
        ),
        Move(
            "change_figures",
            _("Change figures"),
            _("The figures are changed."),
            frozenset({*WAITING_STATES, PledgeState.ACCEPTED, PledgeState.COMPLETED}),
            mark=Mark.FIGURES,
            needs_reason=True,
        ),
        Move(
            "reopen",
            _("Reopen"),
            _("The engagement is reopened and waits in the inbox again."),
            (DECIDED_STATES | {PledgeState.CHANGES_REQUESTED}) - {PledgeState.SPAM},
            PledgeState.SUBMITTED,
            needs_reason=True,
            is_main=True,
        ),
        Move(
            "withdraw_for_member",
            _("Withdraw for the member"),
            _("The engagement is withdrawn for the member."),
            frozenset(OPEN_STATES),
            PledgeState.WITHDRAWN,
            needs_reason=True,
            mail=MailKind.WITHDRAWN,
        ),
        Move("take", _("Take"), _("The engagement is yours."), frozenset(OPEN_STATES), mark=Mark.TAKE),
        Move("assign", _("Assign"), _("The engagement is assigned."), frozenset(OPEN_STATES), mark=Mark.ASSIGN),
        Move("archive", _("Archive"), _("The engagement is archived."), CLOSED_STATES, mark=Mark.ARCHIVE),
        Move(
            "restore",
            _("Restore"),
            _("The engagement is out of the archive."),
            CLOSED_STATES,
            mark=Mark.RESTORE,
            is_main=True,
        ),
        # Needs another pledge to be the same as, so it is made where the two are compared.
        Move(
            "merge",
            _("Mark as the same engagement"),
            _("The engagement is the same as another one, and counts there."),
            frozenset({*OPEN_STATES, PledgeState.COMPLETED, PledgeState.STOPPED}),
            mark=Mark.MERGE,
        ),
        # Whatever became of it meanwhile: its member may have withdrawn it.
        Move(
            "separate",
            _("Separate again"),
            _("The engagement stands by itself again."),
            frozenset(PledgeState),
            mark=Mark.SEPARATE,
            is_main=True,
        ),
    )
}


# The member's own moves, by the links of the mails.
WITHDRAW = Move(
    "withdraw",
    _("Withdraw"),
    _("The engagement is withdrawn."),
    frozenset(OPEN_STATES),
    PledgeState.WITHDRAWN,
)


def moves_from(
    state: str, *, suspected: bool = False, archived: bool = False, merged: bool = False, erased: bool = False
) -> list[Move]:
    """The moves that are allowed from ``state``, in the order of the table; ``suspected``: the pledge may be spam."""
    marks = {"suspected": suspected, "archived": archived, "merged": merged, "erased": erased}
    return [move for move in MOVES.values() if move.is_allowed(state, **marks)]


def marks_of(pledge: Pledge) -> dict[str, bool]:
    """What stands beside the state of ``pledge`` and decides with it on the moves that are allowed."""
    return {
        "suspected": pledge.is_suspected,
        "archived": pledge.archived_at is not None,
        "merged": pledge.is_merged,
        "erased": pledge.is_erased,
    }
