"""What the inbox adds to the panel of what waits for a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import ngettext

from bbacms.core.dashboard import WaitingLine
from pledges.ledgers import UNDELIVERED_QUERY, OutgoingMailLedger
from pledges.models import OutgoingMail
from pledges.permissions import pledges_for
from pledges.pictures import with_pictures_left

if TYPE_CHECKING:
    from django.http import HttpRequest


def add_engagements(request: HttpRequest, lines: list[WaitingLine]) -> None:
    """Engagements that wait for a decision, those that may be spam, and those whose picture has to be taken down."""
    pledges = pledges_for(request.user)
    count = pledges.waiting().count()
    if count:
        text = ngettext("%(count)s engagement to decide on", "%(count)s engagements to decide on", count)
        lines.append(WaitingLine(text % {"count": count}, reverse("inbox:index"), "mail"))
    suspected = pledges.suspected().count()
    if suspected:
        text = ngettext("%(count)s engagement that may be spam", "%(count)s engagements that may be spam", suspected)
        lines.append(WaitingLine(text % {"count": suspected}, reverse("inbox:suspected"), "warning"))
    left = with_pictures_left(pledges).count()
    if left:
        text = ngettext(
            "%(count)s engagement with a published picture that may not be shown any more",
            "%(count)s engagements with a published picture that may not be shown any more",
            left,
        )
        lines.append(WaitingLine(text % {"count": left}, f"{reverse('inbox:all')}?pictures=left", "image"))


def add_changes(request: HttpRequest, lines: list[WaitingLine]) -> None:
    """Engagements that their members changed since they were accepted."""
    count = pledges_for(request.user).filter(proposed_at__isnull=False).count()
    if count:
        text = ngettext(
            "%(count)s engagement that its member changed since it was accepted",
            "%(count)s engagements that their members changed since they were accepted",
            count,
        )
        lines.append(WaitingLine(text % {"count": count}, f"{reverse('inbox:all')}?proposals=open", "edit"))


def add_failed_mail(request: HttpRequest, lines: list[WaitingLine]) -> None:
    """Mails that could not be sent, for those who may open the ledger."""
    ledger = OutgoingMailLedger()
    if not ledger.permission_helper.user_can_list(request.user):
        return
    count = OutgoingMail.objects.undelivered().count()
    if count:
        text = ngettext("%(count)s mail that could not be sent", "%(count)s mails that could not be sent", count)
        url = f"{ledger.url_helper.index_url}?{UNDELIVERED_QUERY}"
        lines.append(WaitingLine(text % {"count": count}, url, "warning"))
