"""What is held about a person, in plain words and numbers: what is handed over to them, and what staff wrote."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django.db.models import Q
from wagtail.log_actions import registry as log_registry

from pledges.choices import MEMBER_LABELS, LinkPurpose, MailKind, PledgeState
from pledges.drafts import journey_of
from pledges.inbox.log_words import name_of
from pledges.models import Answer, ConsentRecord, MemberLink, OutgoingMail, Pledge, PledgeDraft, ProposedChange
from pledges.personal_data.keeping import kept_until

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django_stubs_ext import StrOrPromise
    from wagtail.models import ModelLogEntry

    from pledges.personal_data.person import Person

# What the member's own columns are called; each repeats an answer, or what staff mended in it.
CONTACT = ("name", "organisation", "email", "phone")


def member_state(pledge: Pledge) -> StrOrPromise:
    """Where ``pledge`` stands, as its member is told everywhere."""
    return MEMBER_LABELS.get(PledgeState(pledge.state), pledge.get_state_display())


def mails_of(person: Person) -> QuerySet[OutgoingMail]:
    """The mails about everything of ``person``, whoever got them; a notice to staff is none of them."""
    keys = [pledge.pk for pledge in person.pledges]
    drafts = [draft.pk for draft in person.own_drafts]
    of_them = Q(pledge__in=keys) | Q(draft__in=drafts) | Q(pk__in=person.other_mails.values("pk"))
    return OutgoingMail.objects.filter(of_them).exclude(kind=MailKind.STAFF_NOTICE).order_by("created_at", "pk")


def engagement(pledge: Pledge) -> dict[str, Any]:
    """Everything but the files of one engagement, and but what staff wrote to each other."""
    return {
        "number": pledge.public_id,
        "title": pledge.title,
        "state": str(member_state(pledge)),
        "came_in_by": pledge.get_source_display(),
        "received": pledge.submitted_at,
        "kept": kept_until(pledge),
        "language": pledge.language,
        **{column: getattr(pledge, column) for column in CONTACT},
        "email_confirmed": pledge.email_confirmed_at,
        "answers": [_answer(answer) for answer in pledge.answers.all()],
        "changes_that_wait_for_staff": [_answer(change) for change in pledge.proposals.all()],
        "contributions": [
            {
                "objective": row.objective.name,
                "counts": row.indicator.name if row.indicator else None,
                "unit": row.indicator.get_unit_display() if row.indicator else None,
                "declared": row.declared,
                "accepted": row.accepted,
                "by_year": row.by_year,
                "first_year": row.first_year,
                "last_year": row.last_year,
                "where": row.place,
            }
            for row in pledge.contributions.select_related("objective", "indicator")
        ],
        "consents": [_consent(record) for record in pledge.consents.order_by("recorded_at", "pk")],
        "asked_by_staff": [
            {"when": request.asked_at, "message": request.message, "answered": request.answered_at}
            for request in pledge.change_requests.order_by("asked_at", "pk")
        ],
        "personal_links": [_link(link) for link in pledge.links.order_by("created_at", "pk")],
        "history": [_happened(entry) for entry in _log(pledge)],
    }


def draft(begun: PledgeDraft) -> dict[str, Any]:
    """What was typed and not sent."""
    return {
        "begun": begun.created_at,
        "last_typed": begun.updated_at,
        "saved_until": begun.kept_until,
        "changes_engagement": begun.pledge.public_id if begun.pledge else None,
        "language": begun.language,
        "answers": [
            {"section": row.section, "question": row.question.label, "answer": row.text}
            for row in journey_of(begun).rows_as_typed
        ],
    }


def mail(sent: OutgoingMail) -> dict[str, Any]:
    """Where its links stood, the text has dots: whoever had them could act as the member."""
    return {
        "written": sent.created_at,
        "what": sent.get_kind_display(),
        "about_engagement": sent.pledge.public_id if sent.pledge else None,
        "to": sent.recipient,
        "state": sent.get_state_display(),
        "sent": sent.sent_at,
        "subject": sent.subject,
        "text": sent.body,
    }


def links(person: Person) -> list[dict[str, Any]]:
    """The links to this very data that were asked for."""
    return [_link(link) for link in person.links.order_by("created_at", "pk")]


def words_of_staff(person: Person) -> dict[str, Any]:
    """What staff wrote to each other about ``person``, and where else the address stands, for an officer to review."""
    return {
        "engagements": [
            {
                "number": pledge.public_id,
                "notes": [
                    {"when": note.written_at, "who": name_of(note.author), "text": note.text}
                    for note in pledge.notes.select_related("author").order_by("written_at", "pk")
                ],
                "reasons": [
                    {"when": entry.timestamp, "what": _label(entry), "reason": entry.data["reason"]}
                    for entry in _log(pledge)
                    if entry.data.get("reason")
                ],
                "kept_because": pledge.held_because,
            }
            for pledge in person.pledges
        ],
        "named_in_engagements_of_others": [
            {
                "number": found.pledge.public_id,
                "answers": found.answers.count(),
                "notes": found.notes.count(),
                "mails": found.mails.count(),
            }
            for found in person.mentions()
        ],
    }


def _answer(given: Answer | ProposedChange) -> dict[str, Any]:
    return {"section": given.section, "question": given.label, "answer": given.display}


def _consent(record: ConsentRecord) -> dict[str, Any]:
    return {
        "when": record.recorded_at,
        "given": record.given,
        "purpose": record.get_purpose_display(),
        "wording": record.wording,
        "language": record.language,
    }


def _link(link: MemberLink) -> dict[str, Any]:
    return {
        "for": str(LinkPurpose(link.purpose).label),
        "given_out": link.created_at,
        "works_until": link.expires_at,
        "revoked": link.revoked_at,
    }


def _log(pledge: Pledge) -> Iterable[ModelLogEntry]:
    return log_registry.get_logs_for_instance(pledge).order_by("timestamp", "pk")


def _happened(entry: ModelLogEntry) -> dict[str, Any]:
    """What and when, and how the engagement stood then; not who of staff did it, nor why."""
    state = entry.data.get("to")
    known = state in PledgeState.values
    return {
        "when": entry.timestamp,
        "what": _label(entry),
        "state": str(MEMBER_LABELS.get(PledgeState(state), PledgeState(state).label)) if known else None,
    }


def _label(entry: ModelLogEntry) -> str:
    known = log_registry.action_exists(entry.action)
    return str(log_registry.get_action_label(entry.action)) if known else entry.action
