"""What was done with a pledge, from Wagtail's log."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.contrib.auth import get_user_model
from django.utils.translation import gettext as _
from wagtail.models import ModelLogEntry

from pledges.choices import PledgeState
from pledges.mail.undelivered import BOUNCED_ACTION, FAILED_ACTION
from pledges.models.pledge import SUSPECTED_LABEL


@dataclass(frozen=True)
class HistoryEntry:
    """One line of a case's history; ``states`` is empty for what was no move."""

    when: Any
    who: str
    what: str
    states: str
    reason: str


def history_of(entries: Iterable[ModelLogEntry]) -> list[HistoryEntry]:
    """What was done with a pledge, in the order of its log ``entries``. One query, however long the history."""
    labels = dict(PledgeState.choices)
    # The log keeps the number of a user who is gone, so a join would drop or break such lines.
    users = get_user_model().objects.in_bulk({entry.user_id for entry in entries if entry.user_id})
    lines = []
    for entry in entries:
        user = users.get(entry.user_id)
        state_before = labels.get(entry.data.get("from"), "")
        before = SUSPECTED_LABEL if entry.data.get("suspected") else state_before
        moved = "from" in entry.data and "to" in entry.data
        # Members act by their links, without an account.
        without_user = _("somebody who is no longer here") if entry.user_id else _("the member")
        if entry.action in (FAILED_ACTION, BOUNCED_ACTION):
            without_user = _("the mail server")
        lines.append(
            HistoryEntry(
                when=entry.timestamp,
                who=(user.get_full_name() or user.get_username()) if user else without_user,
                what=str(entry.message),
                states=f"{before} → {labels.get(entry.data['to'], '')}" if moved else "",
                reason=entry.data.get("reason", ""),
            )
        )
    return lines
