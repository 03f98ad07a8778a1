"""What a member changes in an engagement that was sent: more answers and corrections."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.db.models import F
from django.utils import timezone, translation
from wagtail.log_actions import log
from wagtail.models import Revision

from bbacms.core.models import active_language
from pledges.choices import OPEN_STATES, UNDECIDED_STATES, PledgeState, SectionStage
from pledges.consents import ask_again, consents_in_force, keep_consents, wordings
from pledges.drafts import find_draft
from pledges.duplicates.keys import renew_match_keys
from pledges.engine.journey import Journey
from pledges.engine.meanings import column_names, columns
from pledges.engine.sections import read_sections
from pledges.engine.visibility import Visibility
from pledges.inbox.search import index_case
from pledges.intake import keep_answers, keep_files, renew_contributions
from pledges.links import end_access
from pledges.mail.messages import queue_address_changed, queue_receipt
from pledges.mail.outbox import cancel_links
from pledges.models import Pledge, PledgeDraft, PledgeForm, SentChange
from pledges.models.draft import new_token
from pledges.proposals import propose

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue

LOG_ACTION = "pledges.changed_by_member"


def may_correct(pledge: Pledge) -> bool:
    """Whether the answers of the join form may still be changed by the member: nobody has decided on them."""
    form = pledge.form
    return pledge.state in UNDECIDED_STATES and not pledge.is_merged and form is not None and form.is_open


def may_add(pledge: Pledge) -> bool:
    """Whether the form has something to tell more about, and the engagement is not closed."""
    form = pledge.form
    if form is None or not form.is_open or not _may_be_added_to(pledge):
        return False
    body = PledgeForm.body_at(form.live_revision)
    return any(block.value["stage"] == SectionStage.MORE and len(block.value["questions"]) for block in body)


def begin_change(pledge: Pledge, stage: SectionStage) -> PledgeDraft | None:
    """A draft in which a member goes on with a sent engagement, with its answers to the form as it is today.

    Returns None where the form is closed or has no such ``stage``. What was begun before in the same way is gone on
    with. A consent that was given to other words is asked again.
    """
    with transaction.atomic():
        # Held fast, so that of two clicks the second one goes on with what the first has begun.
        pledge = (
            Pledge.objects.select_for_update(of=("self",)).select_related("form", "form_revision").get(pk=pledge.pk)
        )
        begun = pledge.changes.filter(stage=stage).order_by("-pk").first()
        if begun is not None and find_draft(begun.token):
            return begun
        form = pledge.form
        if form is None or not form.is_open:
            return None
        answers = answers_of(pledge)
        body = PledgeForm.body_at(form.live_revision)
        journey = Journey(body, answers, stage)
        if not journey.sections:
            return None
        draft = PledgeDraft(
            form=form,
            form_revision=form.live_revision,
            language=active_language(),
            answers=answers,
            pledge=pledge,
            stage=stage,
        )
        ask_again(draft, _reworded_consents(pledge, body) & _asked_in_stage(journey))
        draft.save()
        return draft


def may_send(draft: PledgeDraft) -> bool:
    """Whether what ``draft`` changes may still be changed so."""
    pledge = draft.pledge
    if pledge is None:
        return True
    return may_correct(pledge) if draft.stage == SectionStage.JOIN else _may_be_added_to(pledge)


def send_change(draft: PledgeDraft, journey: Journey, *, seen: str) -> Pledge | None:
    """Write the answers of a draft that changes a sent engagement, once; the draft is gone afterwards.

    Returns None, and writes nothing, when the answers are not those the member looked at (``seen``), when the draft
    was sent before, or when staff have decided meanwhile and it may no longer be changed so.

    Once staff have accepted the engagement, its columns and the answers they saw stay: see ``pledges.proposals``.
    """
    if draft.pledge is None:
        return None
    with transaction.atomic():
        # First the engagement, then its drafts: whoever holds both holds them in this order.
        pledge = Pledge.objects.select_for_update(of=("self",)).select_related("form").get(pk=draft.pledge.pk)
        as_seen = PledgeDraft.objects.filter(token=draft.token, updated_at=draft.updated_at)
        claimed = as_seen.update(updated_at=timezone.now())
        draft.pledge = pledge
        if seen != draft.version or not claimed or not may_send(draft):
            return None
        held = answers_of(pledge)
        _take_over_other_stage(held, journey)
        hidden = _hidden_by_change(pledge, journey, draft.form_revision)
        keep_consents(pledge, journey, draft.form_revision, hidden)
        # The answers are kept in the language of the engagement, whatever language the member read this time.
        with translation.override(pledge.language):
            kept = Journey(PledgeForm.body_at(draft.form_revision), journey.answers, journey.stage)
            if pledge.state == PledgeState.ACCEPTED:
                propose(pledge, kept, draft, hidden)
                filled: dict[str, Any] = {}
                void: list[dict[str, Any]] = []
            else:
                void = _replace_answers(pledge, kept, draft, hidden)
                filled = _changed_columns(pledge, kept, draft, hidden)
        filled["proposed_at"] = (pledge.proposed_at or timezone.now()) if pledge.proposals.exists() else None
        PledgeDraft.objects.filter(pk=draft.pk).delete()
        SentChange.objects.create(token=draft.token, pledge=pledge)
        Pledge.objects.filter(pk=pledge.pk).update(version=F("version") + 1, **filled)
        if "answered_at" in filled:
            pledge.change_requests.filter(answered_at=None).update(answered_at=filled["answered_at"])
        data = {
            "stage": draft.stage,
            "answers_request": "answered_at" in filled,
            "questions": _answered_anew(held, journey, hidden),
        }
        if "state" in filled:
            data |= {"from": pledge.state, "to": filled["state"]}
        if void:
            data["figures"] = void
        log(instance=pledge, action=LOG_ACTION, data=data, content_changed=True)
        if "email" in filled and filled["email"] != pledge.email:
            _confirm_anew(pledge, draft)
        changed = Pledge.objects.get(pk=pledge.pk)
        renew_match_keys(changed)
        index_case(changed)
    return changed


def answers_of(pledge: Pledge) -> dict[str, Any]:
    """The answers of a sent engagement as they are now, by question id; a consent only while it is in force.

    What the member changed since it was accepted is there as they gave it last. What was asked in the join form and
    left empty is there too, without a value: it need not be asked again.
    """
    in_force = {record.question_id for record in consents_in_force(pledge)}
    answers = {
        str(answer.question_id): answer.value
        for answer in pledge.answers.all()
        if answer.kind != "consent" or answer.question_id in in_force
    }
    answers |= {str(change.question_id): change.value for change in pledge.proposals.all()}
    if pledge.form_revision is None:
        return answers
    asked = Journey(PledgeForm.body_at(pledge.form_revision), answers).questions
    return {question.id: None for question in asked} | answers


def _may_be_added_to(pledge: Pledge) -> bool:
    # Of two that are the same, staff look at the other one: here nobody would read it.
    return pledge.state in OPEN_STATES and not pledge.is_merged


def _take_over_other_stage(held: dict[str, Any], journey: Journey) -> None:
    """Let the journey stand on what the engagement holds now: a draft may be older than what was sent since."""
    own = _asked_in_stage(journey)
    others = {key: value for key, value in held.items() if key not in own}
    journey.answers = others | {key: value for key, value in journey.answers.items() if key in own}


def _reworded_consents(pledge: Pledge, body: StreamValue) -> set[str]:
    """The ids of the consents in force that ``body`` asks for in other words."""
    in_force = consents_in_force(pledge)
    by_language = {language: wordings(body, language) for language in {record.language for record in in_force}}
    return {
        str(record.question_id)
        for record in in_force
        if by_language[record.language].get(str(record.question_id)) != (record.purpose, record.wording)
    }


def _hidden_by_change(pledge: Pledge, journey: Journey, form_revision: Revision) -> set[str]:
    """The ids of the answered questions that what the member changes just now hides.

    Each is judged in the wording it was answered in, so that no condition which an editor added since takes anything
    away. Those of the stage that is sent are judged in the wording of today too: the member saw that.
    """
    answers = list(pledge.answers.all())
    shown = {question.id for question in journey.questions}
    before = {str(answer.question_id): answer.value for answer in answers}
    after = {key: value for key, value in before.items() if key not in shown}
    after |= {key: value for key, value in journey.answers.items() if key in shown}

    def newly_hidden(revision: Revision) -> set[str]:
        sections = read_sections(PledgeForm.body_at(revision), journey.language)
        was, now = (Visibility(sections, values, journey.vocabulary).kept_answers for values in (before, after))
        return was.keys() - now.keys()

    hidden = newly_hidden(form_revision) & _asked_in_stage(journey)
    for revision in Revision.objects.filter(pk__in={answer.form_revision_id for answer in answers}):
        given = {str(answer.question_id) for answer in answers if answer.form_revision_id == revision.pk}
        hidden |= newly_hidden(revision) & given
    return hidden - shown


def _answered_anew(held: dict[str, Any], journey: Journey, hidden: set[str]) -> list[str]:
    """The ids of the questions whose answers are others than were ``held``, in the order of the form.

    Behind them stand those whose answers the change hides.
    """
    answers = journey.answers
    given = [question.id for question in journey.questions if answers.get(question.id) != held.get(question.id)]
    return given + sorted(key for key in hidden if held.get(key) is not None)


def _asked_in_stage(journey: Journey) -> set[str]:
    """The ids of all questions of the journey's stage, shown or not."""
    sections = (section for section in journey.all_sections if section.stage == journey.stage)
    return {question.id for section in sections for question in section.questions}


def _replace_answers(pledge: Pledge, journey: Journey, draft: PledgeDraft, hidden: set[str]) -> list[dict[str, Any]]:
    """Write the answers of the journey's stage anew, and drop those that the change hides.

    Returns the figures of staff that are void by that.
    """
    replaced = {question.id for question in journey.questions} | hidden
    pledge.answers.filter(question_id__in=replaced).delete()
    # What was not decided on before the engagement was reopened.
    pledge.proposals.filter(question_id__in=replaced).delete()
    keep_answers(pledge, journey, draft.form_revision)
    keep_files(pledge, draft, journey)
    pledge.files.filter(question_id__in=hidden).delete()
    return renew_contributions(pledge, journey) if journey.stage == SectionStage.JOIN else []


def _changed_columns(pledge: Pledge, journey: Journey, draft: PledgeDraft, hidden: set[str]) -> dict[str, Any]:
    """The columns of the pledge after the change: emptied where an answer was, filled where one is."""
    touched = {question.id for question in journey.questions} | hidden
    asked = [question for section in journey.all_sections for question in section.questions if question.id in touched]
    empty = Pledge()
    filled: dict[str, Any] = {name: getattr(empty, name) for question in asked for name in column_names(question)}
    filled |= columns(journey.questions, journey.answers, journey.vocabulary)
    if journey.stage == SectionStage.JOIN:
        filled["form_revision"] = draft.form_revision
    if pledge.state == PledgeState.CHANGES_REQUESTED:
        now = timezone.now()
        filled |= {"state": PledgeState.SUBMITTED, "state_since": now, "answered_at": now}
        # Its page is shown once more. That of the first sending stays closed, in whatever browser it still stands.
        filled["token"] = new_token()
    return filled


def _confirm_anew(pledge: Pledge, draft: PledgeDraft) -> None:
    """Nobody has confirmed the new address, and whoever reads the mail of the old one has no say any more.

    ``pledge`` still holds the old address. It gets one notice, in case that somebody else corrected it.
    """
    end_access(pledge, sent_just_now=draft.token)
    cancel_links(pledge)
    queue_address_changed(pledge)
    Pledge.objects.filter(pk=pledge.pk).update(email_confirmed_at=None)
    queue_receipt(Pledge.objects.get(pk=pledge.pk))
