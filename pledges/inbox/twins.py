"""How a case shows engagements that may be the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from pledges.duplicates.find import likely_same

if TYPE_CHECKING:
    from pledges.models import Pledge

# As many stand on the case at once, above what it says; the others are opened.
SHOWN = 2


def twins_context(pledge: Pledge, user: Any) -> dict[str, Any]:
    """What the templates of a case need to tell of its twins. Two queries."""
    likeness = likely_same(pledge, user)
    return {
        "likeness": likeness,
        "first_twins": likeness.twins[:SHOWN],
        "further_twins": likeness.twins[SHOWN:],
    }
