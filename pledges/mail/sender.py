"""Send what waits in the outbox, one mail at a time, so that none is lost and several senders never double one.

A sender takes a mail by a conditional update that writes a random token and the end of its lease. It talks to the
mail server with no transaction open, and its result counts only while the token is still its own. A lease that
ended, because its sender was killed, is free again.
"""

from __future__ import annotations

import contextlib
import logging
import signal
import smtplib
import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.mail import EmailMultiAlternatives, get_connection
from django.db import DatabaseError, InterfaceError, OperationalError, connection, transaction
from django.db.models import F, Q, QuerySet
from django.utils import timezone

from pledges.choices import MailState
from pledges.links import newest_for, unmask
from pledges.mail.page import as_page
from pledges.mail.undelivered import FAILED_ACTION, log_undelivered
from pledges.models import MemberLink, OutgoingMail

logger = logging.getLogger("pledges.mail")

# Seconds for the whole conversation with the mail server and for the goodbye; together well below the lease, or a
# slow mail would go out twice.
TIME_LIMIT = 120
HANG_UP_LIMIT = 5
LEASE = timedelta(seconds=300)
DATABASE_PAUSE = 1  # seconds between two tries to write a result
# The pause after the first failed try, the second, and so on; after the last one the mail is set aside.
RETRY_PAUSES = (
    timedelta(minutes=1),
    timedelta(minutes=5),
    timedelta(minutes=15),
    timedelta(hours=1),
    timedelta(hours=4),
    timedelta(hours=12),
    timedelta(hours=24),
)
MAX_TRIES = len(RETRY_PAUSES) + 1


class LinkIsDeadError(Exception):
    """A link of the mail was revoked, and its reader was given no other."""


class SendingTookTooLongError(Exception):
    """The conversation with the mail server was cut off at ``TIME_LIMIT``."""


@dataclass(frozen=True)
class Failure:
    """Why a try failed: class and number of the error alone, because its text may hold an address."""

    reason: str
    final: bool


def send_due(keep_going: Callable[[], bool] = lambda: True) -> int:
    """Try every mail that is due, oldest first, and return how many were tried.

    ``keep_going`` is asked before each mail. Runs in the main thread of its process only: the time limit is an
    alarm signal.
    """
    tried = 0
    while keep_going() and (mail := claim_next()):
        _try(mail)
        tried += 1
    return tried


def claim_next() -> OutgoingMail | None:
    """Take the mail that has been due for longest, for the length of a lease; None if none is due and free.

    A try counts from here, so that a mail that kills its sender is not tried for ever.
    """
    while True:
        now = timezone.now()
        free = _free(now)
        found = free.order_by("due_at", "pk").values_list("pk", flat=True).first()
        if found is None:
            return None
        token = uuid.uuid4()
        free.filter(pk=found).update(lease_token=token, leased_until=now + LEASE, tries=F("tries") + 1)
        if mail := OutgoingMail.objects.filter(pk=found, lease_token=token).first():
            return mail


def _free(now: datetime) -> QuerySet[OutgoingMail]:
    return OutgoingMail.objects.filter(
        Q(leased_until__isnull=True) | Q(leased_until__lte=now), state=MailState.QUEUED, due_at__lte=now
    )


def _try(mail: OutgoingMail) -> None:
    try:
        failure = Failure("SenderStopped", final=True) if mail.tries > MAX_TRIES else _deliver(mail)
    except LinkIsDeadError:
        result = {"state": MailState.CANCELLED, "error": ""}
        logger.info("Mail %s not sent: its link was revoked", mail.pk)
    else:
        result = _result_of(mail, failure)
    _write_patiently(mail, result)


def _write_patiently(mail: OutgoingMail, result: dict[str, Any]) -> None:
    """Write ``result``; where the database is away, wait for it until the lease ends.

    The mail server has answered: what is not written now goes out a second time.
    """
    while True:
        try:
            return _write(mail, result)
        except (OperationalError, InterfaceError) as error:
            if mail.leased_until is None or timezone.now() > mail.leased_until:
                raise
            logger.warning("The result of mail %s cannot be written yet: %s", mail.pk, type(error).__name__)
            connection.close()
            time.sleep(DATABASE_PAUSE)


def _write(mail: OutgoingMail, result: dict[str, Any]) -> None:
    with transaction.atomic():
        still_ours = OutgoingMail.objects.filter(pk=mail.pk, lease_token=mail.lease_token)
        if not still_ours.update(lease_token=None, leased_until=None, **result):
            logger.warning("Mail %s was taken over by another sender", mail.pk)
        elif result.get("state") == MailState.FAILED:
            log_undelivered(mail, FAILED_ACTION, result["error"])


def _result_of(mail: OutgoingMail, failure: Failure | None) -> dict[str, Any]:
    """What is written to the mail after a try."""
    result: dict[str, Any]
    if failure is None:
        result = {"state": MailState.SENT, "sent_at": timezone.now(), "error": ""}
        logger.info("Mail %s sent", mail.pk)
    elif failure.final or mail.tries >= MAX_TRIES:
        result = {"state": MailState.FAILED, "error": failure.reason}
        logger.error("Mail %s failed for good at try %s: %s", mail.pk, mail.tries, failure.reason)
    else:
        pause = RETRY_PAUSES[mail.tries - 1]
        result = {"due_at": timezone.now() + pause, "error": failure.reason}
        logger.warning("Mail %s failed at try %s, next in %s: %s", mail.pk, mail.tries, pause, failure.reason)
    return result


def _deliver(mail: OutgoingMail) -> Failure | None:
    """Send one mail; return why it failed, None if the server took it.

    Raises ``LinkIsDeadError`` for a mail that is of no use to its reader any more.
    """
    try:
        message = _build(mail)
        message.message().as_bytes()
    except (DatabaseError, LinkIsDeadError):
        # Where its links could not be read, nothing is wrong with the mail: it is free again when its lease ends.
        raise
    except Exception as error:
        # One mail that cannot be built must not stop those behind it, whatever is wrong with it.
        return Failure(type(error).__name__, final=True)
    server = get_connection()
    try:
        with _time_limit(TIME_LIMIT):
            server.open()
            server.send_messages([message])
    except Exception as error:
        # The next mail must go out whatever this one ran into.
        return _failure(error)
    finally:
        # The server has answered; how the line is hung up changes nothing.
        with contextlib.suppress(Exception), _time_limit(HANG_UP_LIMIT):
            server.close()
    return None


def _build(mail: OutgoingMail) -> EmailMultiAlternatives:
    """The mail as text, its links written out, and the same text as a page with links and readable lines."""
    text = unmask(mail.body, _links_of(mail))
    page = as_page(mail, text)
    message = EmailMultiAlternatives(
        subject=mail.subject,
        body=text,
        # Where the mail comes back to, which its reader does not see.
        from_email=settings.EMAIL_RETURN_PATH or None,
        to=[mail.recipient],
        reply_to=[mail.reply_to] if mail.reply_to else [],
        headers={
            "From": settings.DEFAULT_FROM_EMAIL,
            "Message-ID": mail.message_id,
            "Content-Language": mail.language,
            # Keeps holiday notices of the recipient away (RFC 3834).
            "Auto-Submitted": "auto-generated",
        },
    )
    message.attach_alternative(page, "text/html")
    return message


def _links_of(mail: OutgoingMail) -> dict[str, MemberLink]:
    """The links that stand in the text, by their masks; in place of one that was replaced meanwhile the newest."""
    links = {}
    for link in mail.links.all():
        if link.mask not in mail.body:
            continue
        current = link if link.revoked_at is None else newest_for(link, mail.recipient)
        if current is None:
            raise LinkIsDeadError
        links[link.mask] = current
    return links


def _failure(error: Exception) -> Failure:
    """Describe ``error`` without its text. Final: the server refused this mail (5xx), or it cannot be written out.

    A refused login or sender is our own fault, to be mended while the mail waits.
    """
    name = type(error).__name__
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        code = next(iter(error.recipients.values()))[0]
        return Failure(f"{name} {code}", final=code >= 500)
    if isinstance(error, smtplib.SMTPResponseException):
        final = isinstance(error, smtplib.SMTPDataError) and error.smtp_code >= 500
        return Failure(f"{name} {error.smtp_code}", final=final)
    return Failure(name, final=isinstance(error, ValueError))


@contextlib.contextmanager
def _time_limit(seconds: float) -> Iterator[None]:
    """Raise ``SendingTookTooLongError`` inside the block after ``seconds``, however slowly the other side talks."""

    def cut_off(_signal: int, _frame: FrameType | None) -> None:
        raise SendingTookTooLongError

    before = signal.signal(signal.SIGALRM, cut_off)
    signal.setitimer(signal.ITIMER_REAL, seconds)
    try:
        yield
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)
        signal.signal(signal.SIGALRM, before)
