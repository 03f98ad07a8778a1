"""Begun engagements: found by their token, kept for a day, changed one section at a time."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from bbacms.core.models import active_language
from pledges.engine.journey import Journey
from pledges.models import PledgeDraft, PledgeForm

# What was not saved on purpose is not kept longer than somebody may still be typing.
KEPT_FOR = timedelta(hours=24)


def begin_draft(form: PledgeForm, answers: dict[str, Any]) -> PledgeDraft:
    """Keep the first answers to the published wording of ``form``; throws away drafts that have expired."""
    purge_expired()
    return PledgeDraft.objects.create(
        form=form, form_revision=form.live_revision, language=active_language(), answers=answers
    )


def find_draft(token: str) -> PledgeDraft | None:
    """Return the draft of ``token`` with its form and wording; None when unknown, sent or expired."""
    return (
        PledgeDraft.objects.select_related("form", "form_revision")
        .filter(token=token, updated_at__gte=timezone.now() - KEPT_FOR)
        .first()
    )


def purge_expired() -> int:
    """Remove every draft that nobody changed for ``KEPT_FOR`` with its files; returns how many drafts there were."""
    with transaction.atomic():
        # Held fast first: what hangs on a draft is looked up before it goes, and in between somebody may type again.
        expired = PledgeDraft.objects.select_for_update().filter(updated_at__lt=timezone.now() - KEPT_FOR)
        keys = [draft.pk for draft in expired.only("pk")]
        return PledgeDraft.objects.filter(pk__in=keys).delete()[1].get(PledgeDraft._meta.label, 0) if keys else 0


def save_answers(draft: PledgeDraft, journey: Journey, answers: dict[str, Any]) -> bool:
    """Add ``answers`` to the draft, and take over the active language. False when it was sent or removed meanwhile.

    Answers and files to what the new ones hide are not kept. ``journey`` afterwards stands where the draft stands.
    """
    with transaction.atomic():
        current = PledgeDraft.objects.select_for_update().filter(pk=draft.pk).first()
        if current is None:
            return False
        journey.answers = {**current.answers, **answers}
        current.answers = draft.answers = journey.answers
        current.language = active_language()
        current.save(update_fields=["answers", "language", "updated_at"])
        if hidden := [question.id for question in journey.hidden_file_questions]:
            current.files.filter(question_id__in=hidden).delete()
    return True
