"""What a case says of its member's e-mail address, when mails do not arrive there."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.translation import gettext as _

from pledges.choices import MailState
from pledges.models import OutgoingMail, Pledge

# The mail server says that there is no such address (RFC 3463, RFC 5321).
NO_SUCH_ADDRESS = ("5.1.", "SMTPRecipientsRefused 5")


def undelivered_note(pledge: Pledge, mails: Iterable[OutgoingMail]) -> str:
    """Why the member does not read what is written to them; empty where the last mail went out.

    ``mails`` are those about ``pledge``, newest first. What went to an address that was corrected meanwhile, or to
    staff, says nothing of the address.
    """
    ended = (MailState.SENT, MailState.BOUNCED, MailState.FAILED)
    last = next((mail for mail in mails if mail.recipient == pledge.email and mail.state in ended), None)
    if last is None or last.state == MailState.SENT:
        return ""
    if last.error.startswith(NO_SUCH_ADDRESS):
        return _(
            "The last mail to the member did not arrive: there is no such e-mail address. Nothing that is sent there "
            "will be read; please ask the member for the right one in another way."
        )
    if last.state == MailState.BOUNCED:
        return _(
            "The last mail to the member came back: their mailbox did not take it. Please reach the member in another "
            "way if it matters."
        )
    return _(
        "The last mail to the member could not be sent and will not be tried again. Please reach the member in another "
        "way if it matters."
    )
