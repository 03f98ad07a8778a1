"""Begun engagements: found by their token, kept for a day, changed one section at a time."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from bbacms.core.models import active_language
from pledges.choices import SpamSign
from pledges.engine.journey import Journey
from pledges.models import PledgeDraft, PledgeForm

# What was not saved on purpose is not kept longer than somebody may still be typing.
KEPT_FOR = timedelta(hours=24)


def begin_draft(form: PledgeForm, answers: dict[str, Any], signs: Iterable[SpamSign] = ()) -> PledgeDraft:
    """Keep the first answers to the published wording of ``form``; throws away drafts that have expired."""
    purge_expired()
    return PledgeDraft.objects.create(
        form=form,
        form_revision=form.live_revision,
        language=active_language(),
        answers=answers,
        spam_signs=" ".join(signs),
    )


def find_draft(token: str) -> PledgeDraft | None:
    """Return the draft of ``token`` with its form and wording; None when unknown, sent or expired."""
    return (
        PledgeDraft.objects.select_related("form", "form_revision")
        .filter(token=token, updated_at__gte=timezone.now() - KEPT_FOR)
        .first()
    )


def purge_expired() -> int:
    """Remove every draft that nobody changed for ``KEPT_FOR``, and return how many there were."""
    return PledgeDraft.objects.filter(updated_at__lt=timezone.now() - KEPT_FOR).delete()[0]


def save_answers(draft: PledgeDraft, journey: Journey, answers: dict[str, Any]) -> bool:
    """Add ``answers`` to the draft, and take over the active language. False when it was sent or removed meanwhile.

    Answers to what the new ones hide are not kept. ``journey`` afterwards stands where the draft stands.
    """
    with transaction.atomic():
        current = PledgeDraft.objects.select_for_update().filter(pk=draft.pk).first()
        if current is None:
            return False
        journey.answers = {**current.answers, **answers}
        current.answers = draft.answers = journey.answers
        current.language = active_language()
        current.save(update_fields=["answers", "language", "updated_at"])
    return True
