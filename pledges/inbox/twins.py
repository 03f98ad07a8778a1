"""How a case shows engagements that may be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pledges.duplicates.find import likely_same
from pledges.moves import MERGED_HERE_ACTION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from wagtail.models import ModelLogEntry

    from pledges.models import Pledge

# As many stand on the case at once, above what it says; the others are opened.
SHOWN = 2


def twins_context(pledge: Pledge, user: Any, entries: Iterable[ModelLogEntry]) -> dict[str, Any]:
    """What the templates of a case need to tell of its twins; ``entries`` is its log. Two queries at most."""
    held_others = any(entry.action == MERGED_HERE_ACTION for entry in entries)
    likeness = likely_same(pledge, user, may_hold_others=held_others)
    return {
        "likeness": likeness,
        "first_twins": likeness.twins[:SHOWN],
        "further_twins": likeness.twins[SHOWN:],
    }
