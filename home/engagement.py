"""The engagement behind a story. A story and its engagement are linked by the story's translation key."""

from __future__ import annotations

from django.db.models import FilteredRelation, Q

from bbacms.core.models import Indicator
from pledges.choices import PledgeState
from pledges.models import Pledge
from stories.facts import StoryEngagement, contribution_text
from stories.models import StoryPage

INDICATOR_FIELDS = ("unit", *Indicator.NAME_FIELDS)


def engagement_behind(story: StoryPage) -> StoryEngagement | None:
    """Return the counted engagement behind ``story``; none where there is none or it does not count (any more).

    Where that is the same as another engagement, the other one is behind the story: there it counts.

    One query: a row per accepted contribution, or a single one without quantity.
    """
    rows = list(
        Pledge.objects.counted()
        .filter(Q(story_key=story.translation_key) | Q(merged__story_key=story.translation_key))
        .annotate(counted=FilteredRelation("contributions", condition=Q(contributions__accepted__isnull=False)))
        .order_by("counted__pk")
        .values(
            *("public_id", "state", "figure_text", "language", "counted__accepted"),
            *(f"counted__indicator__{field}" for field in INDICATOR_FIELDS),
        )
    )
    if not rows:
        return None
    quantities = [
        contribution_text(
            row["counted__accepted"],
            Indicator(**{field: row[f"counted__indicator__{field}"] for field in INDICATOR_FIELDS}),
        )
        for row in rows
        if row["counted__accepted"] is not None
    ]
    return StoryEngagement(
        public_id=rows[0]["public_id"],
        state=str(PledgeState(rows[0]["state"]).label),
        quantities=quantities,
        figure_text=rows[0]["figure_text"],
        language=rows[0]["language"],
    )
