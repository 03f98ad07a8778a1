"""The desk: the fixed lists of the inbox, as one table. Each has an address of its own below ``/admin/inbox/``."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from pledges.choices import COUNTED_STATES, PledgeState
from pledges.permissions import pledges_for, several_officers

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

    from pledges.querysets import PledgeQuerySet

# Whoever was asked and answered comes first; then those who wait longest. An empty ``answered_at`` sorts last.
LONGEST_WAITING = ("answered_at", "waits_since", "pk")
NEWEST = ("-submitted_at", "-pk")


@dataclass(frozen=True)
class DeskView:
    """One list. ``name`` is its part of the address, ``empty`` the sentence where it holds nothing.

    ``keep`` narrows the pledges that a user may see to those of the list; ``ordering`` ends in the key, so that no two
    rows stand alike. ``kept`` are the rows of ``DeskCount`` that it is the sum of; without them it is counted when it
    is asked for, which only lists that stay small may be. ``is_open``: it holds what waits for somebody.
    ``for_several``: it is shown only where several people share the work. ``is_seldom``: only while it holds something.
    """

    name: str
    label: StrOrPromise
    empty: StrOrPromise
    keep: Callable[[PledgeQuerySet, Any], PledgeQuerySet]
    ordering: tuple[str, ...]
    kept: Q | None = None
    is_open: bool = False
    for_several: bool = False
    is_seldom: bool = False

    def pledges(self, user: Any) -> PledgeQuerySet:
        """The pledges of this list that ``user`` may see, in no order."""
        return self.keep(pledges_for(user), user)

    @property
    def url_name(self) -> str:
        return "index" if self is TO_DO else self.name

    @property
    def url(self) -> str:
        return reverse(f"inbox:{self.url_name}")


TO_DO = DeskView(
    "to-do",
    _("To do"),
    _("Nothing waits for you. Well done."),
    lambda pledges, user: pledges.to_do(),
    LONGEST_WAITING,
    kept=Q(is_to_do=True),
    is_open=True,
)
OVERDUE = DeskView(
    "overdue",
    _("Overdue"),
    _("Nothing is overdue: no engagement waits for staff for more than two weeks, or for its member for a month."),
    lambda pledges, user: pledges.overdue(),
    ("waits_since", "pk"),
    is_open=True,
)
LEAVING = DeskView(
    "leaving",
    _("Leaving soon"),
    _("No engagement goes within the next 30 days."),
    lambda pledges, user: pledges.leaving(),
    ("leaves_on", "pk"),
    is_seldom=True,
)
ALL = DeskView(
    "all",
    _("All"),
    _("No engagement has come in yet."),
    lambda pledges, user: pledges,
    NEWEST,
    kept=Q(),
)

DESK: Mapping[str, DeskView] = {
    view.name: view
    for view in (
        TO_DO,
        DeskView(
            "mine",
            _("Mine"),
            _("No open engagement is assigned to you."),
            lambda pledges, user: pledges.open_work().assigned_to(user),
            LONGEST_WAITING,
            is_open=True,
            for_several=True,
        ),
        DeskView(
            "unassigned",
            _("Unassigned"),
            _("Every open engagement is assigned to somebody."),
            lambda pledges, user: pledges.open_work().assigned_to(None),
            LONGEST_WAITING,
            is_open=True,
            for_several=True,
        ),
        DeskView(
            "waiting",
            _("Waiting for the member"),
            _("No member was asked for something that is still to come."),
            lambda pledges, user: pledges.waiting_for_member(),
            ("waits_since", "pk"),
            kept=Q(state=PledgeState.CHANGES_REQUESTED, is_merged=False),
            is_open=True,
        ),
        OVERDUE,
        DeskView(
            "accepted",
            _("Accepted"),
            _("No engagement is accepted yet."),
            lambda pledges, user: pledges.counted().in_the_open(),
            NEWEST,
            kept=Q(state__in=COUNTED_STATES, is_merged=False, is_archived=False),
        ),
        DeskView(
            "spam",
            _("Spam"),
            _("Nothing here looks like spam."),
            lambda pledges, user: pledges.spam_folder(),
            # What may be spam waits for a look; what is spam does not.
            ("-is_to_do", *NEWEST),
            kept=Q(is_suspected=True) | Q(state=PledgeState.SPAM, is_archived=False),
        ),
        DeskView(
            "archive",
            _("Archive"),
            _("Nothing is in the archive."),
            lambda pledges, user: pledges.archived(),
            ("-archived_at", "-pk"),
            kept=Q(is_archived=True),
        ),
        LEAVING,
        ALL,
    )
}


def views_shown() -> list[DeskView]:
    """The lists that are offered: those for several people only where there are several."""
    several = several_officers()
    return [view for view in DESK.values() if several or not view.for_several]
