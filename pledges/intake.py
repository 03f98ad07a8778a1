"""From draft to pledge: one transaction that happens once, however often it is asked for."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from bbacms.core.choices import IndicatorKind
from pledges.engine.meanings import columns
from pledges.mail.messages import queue_receipt, queue_staff_notice
from pledges.models import Answer, Contribution, Pledge, PledgeDraft

if TYPE_CHECKING:
    from pledges.engine.journey import Journey


def send_draft(draft: PledgeDraft, journey: Journey, *, seen: str) -> Pledge | None:
    """Turn a complete draft into a pledge and queue its mails, in the journey's language.

    ``seen`` is the version of the answers that the member looked at. Nothing happens, and None comes back, when these
    are not the answers that would be sent: another tab changed them, or the draft is gone because it was sent before.
    The caller then looks again.
    """
    if seen != draft.version:
        return None
    with transaction.atomic():
        # The one condition that makes refresh, double click and parallel posts one pledge: of all who change this
        # row in this state, the database lets one succeed.
        as_seen = PledgeDraft.objects.filter(token=draft.token, updated_at=draft.updated_at)
        if not as_seen.update(updated_at=timezone.now()):
            return None
        pledge = Pledge.objects.create(
            token=draft.token,
            form=draft.form,
            form_revision=draft.form_revision,
            language=journey.language,
            **columns(journey.questions, journey.answers, journey.vocabulary),
        )
        _keep_answers(pledge, journey)
        _keep_contributions(pledge, journey)
        _keep_files(pledge, draft, journey)
        # With it go the files that no answer lists.
        PledgeDraft.objects.filter(pk=draft.pk).delete()
        queue_receipt(pledge)
        queue_staff_notice(pledge)
    return pledge


def _keep_answers(pledge: Pledge, journey: Journey) -> None:
    """Write each answer with the wording it was given under, so that no later edit of the form changes it.

    A question that was left empty leaves no answer.
    """
    titles = {section.number: section.title for section in journey.sections}
    answers = journey.answers
    Answer.objects.bulk_create(
        Answer(
            pledge=pledge,
            question_id=row.question.id,
            order=order,
            kind=row.question.kind,
            section=titles[row.section],
            label=row.question.label,
            value=answers[row.question.id],
            display=row.text,
            privacy=row.question.privacy,
        )
        for order, row in enumerate(journey.rows, start=1)
        if answers[row.question.id] is not None
    )


def _keep_files(pledge: Pledge, draft: PledgeDraft, journey: Journey) -> None:
    """Hand the files that an answer lists over to the pledge."""
    answers = journey.answers
    listed = [
        entry["file"]
        for question in journey.questions
        if question.kind == "file"
        for entry in answers[question.id] or []
    ]
    if listed:
        draft.files.filter(pk__in=listed).update(draft=None, pledge=pledge)


def _keep_contributions(pledge: Pledge, journey: Journey) -> None:
    answers = journey.answers
    named: list[dict[str, Any]] = [
        value
        for row in journey.rows
        if row.question.kind == "engagement" and (value := answers[row.question.id]) and value["indicator"]
    ]
    for value in named:
        indicator = journey.vocabulary.indicators[value["indicator"]]
        Contribution.objects.create(
            pledge=pledge,
            objective=indicator.objective,
            indicator=indicator,
            declared=None if value["quantity"] is None else Decimal(value["quantity"]),
            first_year=timezone.localdate().year if indicator.kind == IndicatorKind.FLOW else None,
        )
