"""What staff do with the personal link of a member: send a new one when the mail is lost, or make it worthless."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from django.utils.formats import time_format
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from pledges.choices import LinkPurpose, MailKind, MailState, PledgeState
from pledges.links import end_access
from pledges.mail.messages import queue_new_link
from pledges.mail.outbox import cancel_links
from pledges.models import Pledge
from pledges.permissions import may_decide

SEND_ACTION = "pledges.send_link"
REVOKE_ACTION = "pledges.revoke_link"
# Between two mails with a link: longer than anybody presses a button again because nothing seems to happen.
PAUSE = timedelta(minutes=10)


class LinkRefusedError(Exception):
    """Nothing was done; ``message`` says why."""

    def __init__(self, message: str) -> None:
        super().__init__(message)
        self.message = message


@dataclass(frozen=True)
class PersonalLink:
    """The link of one engagement: until when it works, and why a new one cannot be sent now, where that is so."""

    works_until: datetime | None
    may_be_revoked: bool
    refusal: str

    @classmethod
    def of(cls, pledge: Pledge) -> PersonalLink:
        now = timezone.now()
        link = pledge.links.filter(purpose=LinkPurpose.MINE, revoked_at__isnull=True, expires_at__gt=now).first()
        refusal = _refusal(pledge)
        return cls(
            works_until=link.expires_at if link else None,
            may_be_revoked=bool(link) and not refusal,
            refusal=refusal or _refusal_to_send(pledge),
        )


def send_new_link(pledge: Pledge, user: Any) -> None:
    """Write a new personal link to the address of ``pledge``; the one before works no more.

    Raises ``PermissionDenied`` for somebody who may not decide on the pledge, and ``LinkRefusedError`` where no mail
    may go out, or one has just done so.
    """
    if not may_decide(user, pledge):
        raise PermissionDenied
    with transaction.atomic():
        # Held fast, so that of two clicks the second one finds the mail of the first.
        current = Pledge.objects.select_for_update().get(pk=pledge.pk)
        if refusal := _refusal(current) or _refusal_to_send(current):
            raise LinkRefusedError(refusal)
        queue_new_link(current)
        log(instance=current, action=SEND_ACTION, user=user)


def revoke_personal_link(pledge: Pledge, user: Any) -> None:
    """Make every address worthless by which a member reaches ``pledge``, and remove what was begun by one.

    Raises ``PermissionDenied`` for somebody who may not decide on the pledge, and ``LinkRefusedError`` where no link
    works.
    """
    if not may_decide(user, pledge):
        raise PermissionDenied
    with transaction.atomic():
        current = Pledge.objects.select_for_update().get(pk=pledge.pk)
        if refusal := _refusal(current):
            raise LinkRefusedError(refusal)
        if not PersonalLink.of(current).may_be_revoked:
            raise LinkRefusedError(_("No personal link works, so there is nothing to revoke."))
        end_access(current)
        cancel_links(current)
        log(instance=current, action=REVOKE_ACTION, user=user)


def _refusal(pledge: Pledge) -> str:
    """Why staff leave the link of ``pledge`` alone; empty where they may do something with it."""
    if pledge.is_suspected or pledge.state == PledgeState.SPAM:
        return _("This engagement is or may be spam, so nothing is written to its sender.")
    return ""


def _refusal_to_send(pledge: Pledge) -> str:
    """Why no new link can be sent now; empty where one can."""
    if not pledge.email:
        return _("No e-mail address of the member is known, so no link can be sent.")
    given_up = (MailState.FAILED, MailState.DROPPED, MailState.CANCELLED)
    links = [mail for mail in pledge.mails.all() if mail.kind == MailKind.LINK and mail.state not in given_up]
    last = max((mail.created_at for mail in links), default=None)
    if last and last + PAUSE > timezone.now():
        again = timezone.localtime(last + PAUSE)
        return _("A new link has just been written to the member. Another one can be sent from %(time)s on.") % {
            "time": time_format(again, "TIME_FORMAT")
        }
    return ""
