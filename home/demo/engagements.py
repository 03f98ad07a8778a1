"""Loads the fifteen engagements the register starts with."""

from __future__ import annotations

from decimal import Decimal

from django.utils import timezone

from bbacms.core.models import ActorKind, Indicator, Objective
from home.demo.reader import read_content
from pledges.choices import PledgeSource, PledgeState
from pledges.duplicates.keys import keep_match_keys
from pledges.inbox.search import index_cases
from pledges.models import Contribution, Pledge
from stories.models import StoryPage


def load_engagements(stories: dict[str, StoryPage]) -> None:
    """Create the imported engagements: accepted, without contact, consent record or mail.

    Only quantities seen on the Alliance's own pages in the objective's own unit are counted; a figure in another
    unit stays text.
    """
    now = timezone.now()
    for data in read_content("engagements"):
        pledge = Pledge.objects.create(
            public_id=data["public_id"],
            source=PledgeSource.IMPORT,
            state=PledgeState.ACCEPTED,
            decided_at=now,
            language=data["language"],
            title=data["title"],
            summary=data["summary"],
            organisation=data["organisation"] or "",
            actor_kind=ActorKind.objects.get(code=data["actor_kind"]) if data["actor_kind"] else None,
            region=data["region"] or "",
            place=data["place"] or "",
            figure_text=data["figure_text"],
            story_key=stories[data["id"]].translation_key,
        )
        quantity = Decimal(data["quantity"]) if data["quantity"] else None
        Contribution.objects.create(
            pledge=pledge,
            objective=Objective.objects.get(code=data["objective"]),
            indicator=Indicator.objects.get(code=data["indicator"].lower()) if data["indicator"] else None,
            declared=quantity,
            accepted=quantity,
        )
        keep_match_keys(pledge)
    index_cases(Pledge.objects.all())
