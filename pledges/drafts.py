"""Begun engagements: found by their token, changed screen by screen, kept for a day or as long as a member asked."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from bbacms.core.models import active_language
from pledges.choices import LinkPurpose, Meaning, PledgeSource, SectionStage, SpamSign
from pledges.consents import ask_again, reworded
from pledges.engine.journey import Journey
from pledges.engine.paper_journey import PaperJourney
from pledges.engine.steps import SectionForm
from pledges.links import LIFETIMES
from pledges.models import PledgeDraft, PledgeForm, SentChange

if TYPE_CHECKING:
    from django.db.models import QuerySet

# What was not saved on purpose is not kept longer than somebody may still be typing.
KEPT_FOR = timedelta(hours=24)


def begin_draft(
    form: PledgeForm,
    answers: dict[str, Any],
    signs: Iterable[SpamSign] = (),
    unfinished: dict[str, list[str]] | None = None,
) -> PledgeDraft:
    """Keep the first answers to the published wording of ``form``; throws away drafts that have expired.

    ``unfinished`` is what was typed already for screens to come, by field name.
    """
    purge_expired()
    return PledgeDraft.objects.create(
        form=form,
        form_revision=form.live_revision,
        language=active_language(),
        answers=answers,
        unfinished=unfinished or {},
        spam_signs=" ".join(signs),
    )


def find_draft(token: str) -> PledgeDraft | None:
    """Return the draft of ``token`` with its form and wording; None when unknown, sent or expired.

    What staff type in from paper has no address outside the admin.
    """
    found = PledgeDraft.objects.filter(token=token).exclude(source=PledgeSource.PAPER)
    return unexpired(found).select_related("form", "form_revision", "pledge").first()


def unexpired(drafts: QuerySet[PledgeDraft]) -> QuerySet[PledgeDraft]:
    """Those of ``drafts`` whose time is not over."""
    return drafts.exclude(_expired())


def journey_of(draft: PledgeDraft) -> Journey:
    """Where ``draft`` stands, in its wording of the form."""
    body = PledgeForm.body_at(draft.form_revision)
    if draft.source == PledgeSource.PAPER:
        return PaperJourney(body, draft.answers, draft.unfinished)
    return Journey(body, draft.answers, SectionStage(draft.stage), draft.unfinished)


def typed_address(draft: PledgeDraft) -> str:
    """The member's own address as it was typed last, finished or not; else that of the engagement which is changed."""
    journey = journey_of(draft)
    asked = next((question for question in journey.questions if question.meaning == Meaning.EMAIL), None)
    if asked is None:
        return draft.pledge.email if draft.pledge else ""
    if asked.name in journey.unfinished:
        return "".join(journey.unfinished[asked.name])
    return journey.answers.get(asked.id) or ""


def purge_expired() -> int:
    """Remove every draft whose time is over, with its files, and return how many drafts there were.

    What is remembered of changes that were sent goes as early as a draft.
    """
    with transaction.atomic():
        # Held fast first: what hangs on a draft is looked up before it goes, and in between somebody may type again.
        expired = PledgeDraft.objects.select_for_update().filter(_expired())
        keys = [draft.pk for draft in expired.only("pk")]
        SentChange.objects.filter(sent_at__lt=timezone.now() - KEPT_FOR).delete()
        return PledgeDraft.objects.filter(pk__in=keys).delete()[1].get(PledgeDraft._meta.label, 0) if keys else 0


def save_answers(draft: PledgeDraft, journey: Journey, section_form: SectionForm) -> bool:
    """Add the answers of a valid screen to the draft, and take over the active language.

    Answers and files to what the new ones hide are not kept. False when the draft was sent or removed meanwhile.
    ``journey`` afterwards stands where the draft stands.
    """
    return _save(draft, journey, section_form, section_form.values, unfinished={})


def save_unfinished(draft: PledgeDraft, journey: Journey, section_form: SectionForm) -> bool:
    """Keep a screen as it was typed, finished or not; False when the draft was sent or removed meanwhile."""
    if section_form.is_valid():
        return save_answers(draft, journey, section_form)
    return _save(draft, journey, section_form, section_form.valid_values, unfinished=section_form.typed)


def hold(draft: PledgeDraft) -> PledgeDraft | None:
    """The draft as it is now, which nobody else changes before the transaction ends; None when sent or removed."""
    return PledgeDraft.objects.select_for_update().filter(pk=draft.pk).first()


def remove_draft(draft: PledgeDraft) -> bool:
    """Throw away a draft with all that was typed; False when it was sent or removed before."""
    # Held fast first: the files of one that is sent just now go with the engagement.
    with transaction.atomic():
        current = hold(draft)
        if current is None:
            return False
        current.delete()
    return True


def keep_for_later(draft: PledgeDraft) -> None:
    """Keep the draft as long as the link to it will run. What is there no more stays so: see ``hold``."""
    draft.kept_until = timezone.now() + LIFETIMES[LinkPurpose.RESUME]
    PledgeDraft.objects.filter(pk=draft.pk).update(kept_until=draft.kept_until)


def take_up(draft: PledgeDraft) -> bool:
    """Go on with a saved draft, in the wording of its form as it is today where the form is open.

    What the member agreed to in other words is asked again. False when it was sent or removed meanwhile.
    """
    with transaction.atomic():
        current = hold(draft)
        if current is None:
            return False
        if draft.form.is_open and draft.form.live_revision:
            ask_again(current, reworded(draft.form_revision, draft.form.live_revision))
            current.form_revision = draft.form.live_revision
        current.save(update_fields=["form_revision", "answers", "unfinished", "updated_at"])
    for name in ("form_revision", "answers", "unfinished", "was_reworded"):
        setattr(draft, name, getattr(current, name))
    return True


def leave_empty(draft: PledgeDraft, journey: Journey) -> None:
    """Let what ``journey`` has not asked yet count as left empty; what needs an answer still needs one."""
    with transaction.atomic():
        current = hold(draft)
        if current is None:
            return
        current.answers = draft.answers = {question.id: None for question in journey.questions} | current.answers
        current.save(update_fields=["answers", "updated_at"])


def _save(
    draft: PledgeDraft,
    journey: Journey,
    section_form: SectionForm,
    answers: dict[str, Any],
    *,
    unfinished: dict[str, list[str]],
) -> bool:
    with transaction.atomic():
        current = hold(draft)
        if current is None:
            return False
        elsewhere = {name: texts for name, texts in current.unfinished.items() if name not in section_form.fields}
        journey.take({**current.answers, **answers}, elsewhere | unfinished)
        current.answers = draft.answers = journey.answers
        current.unfinished = draft.unfinished = journey.unfinished
        current.language = active_language()
        current.save(update_fields=["answers", "unfinished", "language", "updated_at"])
        if hidden := [question.id for question in journey.hidden_file_questions]:
            current.files.filter(question_id__in=hidden).delete()
    return True


def _expired() -> Q:
    """Left alone for a day, and not saved on purpose for longer: nothing goes while somebody types in it."""
    now = timezone.now()
    return Q(updated_at__lt=now - KEPT_FOR) & (Q(kept_until__isnull=True) | Q(kept_until__lt=now))
