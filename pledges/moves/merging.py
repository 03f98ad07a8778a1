"""Two pledges that are one engagement: the one merged into the other counts nothing and waits for nobody.

There are no chains: nothing is merged into what is merged itself, nor is what others are merged into.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import log

from pledges.models import Pledge
from pledges.moves.errors import MoveNotAllowed, StaleOther
from pledges.moves.table import MOVES

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

# What the log of the pledge that stays tells of the other one.
MERGED_HERE_ACTION = "pledges.merged_here"
SEPARATED_HERE_ACTION = "pledges.separated_here"


def hold_fast(*keys: int) -> dict[int, Pledge]:
    """Lock the pledges of these keys and read them; one that is gone, or the key 0, is absent.

    In the order of their keys, so that two people who hold the same ones never wait for each other.
    """
    rows = Pledge.objects.select_for_update(of=("self",)).filter(pk__in=keys).order_by("pk")
    return {pledge.pk: pledge for pledge in rows}


def merge_refusal(merged: Pledge, kept: Pledge) -> StrOrPromise:
    """Why ``merged`` cannot be merged into ``kept``; empty where it can."""
    if merged.pk == kept.pk:
        return _("An engagement is always the same as itself: choose another one.")
    for pledge in (merged, kept):
        said = {"number": pledge.public_id, "state": pledge.state_label}
        if pledge.is_merged:
            return _("%(number)s counts with another engagement already. Separate it first, or choose that one.") % said
        if pledge.is_suspected:
            return _("%(number)s may be spam. Decide that first.") % said
        if pledge.archived_at is not None:
            return _("%(number)s is in the archive. Restore it first.") % said
        if pledge.state not in MOVES["merge"].sources:
            return _("%(number)s is %(state)s, so it cannot be marked as the same as another one.") % said
    if merged.merged.exists():
        return _("Another engagement counts with %(number)s already. Let it stay, or separate the two first.") % {
            "number": merged.public_id
        }
    return ""


def refuse_merge(merged: Pledge, kept: Pledge | None, number: str, version: int | None = None) -> None:
    """Raise what speaks against merging ``merged`` into ``kept``, both held fast; None is one that is gone.

    ``number`` is that of the one to keep, ``version`` the version of it that was seen, where that matters.
    """
    if kept is None:
        raise StaleOther(number, _("deleted"))
    if version is not None and kept.version != version:
        raise StaleOther(number, kept.state_label)
    if refusal := merge_refusal(merged, kept):
        raise MoveNotAllowed(refusal)


def tell_other(other: Pledge, pledge: Pledge, user: Any) -> None:
    """Write into the log of ``other`` that ``pledge`` was merged into it, or was separated from it, just now."""
    action = MERGED_HERE_ACTION if pledge.merged_into_id == other.pk else SEPARATED_HERE_ACTION
    log(instance=other, action=action, user=user, data={"number": pledge.public_id})
