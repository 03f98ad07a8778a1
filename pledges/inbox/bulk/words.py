"""What is said of a run: that it is under way, how it ended, and why an engagement was left as it is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.contrib.humanize.templatetags.humanize import intcomma
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pledges.choices import BulkOutcome
from pledges.models import BulkItem, BulkRun
from pledges.moves import MOVES, Move, not_possible

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise


def under_way(run: BulkRun) -> str:
    text = ngettext(
        "%(move)s: %(number)s engagement is being moved in the background.",
        "%(move)s: %(number)s engagements are being moved in the background.",
        run.total,
    )
    return text % {"move": MOVES[run.move].label, "number": intcomma(run.total)}


def ended(run: BulkRun, left: int) -> str:
    """How many ``run`` moved, and how many, ``left``, it did not."""
    done = run.total - left
    text = ngettext("%(move)s: done for %(number)s engagement.", "%(move)s: done for %(number)s engagements.", done) % {
        "move": MOVES[run.move].label,
        "number": intcomma(done),
    }
    if not left:
        return text
    rest = ngettext("%(number)s was left as it is.", "%(number)s were left as they are.", left)
    return f"{text} {rest % {'number': intcomma(left)}}"


def reason(move: Move, outcome: str, found: str) -> StrOrPromise:
    """Why ``move`` was not made on an engagement; ``found`` is what stood in its way."""
    if outcome == BulkOutcome.NOT_ALLOWED:
        return not_possible(move, BulkItem(found=found).get_found_display()).message
    return _("It was not reached.") if outcome == BulkOutcome.LEFT else BulkOutcome(outcome).label
