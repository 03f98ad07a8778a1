"""The ledger of consents: what a member said yes to, and what was taken back. Nothing in it is ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from wagtail.log_actions import log

from pledges.engine.questions.files import without_rights
from pledges.models import ConsentRecord, Pledge

if TYPE_CHECKING:
    from uuid import UUID

    from wagtail.models import Revision

    from pledges.engine.journey import Journey
    from pledges.models import PledgeDraft

WITHDRAWN_CONSENT_ACTION = "pledges.consent_withdrawn"


def keep_consents(pledge: Pledge, journey: Journey, form_revision: Revision) -> None:
    """Write a record for each consent that was given, or taken back, since the last one for the same question.

    A tick that covers pictures which came since is a consent of its own. The answers of ``pledge`` must still be those
    of before the change.
    """
    last = last_consents(pledge)
    earlier = (
        {answer.question_id: answer.value for answer in pledge.answers.filter(question_id__in=last)} if last else {}
    )
    by_text = {str(question_id): record for question_id, record in last.items()}
    answers = journey.answers
    asked = [question for section in journey.all_sections for question in section.questions]
    for question in asked:
        # One that the answers hide is not in force any more.
        if not question.asks_consent:
            continue
        before, value = by_text.get(question.id), answers.get(question.id)
        given, was_given = question.gives_consent(value), bool(before and before.given)
        said = question.consent_subjects(earlier.get(before.question_id)) if before else set()
        if given != was_given or (given and question.consent_subjects(value) - said):
            ConsentRecord.objects.create(
                pledge=pledge,
                question_id=question.id,
                purpose=question.purpose,
                given=given,
                # What is taken back is what was said yes to, in the words of then.
                wording=before.wording if before and not given else question.wording,
                language=before.language if before and not given else journey.language,
                form_revision=form_revision,
            )


def withdraw_consent(pledge: Pledge, record: ConsentRecord) -> None:
    """Write that a given consent is taken back; does nothing when it was already."""
    with transaction.atomic():
        Pledge.objects.select_for_update().get(pk=pledge.pk)
        last = last_consents(pledge).get(record.question_id)
        if last is None or not last.given:
            return
        ConsentRecord.objects.create(
            pledge=pledge,
            question_id=last.question_id,
            purpose=last.purpose,
            given=False,
            wording=last.wording,
            language=last.language,
            form_revision=last.form_revision,
        )
        for answer in pledge.answers.filter(question_id=last.question_id):
            if answer.kind == "file":
                # The picture stays, for staff alone.
                answer.value, answer.display = without_rights(answer.value, answer.display)
                answer.save(update_fields=["value", "display"])
            else:
                answer.delete()
        for draft in pledge.changes.select_for_update():
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
    draft.save(update_fields=["answers", "unfinished"])
