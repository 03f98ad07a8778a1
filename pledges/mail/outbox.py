"""Put a mail into the outbox, in the transaction of what it tells about."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from django.db import transaction
from django.db.transaction import TransactionManagementError
from django.utils import timezone

from pledges.choices import MailKind, MailState
from pledges.links import extend_links
from pledges.models import MemberLink, OutgoingMail, Pledge, PledgeDraft

# What leads a member to their engagement.
WITH_LINKS = (MailKind.RECEIPT, MailKind.LINK, MailKind.ACCEPTED, MailKind.CHANGES_REQUESTED)


def queue(
    kind: MailKind,
    of: Pledge | PledgeDraft | None,
    *,
    recipient: str,
    language: str,
    subject: str,
    body: str,
    reply_to: str = "",
    links: Sequence[MemberLink] = (),
    hold: timedelta = timedelta(0),
) -> OutgoingMail:
    """Write one mail that the sender picks up once the caller's transaction is committed and ``hold`` is over.

    ``of`` is None for a mail that tells of no single engagement.
    A mail with a ``hold`` belongs to the move that made the pledge's version: ``cancel`` takes both back.
    ``links`` are those whose addresses stand masked in ``body``: the sender writes them out.

    About suspected spam nothing goes out: such a mail waits for ``release`` or ``drop``. A draft is not suspected yet:
    nobody could release the link to it, without which its member would lose all that was typed.
    Raises ``TransactionManagementError`` outside a transaction: a mail must vanish with the change it reports.
    """
    if not transaction.get_connection().in_atomic_block:
        raise TransactionManagementError("A mail is queued inside the transaction of what it tells about.")
    mail = OutgoingMail.objects.create(
        kind=kind,
        pledge=of if isinstance(of, Pledge) else None,
        draft=of if isinstance(of, PledgeDraft) else None,
        recipient=recipient,
        reply_to=reply_to,
        language=language,
        subject=subject,
        body=body,
        due_at=timezone.now() + hold,
        pledge_version=of.version if hold and isinstance(of, Pledge) else None,
        state=MailState.HELD if isinstance(of, Pledge) and of.is_suspected else MailState.QUEUED,
    )
    if links:
        mail.links.add(*links)
    return mail


def release(pledge: Pledge) -> None:
    """Let out what was held back, or dropped, because ``pledge`` seemed to be spam; its links run from now on."""
    held = pledge.mails.filter(state__in=(MailState.HELD, MailState.DROPPED))
    extend_links(MemberLink.objects.filter(mails__in=held))
    held.update(state=MailState.QUEUED, due_at=timezone.now())


def requeue(mail: OutgoingMail) -> bool:
    """Send ``mail`` once more, now and with as many tries as at first; False, and nothing is done, unless it failed."""
    failed = OutgoingMail.objects.filter(pk=mail.pk, state=MailState.FAILED)
    # Conditional, so that of two people who press the button one alone does it.
    if not failed.update(state=MailState.QUEUED, due_at=timezone.now(), tries=0, error=""):
        return False
    extend_links(mail.links.filter(revoked_at__isnull=True))
    return True


def drop(pledge: Pledge) -> None:
    """Give up what is held back about ``pledge``: it is spam. The mails stay in the ledger."""
    pledge.mails.filter(state=MailState.HELD).update(state=MailState.DROPPED)


def cancel_links(pledge: Pledge) -> None:
    """Give up what is not sent yet and carries a link to ``pledge``: its reader may not have one any more."""
    waiting = (MailState.QUEUED, MailState.HELD, MailState.DROPPED)
    with_links = pledge.mails.filter(state__in=waiting, kind__in=WITH_LINKS)
    with_links.update(state=MailState.CANCELLED)


def hold(pledge: Pledge) -> None:
    """Hold back again what has not gone out yet: ``pledge`` may be spam after all."""
    pledge.mails.filter(state__in=(MailState.QUEUED, MailState.DROPPED), lease_token=None).update(state=MailState.HELD)


def withhold(pledge: Pledge) -> list[int]:
    """Take back the letters of moves that wait out their minute: what they say is overtaken. Returns their keys."""
    waiting = pledge.mails.filter(pledge_version__isnull=False, state=MailState.QUEUED, lease_token=None)
    keys = list(waiting.filter(due_at__gt=timezone.now()).values_list("pk", flat=True))
    # Conditional, for a sender may take one at this moment.
    waiting.filter(pk__in=keys).update(state=MailState.TAKEN_BACK)
    return keys


def let_go(pledge: Pledge, keys: Sequence[int]) -> None:
    """Queue again what ``withhold`` took back: what overtook it was undone."""
    if keys:
        pledge.mails.filter(pk__in=keys, state=MailState.TAKEN_BACK).update(state=MailState.QUEUED)


def cancel(pledge: Pledge, version: int) -> bool:
    """Take back the mail of the move that made ``version``; False, and nothing is done, when it is on its way."""
    of_the_move = pledge.mails.filter(pledge_version=version)
    waiting = of_the_move.filter(state__in=(MailState.QUEUED, MailState.HELD), lease_token=None)
    there = of_the_move.count()
    # A conditional update: a sender that takes the mail at the same moment makes the count differ.
    return waiting.update(state=MailState.TAKEN_BACK) == there
