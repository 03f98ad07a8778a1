"""What the inbox adds to the panel of what waits for a person."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.http import QueryDict
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import ngettext

from bbacms.core.dashboard import WaitingItem, WaitingLine
from pledges.inbox.columns import standing, who
from pledges.inbox.counts import kept_counts
from pledges.inbox.desk import ALL, LEAVING, OVERDUE, TO_DO
from pledges.inbox.neighbours import Place
from pledges.inbox.shown import Shown
from pledges.ledgers import UNDELIVERED_QUERY, ErasureLedger, OutgoingMailLedger
from pledges.models import ErasureRecord, OutgoingMail
from pledges.permissions import may_use_inbox, pledges_for
from pledges.pictures import with_pictures_left

if TYPE_CHECKING:
    from django.http import HttpRequest


# As many as fit on the panel; the list behind it has the rest.
FIRST = 5
# Nobody ticks off what an erasure left to do, so the line goes by itself.
ERASED_LATELY = timedelta(days=30)


def add_engagements(request: HttpRequest, lines: list[WaitingLine]) -> None:
    """Engagements that wait for staff, with the first of them, that are overdue, or whose picture has to go."""
    user = request.user
    if not may_use_inbox(user):
        return
    if count := kept_counts()[TO_DO.name]:
        text = ngettext("%(count)s engagement to look at", "%(count)s engagements to look at", count)
        lines.append(WaitingLine(text % {"count": number_format(count)}, TO_DO.url, "mail", first_cases(user)))
    if overdue := OVERDUE.pledges(user).count():
        text = ngettext("%(count)s engagement is overdue", "%(count)s engagements are overdue", overdue)
        lines.append(WaitingLine(text % {"count": number_format(overdue)}, OVERDUE.url, "warning"))
    if leaving := LEAVING.pledges(user).count():
        text = ngettext(
            "%(count)s engagement is removed within 30 days",
            "%(count)s engagements are removed within 30 days",
            leaving,
        )
        lines.append(WaitingLine(text % {"count": number_format(leaving)}, LEAVING.url, "bin"))
    left = with_pictures_left(pledges_for(user)).count()
    if left:
        text = ngettext(
            "%(count)s engagement with a published picture that may not be shown any more",
            "%(count)s engagements with a published picture that may not be shown any more",
            left,
        )
        lines.append(WaitingLine(text % {"count": left}, f"{ALL.url}?pictures=left", "image"))


def first_cases(user: Any) -> list[WaitingItem]:
    """What stands on top of *To do*, with the way straight to the case."""
    shown = Shown(user, TO_DO, QueryDict())
    place = Place(shown)
    return [
        WaitingItem(pledge.title, f"{who(pledge)} · {standing(pledge)}".removeprefix(" · "), place.url_of(pledge.pk))
        for pledge in shown.pledges.select_related("actor_kind")[:FIRST]
    ]


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


def add_erasures(request: HttpRequest, lines: list[WaitingLine]) -> None:
    """Erasures that members did by themselves in the last weeks, where something is left for staff to look at."""
    ledger = ErasureLedger()
    if not ledger.permission_helper.user_can_list(request.user):
        return
    recent = ErasureRecord.objects.filter(by_member=True, erased_at__gt=timezone.now() - ERASED_LATELY)
    if count := recent.exclude(left=[]).count():
        text = ngettext(
            "%(count)s erasure by a member that left something to do",
            "%(count)s erasures by members that left something to do",
            count,
        )
        url = f"{ledger.url_helper.index_url}?by_member__exact=1"
        lines.append(WaitingLine(text % {"count": count}, url, "bin"))
