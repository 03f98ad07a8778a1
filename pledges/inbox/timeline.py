"""Everything that happened to a case, in time order: from Wagtail's log, its mails and its notes."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.contrib.auth import get_user_model
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from pledges.choices import MailState, PledgeSource
from pledges.inbox.log_words import LogWords, name_of
from pledges.inbox.visits import OPEN_FILE_ACTION, VISITS
from pledges.notes import NOTE_ACTION

if TYPE_CHECKING:
    from datetime import datetime

    from wagtail.models import ModelLogEntry

    from pledges.models import ChangeRequest, OutgoingMail, Pledge, PledgeNote

NOTE, MAIL, DEED, VISITED = "note", "mail", "deed", "visited"
# So many visits are listed.
VISITS_SHOWN = 20


@dataclass(frozen=True)
class TimelineEntry:
    """One thing that happened. ``kind`` sets a note, a mail and visits apart from what was done.

    ``states`` tells from where to where a move led; ``said`` are words that belong to it, each with what they are.
    """

    when: datetime
    kind: str
    what: str
    who: str = ""
    states: str = ""
    said: Sequence[tuple[str, str]] = ()
    mail: OutgoingMail | None = None


def timeline_of(
    pledge: Pledge,
    entries: Iterable[ModelLogEntry],
    *,
    mails: Iterable[OutgoingMail],
    notes: Iterable[PledgeNote],
    requests: Iterable[ChangeRequest],
    criteria: Mapping[str, str],
    people: Iterable[Any] = (),
) -> list[TimelineEntry]:
    """What happened to ``pledge``, the newest first, and last in one line who only looked at it.

    At most one query, however much that is.

    ``entries`` is its log, ``criteria`` the names of the criteria on its checklist by their key, ``people`` are users
    who are at hand. Reads answers and contributions with their indicators from ``pledge``: load them with it.
    """
    entries, notes = list(entries), list(notes)
    mentioned = {entry.user_id for entry in entries} | {note.author_id for note in notes}
    for entry in entries:
        mentioned |= set(entry.data.get("assignee", {}).values())
    # The log keeps the number of a user who is gone, so a join would drop or break such lines.
    users = {user.pk: user for user in people}
    if others := mentioned - {None} - users.keys():
        users |= get_user_model().objects.in_bulk(others)
    words = LogWords(pledge, users, list(requests), criteria)
    lines = [
        # A note stands here with its words; that it was written is in the log besides.
        *(_deed(entry, words) for entry in entries if entry.action not in VISITS | {NOTE_ACTION}),
        *(_note(note, users) for note in notes),
        *(_mail(mail) for mail in mails),
        _beginning(pledge),
    ]
    # Stable: what the log holds of one moment stays in its order, and the beginning comes last.
    lines.sort(key=lambda line: line.when, reverse=True)
    visits = [entry for entry in entries if entry.action in VISITS]
    return [*lines, _visits(visits, words)] if visits else lines


def _deed(entry: ModelLogEntry, words: LogWords) -> TimelineEntry:
    return TimelineEntry(
        when=entry.timestamp,
        kind=DEED,
        what=words.what(entry),
        who=words.who(entry),
        states=words.states(entry),
        said=words.said(entry),
    )


def _visits(entries: list[ModelLogEntry], words: LogWords) -> TimelineEntry:
    newest = sorted(entries, key=lambda entry: entry.timestamp, reverse=True)
    more = _("the last %(shown)s of %(all)s times") % {"shown": VISITS_SHOWN, "all": len(entries)}
    return TimelineEntry(
        when=newest[0].timestamp,
        kind=VISITED,
        what=_("Who looked at it"),
        states=more if len(entries) > VISITS_SHOWN else "",
        said=[(words.who(entry), _visit(entry)) for entry in newest[:VISITS_SHOWN]],
    )


def _visit(entry: ModelLogEntry) -> str:
    when = date_format(timezone.localtime(entry.timestamp), "DATETIME_FORMAT")
    return f"{when}, {entry.message}" if entry.action == OPEN_FILE_ACTION else when


def _note(note: PledgeNote, users: dict[Any, Any]) -> TimelineEntry:
    who = name_of(users.get(note.author_id)) or _("somebody who is no longer here")
    return TimelineEntry(when=note.written_at, kind=NOTE, what=_("Note"), who=who, said=[("", note.text)])


def _mail(mail: OutgoingMail) -> TimelineEntry:
    return TimelineEntry(
        when=mail.sent_at or mail.created_at,
        kind=MAIL,
        what=mail.get_kind_display(),
        who=_("to %(address)s") % {"address": mail.recipient},
        states=mail.get_state_display(),
        mail=mail,
    )


def _beginning(pledge: Pledge) -> TimelineEntry:
    what = {PledgeSource.IMPORT: _("Imported"), PledgeSource.PAPER: _("Received on paper and typed in")}
    form = pledge.form.name if pledge.form else ""
    return TimelineEntry(
        when=pledge.submitted_at, kind=DEED, what=what.get(PledgeSource(pledge.source), _("Received")), who=form
    )


def troubled(mails: Iterable[OutgoingMail], pledge: Pledge) -> list[OutgoingMail]:
    """The ``mails``, newest first, that somebody has to look at.

    They were given up, or came back from the address that ``pledge`` still has and where nothing arrived since.
    """
    arrived: set[str] = set()
    found = []
    for mail in mails:
        came_back = mail.state == MailState.BOUNCED and mail.recipient == pledge.email and mail.recipient not in arrived
        if mail.state == MailState.FAILED or came_back:
            found.append(mail)
        elif mail.state == MailState.SENT:
            arrived.add(mail.recipient)
    return found
