"""What a member changes in an engagement that was sent: more answers, corrections, withdrawn consents."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import F
from django.utils import timezone
from wagtail.log_actions import log

from pledges.choices import OPEN_STATES, UNDECIDED_STATES, PledgeState, SectionStage
from pledges.engine.meanings import columns
from pledges.intake import keep_answers, keep_consents, keep_contributions, keep_files
from pledges.models import ConsentRecord, Pledge, PledgeDraft, PledgeForm

if TYPE_CHECKING:
    from pledges.engine.journey import Journey

LOG_ACTION = "pledges.changed_by_member"
WITHDRAWN_CONSENT_ACTION = "pledges.consent_withdrawn"


def may_correct(pledge: Pledge) -> bool:
    """Whether the answers of the join form may still be changed by the member: nobody has decided on them."""
    return pledge.state in UNDECIDED_STATES and pledge.form is not None and pledge.form.is_open


def may_add(pledge: Pledge) -> bool:
    """Whether the form has something to tell more about, and the engagement is not closed."""
    form = pledge.form
    if form is None or not form.is_open or pledge.state not in OPEN_STATES:
        return False
    body = PledgeForm.body_at(form.live_revision)
    return any(block.value["stage"] == SectionStage.MORE and len(block.value["questions"]) for block in body)


def send_change(draft: PledgeDraft, journey: Journey, *, seen: str) -> Pledge | None:
    """Write the answers of a draft that changes a sent engagement, once; the draft is gone afterwards.

    Returns None, and writes nothing, when the answers are not those the member looked at (``seen``), when the draft
    was sent before, or when staff have decided meanwhile and it may no longer be changed so.
    """
    if draft.pledge is None or seen != draft.version:
        return None
    with transaction.atomic():
        as_seen = PledgeDraft.objects.filter(token=draft.token, updated_at=draft.updated_at)
        claimed = as_seen.update(updated_at=timezone.now())
        pledge = Pledge.objects.select_for_update(of=("self",)).select_related("form").get(pk=draft.pledge.pk)
        may = may_correct(pledge) if draft.stage == SectionStage.JOIN else pledge.state in OPEN_STATES
        if not claimed or not may:
            return None
        _replace_answers(pledge, journey)
        keep_consents(pledge, journey, draft.form_revision)
        keep_files(pledge, draft, journey)
        PledgeDraft.objects.filter(pk=draft.pk).delete()
        filled = columns(journey.questions, journey.answers, journey.vocabulary)
        if pledge.state == PledgeState.CHANGES_REQUESTED:
            filled["state"] = PledgeState.SUBMITTED
        filled |= {"version": F("version") + 1, "form_revision": draft.form_revision}
        Pledge.objects.filter(pk=pledge.pk).update(**filled)
        log(instance=pledge, action=LOG_ACTION, data={"stage": draft.stage}, content_changed=True)
    return Pledge.objects.get(pk=pledge.pk)


def withdraw_consent(pledge: Pledge, record: ConsentRecord) -> None:
    """Write that a given consent is taken back; does nothing when it was already."""
    with transaction.atomic():
        Pledge.objects.select_for_update().get(pk=pledge.pk)
        last = pledge.consents.filter(question_id=record.question_id).order_by("-recorded_at", "-pk").first()
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
        log(instance=pledge, action=WITHDRAWN_CONSENT_ACTION, data={"purpose": last.purpose}, content_changed=True)


def consents_in_force(pledge: Pledge) -> list[ConsentRecord]:
    """The consents that were given and not taken back, oldest first."""
    last = {record.question_id: record for record in pledge.consents.order_by("recorded_at", "pk")}
    return [record for record in last.values() if record.given]


def _replace_answers(pledge: Pledge, journey: Journey) -> None:
    """Write the answers of the journey's stage anew, and drop those that its answers hide."""
    asked = [question.id for section in journey.all_sections for question in section.questions]
    shown = {question.id for question in journey.questions}
    kept = set(journey.answers) - shown
    pledge.answers.filter(question_id__in=[each for each in asked if each not in kept]).delete()
    keep_answers(pledge, journey, public=pledge.state != PledgeState.ACCEPTED)
    if journey.stage == SectionStage.JOIN:
        pledge.contributions.all().delete()
        keep_contributions(pledge, journey)
