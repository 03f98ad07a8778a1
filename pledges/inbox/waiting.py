"""What the inbox adds to the panel of what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from bbacms.core.dashboard import WaitingLine
from pledges.choices import MailState
from pledges.ledgers import OutgoingMailLedger
from pledges.models import OutgoingMail
from pledges.permissions import pledge_policy, pledges_for

if TYPE_CHECKING:
    from django.http import HttpRequest


def add_inbox(request: HttpRequest, lines: list[WaitingLine]) -> None:
    """Engagements that wait for a decision, and mails that could not be sent."""
    if not pledge_policy.user_has_permission(request.user, "view"):
        return
    count = pledges_for(request.user).waiting().count()
    if count:
        text = ngettext("%(count)s engagement to decide on", "%(count)s engagements to decide on", count)
        lines.append(WaitingLine(text % {"count": count}, reverse("inbox:index"), "mail"))
    count = OutgoingMail.objects.filter(state=MailState.FAILED).count()
    if count:
        text = ngettext("%(count)s mail that could not be sent", "%(count)s mails that could not be sent", count)
        url = f"{OutgoingMailLedger().url_helper.index_url}?state__exact={MailState.FAILED}"
        lines.append(WaitingLine(text % {"count": count}, url, "warning"))
