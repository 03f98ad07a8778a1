"""What the home app, which knows both stories and engagements, answers to signals."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db.models import Model
from django.dispatch import receiver
from django.utils.translation import gettext as _
from wagtail.models import Page

from bbacms.core.signals import collect_blockers
from pledges.models import Pledge


@receiver(collect_blockers, dispatch_uid="home_engagements_behind_stories")
def engagements_behind_stories(sender: Any, objects: Sequence[Model], **kwargs: Any) -> list[str]:
    """Name the engagements that a story among ``objects`` tells about, by their number alone."""
    keys = [item.translation_key for item in objects if isinstance(item, Page)]
    numbers = Pledge.objects.filter(story_key__in=keys).values_list("public_id", flat=True)
    return [_("voluntary engagement “%(number)s”") % {"number": number} for number in numbers]
