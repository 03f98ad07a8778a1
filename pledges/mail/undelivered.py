"""Write down on an engagement that a mail about it reached nobody."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter, log

from pledges.choices import MailKind

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
    from wagtail.models import ModelLogEntry

    from pledges.models import OutgoingMail

FAILED_ACTION = "pledges.mail_failed"
BOUNCED_ACTION = "pledges.mail_bounced"


def log_undelivered(mail: OutgoingMail, action: str, error: str) -> None:
    """Log ``action`` on the engagement of ``mail``, in the caller's transaction; nothing for the mail of a draft.

    ``error`` is a class and number, or a status code: never a text, which may hold an address.
    """
    if mail.pledge is not None:
        log(instance=mail.pledge, action=action, data={"mail": mail.pk, "kind": mail.kind, "error": error})


class UndeliveredFormatter(LogFormatter):
    """Abstract: says which mail, and why."""

    sentence: StrOrPromise = ""

    def format_message(self, log_entry: ModelLogEntry) -> str:
        data = log_entry.data
        return str(self.sentence) % {
            "mail": dict(MailKind.choices).get(data["kind"], data["kind"]),
            "error": data["error"],
        }


class FailedFormatter(UndeliveredFormatter):
    label = _("Mail not sent")
    sentence = _("A mail could not be sent: %(mail)s (%(error)s).")


class BouncedFormatter(UndeliveredFormatter):
    label = _("Mail came back")
    sentence = _("A mail came back: %(mail)s (%(error)s).")
