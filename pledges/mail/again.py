"""Send a mail once more that was given up, at the wish of staff."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from pledges.choices import MailState, PledgeState
from pledges.mail.outbox import requeue
from pledges.models import OutgoingMail
from pledges.permissions import may_decide, may_use_inbox

SEND_AGAIN_ACTION = "pledges.send_again"


def may_send_again(mail: OutgoingMail, user: Any) -> bool:
    """Whether ``user`` may decide on what ``mail`` is about; one about no engagement is for all of the inbox."""
    return may_decide(user, mail.pledge) if mail.pledge else may_use_inbox(user)


def can_be_sent_again(mail: OutgoingMail) -> bool:
    """Whether ``mail`` was given up. Nothing goes out about what is, or may be, spam."""
    pledge = mail.pledge
    is_spam = pledge is not None and (pledge.is_suspected or pledge.state == PledgeState.SPAM)
    return mail.state == MailState.FAILED and not is_spam


@transaction.atomic
def send_again(mail: OutgoingMail, user: Any) -> bool:
    """Send ``mail`` once more, and log that; False, and nothing is done, where it cannot be.

    Raises ``PermissionDenied`` for somebody who may not decide on it.
    """
    if not may_send_again(mail, user):
        raise PermissionDenied
    again = can_be_sent_again(mail) and requeue(mail)
    if again:
        log(instance=mail.pledge or mail, action=SEND_AGAIN_ACTION, user=user, data={"mail": mail.kind})
    return again
