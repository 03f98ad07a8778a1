"""From draft to pledge: one transaction that happens once, however often it is asked for."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone

from bbacms.core.choices import IndicatorKind
from pledges.choices import SectionStage
from pledges.consents import keep_consents
from pledges.duplicates.keys import keep_match_keys
from pledges.engine.meanings import columns
from pledges.inbox.search import index_case
from pledges.mail.messages import queue_receipt, queue_staff_notice
from pledges.models import Answer, Contribution, Pledge, PledgeDraft
from pledges.moves.figures import figure_changed

if TYPE_CHECKING:
    from wagtail.models import Revision

    from pledges.choices import SpamSign
    from pledges.engine.journey import Journey

# Answers given afterwards stand behind those of the join form.
FIRST_ORDER = {SectionStage.JOIN: 1, SectionStage.MORE: 1001}


def send_draft(draft: PledgeDraft, journey: Journey, *, seen: str, signs: Iterable[SpamSign] = ()) -> Pledge | None:
    """Turn a complete draft into a pledge and queue its mails, in the journey's language.

    ``seen`` is the version of the answers that the member looked at. Nothing happens, and None comes back, when these
    are not the answers that would be sent: another tab changed them, or the draft is gone because it was sent before.
    The caller then looks again. With ``signs`` of spam the pledge goes to the folder of suspected ones, and its mails
    wait until staff have looked at it.
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
            source=draft.source,
            spam_signs=" ".join(signs),
            **columns(journey.questions, journey.answers, journey.vocabulary),
        )
        keep_answers(pledge, journey, draft.form_revision)
        keep_contributions(pledge, journey)
        keep_match_keys(pledge)
        keep_consents(pledge, journey, draft.form_revision)
        keep_files(pledge, draft, journey)
        index_case(pledge)
        # With it go the files that no answer lists.
        PledgeDraft.objects.filter(pk=draft.pk).delete()
        queue_receipt(pledge)
        queue_staff_notice(pledge)
    return pledge


def answers_from(pledge: Pledge, journey: Journey, form_revision: Revision) -> list[Answer]:
    """Each answer with the wording it was given under, not saved yet; a question left empty gives no answer."""
    first = FIRST_ORDER[journey.stage]
    titles = {section.number: section.title for section in journey.sections}
    answers = journey.answers
    return [
        Answer(
            pledge=pledge,
            question_id=row.question.id,
            form_revision=form_revision,
            order=order,
            kind=row.question.kind,
            section=titles[row.section],
            label=row.question.label,
            value=answers[row.question.id],
            display=row.text,
            privacy=row.question.privacy,
        )
        for order, row in enumerate(journey.rows, start=first)
        if answers[row.question.id] is not None
    ]


def keep_answers(pledge: Pledge, journey: Journey, form_revision: Revision) -> None:
    """Write each answer, so that no later edit of the form changes it."""
    Answer.objects.bulk_create(answers_from(pledge, journey, form_revision))


def keep_files(pledge: Pledge, draft: PledgeDraft, journey: Journey) -> None:
    """Hand the files that an answer lists over to the pledge; what it held for these questions else is removed."""
    listed = hand_over_files(pledge, draft, journey)
    asked = [question.id for question in journey.questions if question.kind == "file"]
    if asked:
        pledge.files.filter(question_id__in=asked).exclude(pk__in=listed).delete()


def hand_over_files(pledge: Pledge, draft: PledgeDraft, journey: Journey) -> list[str]:
    """Hand the files that an answer lists over to the pledge; returns their keys."""
    answers = journey.answers
    asked = [question.id for question in journey.questions if question.kind == "file"]
    listed = [entry["file"] for question_id in asked for entry in answers.get(question_id) or []]
    if listed:
        draft.files.filter(pk__in=listed).update(draft=None, pledge=pledge)
    return listed


def keep_contributions(pledge: Pledge, journey: Journey) -> None:
    """Write what the pledge brings to each indicator that its answers name."""
    Contribution.objects.bulk_create(contributions_from(pledge, journey))


def renew_contributions(pledge: Pledge, journey: Journey) -> list[dict[str, Any]]:
    """Write anew what the pledge brings; returns the figures of staff that are void by that, for the log.

    What staff set stays while the member declares the same quantity. An indicator that is named again keeps its row:
    the log names figures by the key of that.
    """
    before = {(row.objective_id, row.indicator_id): row for row in pledge.contributions.all()}
    after = {(row.objective_id, row.indicator_id): row for row in contributions_from(pledge, journey)}
    # First: no indicator may stand there twice.
    if gone := [row.pk for key, row in before.items() if key not in after]:
        pledge.contributions.filter(pk__in=gone).delete()
    void, again = [], []
    for key, row in after.items():
        if old := before.get(key):
            row.pk = old.pk
            again.append(row)
            if row.declared == old.declared:
                row.accepted = old.accepted
            elif old.accepted is not None:
                void.append(figure_changed(old, None))
            if row.by_year == old.by_year:
                row.first_year, row.last_year = old.first_year, old.last_year
    Contribution.objects.bulk_update(again, ["declared", "accepted", "by_year", "place", "first_year", "last_year"])
    Contribution.objects.bulk_create(row for row in after.values() if row.pk is None)
    return void


def contributions_from(pledge: Pledge, journey: Journey) -> list[Contribution]:
    """What the answers say that the pledge brings to each indicator they name, not saved yet."""
    answers = journey.answers
    named = [
        said
        for row in journey.rows
        if row.question.kind == "engagement"
        for said in answers[row.question.id] or []
        if said["indicator"]
    ]
    contributions = []
    for said in named:
        indicator = journey.vocabulary.indicators[said["indicator"]]
        by_year = said.get("by")
        # A yearly quantity begins in the year that it is promised for, else in this one.
        first_year = by_year or timezone.localdate().year if indicator.kind == IndicatorKind.FLOW else None
        contribution = Contribution(
            pledge=pledge,
            objective=indicator.objective,
            indicator=indicator,
            declared=None if said["quantity"] is None else Decimal(said["quantity"]),
            by_year=by_year,
            place=said.get("where", ""),
            first_year=first_year,
        )
        contributions.append(contribution)
    return contributions
