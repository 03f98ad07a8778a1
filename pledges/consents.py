"""The ledger of consents: what a member said yes to, and what was taken back. Nothing in it is ever changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import translation
from wagtail.log_actions import log

from bbacms.core.models.names import LANGUAGE_CODES
from pledges.engine.questions.files import without_rights
from pledges.engine.sections import read_sections
from pledges.inbox.search import index_case
from pledges.models import ConsentRecord, Pledge, PledgeForm

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable
    from uuid import UUID

    from wagtail.blocks.stream_block import StreamValue
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

    def says_the_same(record: ConsentRecord | None) -> bool:
        """Whether what was said yes to reads now as it did then, in the language of then."""
        if record is None:
            return False
        said_now = wordings(PledgeForm.body_at(form_revision), record.language)
        return said_now.get(str(record.question_id)) == (record.purpose, record.wording)

    for question in journey.questions:
        if not question.asks_consent:
            continue
        before, value = by_text.get(question.id), answers.get(question.id)
        given, was_given = question.gives_consent(value), bool(before and before.given)
        said = question.consent_subjects(earlier.get(before.question_id)) if before else set()
        if before and was_given and not given:
            records.append(_withdrawal(before, form_revision))
        elif given and (not was_given or question.consent_subjects(value) - said or not says_the_same(before)):
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


def wordings(body: StreamValue, language: str) -> dict[str, tuple[str, str]]:
    """What each consent that a form asks for is about, and how it reads in ``language``, by question id."""
    with translation.override(language):
        questions = (question for section in read_sections(body, language) for question in section.questions)
        return {question.id: (question.purpose, question.wording) for question in questions if question.asks_consent}


def reworded(before: Revision | None, after: Revision) -> set[str]:
    """The ids of the consents in the wording ``after`` of a form that do not read, in each language, as ``before``."""
    if before == after:
        return set()
    changed: set[str] = set()
    for language in LANGUAGE_CODES:
        was = wordings(PledgeForm.body_at(before), language) if before else {}
        now = wordings(PledgeForm.body_at(after), language)
        changed |= {key for key, said in now.items() if was.get(key) != said}
    return changed


def ask_again(draft: PledgeDraft, question_ids: Iterable[str]) -> None:
    """Take the ticks of these questions out of ``draft``, which is not saved, so that each has to be looked at again.

    ``was_reworded`` then says whether there were any.
    """
    for key in question_ids:
        value, texts = draft.answers.get(key), draft.unfinished
        rights = isinstance(value, list) and any(entry.get("rights") for entry in value)
        if rights or (value and not isinstance(value, list)) or texts.get(f"q-{key}") or texts.get(f"q-{key}-rights"):
            _take_tick_out(draft, key)
            if isinstance(value, list):
                # The files stay, so that without this the question would count as answered.
                draft.unfinished[f"q-{key}-rights"] = []
            draft.was_reworded = True


def withdraw_consent(pledge: Pledge, record: ConsentRecord) -> None:
    """Write that a given consent is taken back; does nothing when it was already."""
    with transaction.atomic():
        # First the engagement, then its drafts: whoever holds both holds them in this order.
        pledge = Pledge.objects.select_for_update().get(pk=pledge.pk)
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
            change.value, change.display = without_rights(change.value or [], change.display)
            change.save(update_fields=["value", "display"])
        for draft in pledge.changes.select_for_update().order_by("pk"):
            _take_tick_out(draft, str(last.question_id))
            # With its time: who is just about to send it with the tick finds that it was changed.
            draft.save(update_fields=["answers", "unfinished", "updated_at"])
        index_case(pledge)
        log(instance=pledge, action=WITHDRAWN_CONSENT_ACTION, data={"purpose": last.purpose}, content_changed=True)


def last_consents(pledge: Pledge) -> dict[UUID, ConsentRecord]:
    """The last record for each question, given or withdrawn, oldest first."""
    # The newest come first; read so, because a case has them loaded already.
    return {record.question_id: record for record in reversed(pledge.consents.all())}


def consents_in_force(pledge: Pledge) -> list[ConsentRecord]:
    """The consents that were given and not taken back, oldest first."""
    return [record for record in last_consents(pledge).values() if record.given]


def _take_tick_out(draft: PledgeDraft, key: str) -> None:
    """Take the tick out of ``draft``, so that no later screen shows it as ticked already."""
    value: Any = draft.answers.get(key)
    if isinstance(value, list):
        draft.answers[key] = without_rights(value)[0]
    else:
        draft.answers.pop(key, None)
    for name in (f"q-{key}", f"q-{key}-rights"):
        draft.unfinished.pop(name, None)
