"""What a member changes in an accepted engagement: kept beside the answers that staff saw, until they decide on it."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from pledges.choices import Meaning, PrivacyClass
from pledges.duplicates.keys import renew_match_keys
from pledges.engine.journey import Journey
from pledges.engine.meanings import column_names, columns
from pledges.engine.questions.files import without_rights
from pledges.inbox.search import index_case
from pledges.intake import answers_from, hand_over_files
from pledges.models import Answer, Pledge, PledgeForm, ProposedChange
from pledges.permissions import may_decide

if TYPE_CHECKING:
    from collections.abc import Collection
    from uuid import UUID

    from pledges.models import PledgeDraft

TAKE_OVER_ACTION = "pledges.take_over_change"
LEAVE_ACTION = "pledges.leave_change"
# What an answer and its change have in common.
SHARED = ("question_id", "form_revision_id", "order", "kind", "section", "label", "value", "display", "privacy")


class ChangedAgainError(Exception):
    """Nothing was done: the changes are not those that the person saw; ``message`` says so."""

    def __init__(self) -> None:
        self.message = _("This was changed in the meantime, so nothing was done. Please look at it once more.")
        super().__init__(self.message)


def propose(pledge: Pledge, journey: Journey, draft: PledgeDraft, hidden: Collection[str]) -> None:
    """Keep what ``draft`` changes in an accepted pledge for staff to look at; ``hidden`` are questions it hides.

    At once come answers to what was not answered before, for staff alone, and consents: these are the member's own,
    and the ledger tells of them.
    """
    said = {str(answer.question_id): answer for answer in answers_from(pledge, journey, draft.form_revision)}
    touched = {question.id for question in journey.questions} | set(hidden)
    kept = {str(answer.question_id): answer for answer in pledge.answers.filter(question_id__in=touched)}
    earlier = {str(change.question_id): change for change in pledge.proposals.filter(question_id__in=touched)}
    proposals: list[ProposedChange] = []
    for key in sorted(touched):
        old, new = kept.get(key), said.get(key)
        if old is not None and old.kind == "file":
            _take_back_rights(old, new)
        unseen = old is None or old.kind == "consent" or (key in earlier and earlier[key].is_new)
        if (old.value if old else None) != (new.value if new else None) or _agrees_to_other_words(old, new):
            if unseen:
                _put(pledge, old, new)
            elif old is not None:
                proposals.append(_proposal(pledge, old, new, draft))
        if new is not None and new.kind != "consent" and unseen:
            proposals.append(_proposal(pledge, None, new, draft))
    pledge.proposals.filter(question_id__in=touched).delete()
    ProposedChange.objects.bulk_create(proposals)
    hand_over_files(pledge, draft, journey)
    _remove_unlisted_files(pledge, touched)


def take_over(pledge: Pledge, user: Any, seen: Collection[int]) -> None:
    """Make what the member changed, the changes ``seen`` by ``user``, the answers of ``pledge``.

    Contributions stay as they are, and so does the e-mail address, which a member has to confirm. Raises
    ``PermissionDenied`` for somebody who may not decide on the pledge, and ``ChangedAgainError`` where there are other
    changes by now.
    """
    with transaction.atomic():
        current, changes = _hold(pledge, user, seen)
        answers = {answer.question_id: answer for answer in current.answers.all()}
        for change in changes:
            answer = answers.get(change.question_id)
            if change.value is not None:
                answer = answer or Answer(pledge=current)
                for name in SHARED:
                    setattr(answer, name, getattr(change, name))
                answer.save()
            elif answer is not None:
                answer.delete()
        filled = _columns_of(current, changes)
        _close(current, changes, user, TAKE_OVER_ACTION)
        Pledge.objects.filter(pk=current.pk).update(version=F("version") + 1, **filled)
        changed = Pledge.objects.get(pk=current.pk)
        index_case(changed)
        renew_match_keys(changed)


def leave(pledge: Pledge, user: Any, seen: Collection[int]) -> None:
    """Leave the answers of ``pledge`` as staff accepted them; raises what ``take_over`` does.

    What was not answered before stays an answer for staff alone.
    """
    with transaction.atomic():
        current, changes = _hold(pledge, user, seen)
        _close(current, changes, user, LEAVE_ACTION)
        index_case(current)


def _hold(pledge: Pledge, user: Any, seen: Collection[int]) -> tuple[Pledge, list[ProposedChange]]:
    if not may_decide(user, pledge):
        raise PermissionDenied
    current = Pledge.objects.select_for_update().get(pk=pledge.pk)
    changes = list(current.proposals.select_related("form_revision"))
    if not current.has_open_changes or {change.pk for change in changes} != set(seen):
        raise ChangedAgainError
    return current, changes


def _close(pledge: Pledge, changes: list[ProposedChange], user: Any, action: str) -> None:
    pledge.proposals.filter(pk__in=[change.pk for change in changes]).delete()
    Pledge.objects.filter(pk=pledge.pk).update(proposed_at=None)
    _remove_unlisted_files(pledge, {change.question_id for change in changes})
    data = {"questions": [str(change.question_id) for change in changes]}
    log(instance=pledge, action=action, user=user, data=data, content_changed=action == TAKE_OVER_ACTION)


def _put(pledge: Pledge, old: Answer | None, new: Answer | None) -> None:
    """Write ``new`` in the place of ``old``; nobody but staff sees it before they took it over."""
    if old is not None:
        old.delete()
    if new is not None:
        new = Answer(pledge=pledge, **{name: getattr(new, name) for name in SHARED})
        if new.privacy == PrivacyClass.PUBLIC:
            new.privacy = PrivacyClass.STAFF
        new.save()


def _agrees_to_other_words(old: Answer | None, new: Answer | None) -> bool:
    return old is not None and new is not None and old.kind == "consent" and old.display != new.display


def _proposal(pledge: Pledge, old: Answer | None, new: Answer | None, draft: PledgeDraft) -> ProposedChange:
    shared = {name: getattr(new or old, name) for name in SHARED}
    if new is None:
        shared |= {"value": None, "display": "", "form_revision_id": draft.form_revision_id}
    return ProposedChange(pledge=pledge, is_new=old is None, **shared)


def _take_back_rights(old: Answer, new: Answer | None) -> None:
    """What the member does not allow any more is not allowed, whatever staff make of the rest."""
    if not any(entry.get("rights") for entry in (new.value if new else None) or []):
        value, display = without_rights(old.value, old.display)
        if value != old.value:
            old.value, old.display = value, display
            old.save(update_fields=["value", "display"])


def _remove_unlisted_files(pledge: Pledge, question_ids: Collection[str] | Collection[UUID]) -> None:
    """Remove the files of these questions that neither an answer nor a change lists any more."""
    lists = [
        *pledge.answers.filter(kind="file", question_id__in=question_ids).values_list("value", flat=True),
        *pledge.proposals.filter(kind="file", question_id__in=question_ids).values_list("value", flat=True),
    ]
    listed = [entry["file"] for entries in lists for entry in entries or []]
    pledge.files.filter(question_id__in=question_ids).exclude(pk__in=listed).delete()


def _columns_of(pledge: Pledge, changes: list[ProposedChange]) -> dict[str, Any]:
    """The columns of the pledge that the changed answers fill, or leave empty."""
    empty = Pledge()
    filled: dict[str, Any] = {}
    with translation.override(pledge.language):
        for revision in {change.form_revision_id: change.form_revision for change in changes}.values():
            own = [change for change in changes if change.form_revision_id == revision.pk]
            values = {str(change.question_id): change.value for change in own}
            journey = Journey(PledgeForm.body_at(revision), values)
            asked = [question for section in journey.all_sections for question in section.questions]
            changed = [question for question in asked if question.id in values and question.meaning != Meaning.EMAIL]
            filled |= {name: getattr(empty, name) for question in changed for name in column_names(question)}
            filled |= columns(changed, values, journey.vocabulary)
    return filled
