"""The time trap: how long the way from the first screen to "Send" takes at the very least."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING

from django.utils import timezone

if TYPE_CHECKING:
    from pledges.engine.journey import Journey
    from pledges.models import PledgeDraft

# A page has to arrive, be seen and have its button hit: whoever lets the browser fill in everything still takes longer
# than this for each screen, while a script is through all of them in a fraction of it.
FASTEST_SCREEN = timedelta(seconds=1)
# More are not counted: a screen whose questions are all optional is passed with the Enter key.
MOST_SCREENS = 2


def was_too_fast(draft: PledgeDraft, journey: Journey) -> bool:
    """Whether no person can have come this fast from the first screen, which made ``draft``, to sending it now.

    The screens on this way are the sections after the first one, and the check page.
    """
    screens = min(len(journey.sections), MOST_SCREENS)
    return timezone.now() - draft.created_at < screens * FASTEST_SCREEN
