"""Read the report of a mail server that a mail could not be delivered after all, and mark the mail in the outbox.

Reports are those of RFC 3464. Anybody may send one to the address that takes them, so one does no more than mark a mail
whose Message-ID it names: nothing else of it is kept, and nothing is answered.
"""

from __future__ import annotations

import logging
import re
from dataclasses import dataclass
from email import message_from_bytes
from email.message import Message
from email.parser import BytesHeaderParser
from enum import Enum

from django.db import transaction

from pledges.choices import MailState
from pledges.mail.undelivered import BOUNCED_ACTION, log_undelivered
from pledges.models import OutgoingMail

logger = logging.getLogger("pledges.mail")

# Bytes that are looked at: what a report has to say stands before the text of the mail that it returns, and over wilful
# nonsense the parser takes a time that grows with the square of its length.
LARGEST_REPORT = 250_000
# A mail that answers ours may name others before it.
MOST_MESSAGE_IDS = 20
# As ``new_message_id`` makes them.
MESSAGE_ID = re.compile(r"<[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}@[^<>@\s\x00]{1,200}>")
PERMANENT_FAILURE = re.compile(r"5\.[0-9]{1,3}\.[0-9]{1,3}(?![0-9.])")


class Outcome(Enum):
    """What was done with a message, in a sentence that tells its sender nothing of what the outbox holds."""

    MARKED = "The mail is marked as come back."
    NO_SUCH_MAIL = "The mail is unknown, was not sent, or was reported before. Nothing was done."
    NO_FAILURE = "This reports no mail that could not be delivered for good. Nothing was done."
    UNREADABLE = "This cannot be read as a message. Nothing was done."


@dataclass(frozen=True)
class Bounce:
    """``status`` is the code of the failure, such as ``5.1.1``; ``message_ids`` are those the report may be about."""

    status: str
    message_ids: list[str]


def take_bounce(raw: bytes) -> Outcome:
    """Mark the mail that the report ``raw`` is about as come back, once, and log that on its engagement.

    Raises ``DatabaseError`` where the database is away; whatever else ``raw`` holds raises nothing.
    """
    try:
        bounce = read_bounce(raw[:LARGEST_REPORT])
    except Exception as error:
        # Anybody writes to this address, and what Python's parser raises over wilful nonsense is no closed list.
        logger.warning("A message to the address for mails that come back is unreadable: %s", type(error).__name__)
        return Outcome.UNREADABLE
    if bounce is None:
        return Outcome.NO_FAILURE
    return Outcome.MARKED if any(_mark(key, bounce.status) for key in bounce.message_ids) else Outcome.NO_SUCH_MAIL


def read_bounce(raw: bytes) -> Bounce | None:
    """The permanent failure that ``raw`` reports; None where it reports none, such as a mail that is only late."""
    report = message_from_bytes(raw)
    # Its own parts alone: a report within a mail that somebody forwards is none to us.
    parts = _parts(report) if report.get_content_type() == "multipart/report" else []
    status = next(filter(None, map(_permanent_failure, parts)), "")
    if not status:
        return None
    named = [str(head["Message-ID"]) for part in parts if (head := _returned_head(part)) is not None]
    named += [str(report[name]) for name in ("In-Reply-To", "References")]
    return Bounce(status, MESSAGE_ID.findall(" ".join(named))[:MOST_MESSAGE_IDS])


def _parts(message: Message) -> list[Message]:
    """What ``message`` consists of; nothing where it is one text."""
    content = message.get_payload()
    return [part for part in content if isinstance(part, Message)] if isinstance(content, list) else []


def _permanent_failure(part: Message) -> str:
    """The status code of the first recipient whom the mail will never reach; empty where there is none."""
    for block in _parts(part) if part.get_content_type() == "message/delivery-status" else []:
        code = PERMANENT_FAILURE.match(str(block["Status"]).strip())
        if code and str(block["Action"]).strip().lower() == "failed":
            return code[0]
    return ""


def _returned_head(part: Message) -> Message | None:
    """The head of the mail that comes back, whether all of it was returned or that alone."""
    if part.get_content_type() == "message/rfc822":
        return next(iter(_parts(part)), None)
    head = part.get_payload(decode=True) if part.get_content_type() == "text/rfc822-headers" else None
    return BytesHeaderParser().parsebytes(head) if isinstance(head, bytes) else None


def _mark(message_id: str, status: str) -> bool:
    """Whether a mail that counted as sent is marked as come back now."""
    with transaction.atomic():
        sent = OutgoingMail.objects.filter(message_id=message_id, state=MailState.SENT)
        if not sent.update(state=MailState.BOUNCED, error=status):
            return False
        mail = OutgoingMail.objects.select_related("pledge").get(message_id=message_id)
        log_undelivered(mail, BOUNCED_ACTION, status)
    logger.warning("Mail %s came back: %s", mail.pk, status)
    return True
