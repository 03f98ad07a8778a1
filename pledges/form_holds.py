"""What forms rely on without a foreign key: lists that conditions name by code, and pictures between questions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.images import get_image_model

from bbacms.core.models import ActorKind, Indicator, Objective
from pledges.engine.questions import FreePicture
from pledges.engine.sections import read_sections
from pledges.models import PledgeForm

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from django.db.models import Model
    from wagtail.blocks.stream_block import StreamValue

# By the kind of question whose answers, and the operands of conditions on them, are codes of lists.
ACTOR_KIND, ENGAGEMENT = "actor_kind", "engagement"


def forms_that_rely_on(objects: Sequence[Model]) -> list[PledgeForm]:
    """The forms whose published or latest wording names one of ``objects`` in a condition, or shows it."""
    going = set(_references(objects))
    if not going:
        return []
    forms = PledgeForm.objects.select_related("live_revision", "latest_revision")
    return [form for form in forms if any(not going.isdisjoint(_named(body)) for body in _wordings(form))]


def _references(objects: Sequence[Model]) -> Iterator[tuple[str, str]]:
    """``objects`` as forms refer to them."""
    for item in objects:
        if isinstance(item, ActorKind):
            yield ACTOR_KIND, item.code
        elif isinstance(item, Indicator):
            yield ENGAGEMENT, item.code
        elif isinstance(item, Objective):
            yield ENGAGEMENT, item.code
            # They go with it.
            yield from ((ENGAGEMENT, code) for code in item.indicators.values_list("code", flat=True))
        elif isinstance(item, get_image_model()):
            yield FreePicture.kind, str(item.pk)


def _wordings(form: PledgeForm) -> list[StreamValue]:
    """What members read, and what its editors work on."""
    revisions = {revision.pk: revision for revision in (form.live_revision, form.latest_revision) if revision}
    return [PledgeForm.body_at(revision) for revision in revisions.values()] or [form.body]


def _named(body: StreamValue) -> Iterator[tuple[str, str]]:
    sections = read_sections(body, "en")
    parts = {part.id: part for section in sections for part in section.parts}
    for condition in [section.condition for section in sections] + [part.condition for part in parts.values()]:
        decider = parts.get(condition.question_id) if condition else None
        if condition and decider:
            yield from ((decider.kind, operand) for operand in condition.operands)
    for part in parts.values():
        if isinstance(part, FreePicture) and part.image:
            yield part.kind, str(part.image.pk)
