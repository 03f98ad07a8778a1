"""The ledger of consents: what a member said yes to, and what was taken back. Nothing in it is ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import log

from pledges.engine.questions.files import without_rights
from pledges.models import ConsentRecord, Pledge

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from wagtail.models import Revision

    from pledges.engine.journey import Journey
    from pledges.models import PledgeDraft

WITHDRAWN_CONSENT_ACTION = "pledges.consent_withdrawn"


def keep_consents(
    pledge: Pledge, journey: Journey, form_revision: Revision, hidden: Collection[str] = frozenset()
) -> None:
    """Write a record for each consent that was given, or taken back, since the last one for the same question.

    Only what the member was shown says anything; one whose question is among ``hidden``, because of what the member
    answers now, is not in force any more. A tick that covers pictures which came since is a consent of its own. The
    answers of ``pledge`` must still be those of before the change.
    """
    last = last_consents(pledge)
    earlier = (
        {answer.question_id: answer.value for answer in pledge.answers.filter(question_id__in=last)} if last else {}
    )
    by_text = {str(question_id): record for question_id, record in last.items()}
    answers = journey.answers
    records = [_withdrawal(record, form_revision) for key, record in by_text.items() if record.given and key in hidden]
    for question in journey.questions:
        if not question.asks_consent:
            continue
        before, value = by_text.get(question.id), answers.get(question.id)
        given, was_given = question.gives_consent(value), bool(before and before.given)
        said = question.consent_subjects(earlier.get(before.question_id)) if before else set()
        if before and was_given and not given:
            records.append(_withdrawal(before, form_revision))
        elif given and (not was_given or question.consent_subjects(value) - said):
            record = ConsentRecord(
                pledge=pledge,
                question_id=question.id,
                purpose=question.purpose,
                given=True,
                wording=question.wording,
                language=journey.language,
                form_revision=form_revision,
            )
            records.append(record)
    ConsentRecord.objects.bulk_create(records)


def _withdrawal(record: ConsentRecord, form_revision: Revision) -> ConsentRecord:
    """What is taken back is what was said yes to, in the words of then."""
    return ConsentRecord(
        pledge_id=record.pledge_id,
        question_id=record.question_id,
        purpose=record.purpose,
        given=False,
        wording=record.wording,
        language=record.language,
        form_revision=form_revision,
    )


def withdraw_consent(pledge: Pledge, record: ConsentRecord) -> None:
    """Write that a given consent is taken back; does nothing when it was already."""
    with transaction.atomic():
        # First the engagement, then its drafts: whoever holds both holds them in this order.
        Pledge.objects.select_for_update().get(pk=pledge.pk)
        last = last_consents(pledge).get(record.question_id)
        if last is None or not last.given:
            return
        _withdrawal(last, last.form_revision).save()
        for answer in pledge.answers.filter(question_id=last.question_id):
            if answer.kind == "file":
                # The picture stays, for staff alone.
                answer.value, answer.display = without_rights(answer.value, answer.display)
                answer.save(update_fields=["value", "display"])
            else:
                answer.delete()
        for change in pledge.proposals.filter(question_id=last.question_id, value__isnull=False):
            change.value, change.display = without_rights(change.value, change.display)
            change.save(update_fields=["value", "display"])
        for draft in pledge.changes.select_for_update().order_by("pk"):
            _untick(draft, last.question_id)
        log(instance=pledge, action=WITHDRAWN_CONSENT_ACTION, data={"purpose": last.purpose}, content_changed=True)


def last_consents(pledge: Pledge) -> dict[UUID, ConsentRecord]:
    """The last record for each question, given or withdrawn, oldest first."""
    return {record.question_id: record for record in pledge.consents.order_by("recorded_at", "pk")}


def consents_in_force(pledge: Pledge) -> list[ConsentRecord]:
    """The consents that were given and not taken back, oldest first."""
    return [record for record in last_consents(pledge).values() if record.given]


def _untick(draft: PledgeDraft, question_id: UUID) -> None:
    """Take the tick out of a change that was begun before, so that no later screen shows it as ticked already."""
    key = str(question_id)
    value: Any = draft.answers.get(key)
    if isinstance(value, list):
        draft.answers[key] = without_rights(value)[0]
    else:
        draft.answers.pop(key, None)
    for name in (f"q-{key}", f"q-{key}-rights"):
        draft.unfinished.pop(name, None)
    # With its time: who is just about to send it with the tick finds that it was changed.
    draft.save(update_fields=["answers", "unfinished", "updated_at"])
