"""Engagements that came on paper: typed in by staff through the same form and validation, and marked so."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry, Revision

from pledges.choices import PledgeSource
from pledges.drafts import purge_expired, unexpired
from pledges.intake import send_draft
from pledges.models import Pledge, PledgeDraft, PledgeForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pledges.engine.journey import Journey

ENTERED_ACTION = "pledges.entered"
PUBLISH_ACTIONS = ("wagtail.publish", "wagtail.publish.scheduled")


def forms_on_paper() -> list[PledgeForm]:
    """The forms that may be typed in: those that members could fill in once, for paper comes late."""
    forms = PledgeForm.objects.filter(first_published_at__isnull=False).select_related("live_revision")
    return [form for form in forms if last_wording(form)]


def last_wording(form: PledgeForm) -> Revision | None:
    """The wording that members meet, or of a form that is closed met last; None where nobody ever met one."""
    if form.live_revision:
        return form.live_revision
    # A closed form does not say itself what it last was: what was saved since may be a draft.
    published = ModelLogEntry.objects.for_instance(form).filter(action__in=PUBLISH_ACTIONS, revision__isnull=False)
    numbers = published.order_by("-timestamp", "-pk").values_list("revision", flat=True)
    return Revision.objects.filter(pk=numbers.first()).first()


def begin_paper(form: PledgeForm, language: str, user: Any) -> PledgeDraft:
    """A draft of ``form`` for what came on paper in ``language``, which ``user`` alone goes on with.

    Raises ``ValueError`` for a form that was never open.
    """
    wording = last_wording(form)
    if wording is None:
        raise ValueError("Nobody was ever asked anything by this form.")
    purge_expired()
    return PledgeDraft.objects.create(
        form=form, form_revision=wording, language=language, source=PledgeSource.PAPER, entered_by=user
    )


def papers_of(user: Any) -> QuerySet[PledgeDraft]:
    """What ``user`` has begun to type in and not sent yet, newest first."""
    begun = PledgeDraft.objects.filter(source=PledgeSource.PAPER, entered_by=user, pledge=None)
    return unexpired(begun).select_related("form", "form_revision").order_by("-updated_at")


def send_paper(draft: PledgeDraft, journey: Journey, user: Any, *, seen: str) -> Pledge | None:
    """Turn a complete draft into a pledge, as ``send_draft`` does, and write down who typed it in."""
    with transaction.atomic():
        pledge = send_draft(draft, journey, seen=seen)
        if pledge is not None:
            log(instance=pledge, action=ENTERED_ACTION, user=user, data={"draft": draft.pk})
    return pledge


def sent_paper(draft_key: int, user: Any) -> Pledge | None:
    """What became of a draft that ``user`` sent before; None where it was none of theirs."""
    entry = ModelLogEntry.objects.filter(action=ENTERED_ACTION, user=user, data__draft=draft_key).first()
    return Pledge.objects.filter(id=entry.object_id).first() if entry else None
