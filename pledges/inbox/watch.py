"""Whether somebody changed a case since a page of it was opened: what the page asks from time to time."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.contrib.auth import get_user_model
from django.http import JsonResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.decorators import method_decorator
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.generic import View
from wagtail.models import ModelLogEntry

from pledges.inbox.access import InboxMixin
from pledges.inbox.export.run import LOG_ACTION as EXPORT_ACTION
from pledges.inbox.log_words import name_of
from pledges.inbox.person import HAND_OVER_ACTION
from pledges.inbox.visits import VISITS
from pledges.mail.undelivered import BOUNCED_ACTION, FAILED_ACTION
from pledges.personal_data.handover import TAKEN_ACTION
from pledges.personal_data.retention import EXPIRE_ACTION

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.http import HttpRequest

# What is written into the log of a case and changes nothing of it.
CHANGES_NOTHING = VISITS | {EXPORT_ACTION, HAND_OVER_ACTION, TAKEN_ACTION, FAILED_ACTION, BOUNCED_ACTION}
LARGEST_KEY = 2**63 - 1


def last_of(entries: Iterable[ModelLogEntry]) -> int:
    """What stands for the log ``entries`` of a case: who saw them all has seen every change so far."""
    return max((entry.pk for entry in entries), default=0)


class SeenForm(forms.Form):
    """The last entry of the log that stood on the page; none of them where it is left out."""

    seen = forms.IntegerField(min_value=0, max_value=LARGEST_KEY, required=False)


@method_decorator(never_cache, name="dispatch")
class WatchView(InboxMixin, View):
    """Answers ``{"notice": "…"}``: who changed the case after ``?seen=``, and when; empty where nobody did."""

    # Given to every view of the inbox.
    header_icon = namespace = ""

    def get(self, request: HttpRequest, pk: int) -> JsonResponse:
        pledge = get_object_or_404(self.get_base_queryset(), pk=pk)
        form = SeenForm(request.GET)
        if not form.is_valid():
            return JsonResponse({"errors": form.errors}, status=400)
        since = ModelLogEntry.objects.for_instance(pledge).filter(pk__gt=form.cleaned_data["seen"] or 0)
        entry = since.exclude(action__in=CHANGES_NOTHING).order_by("-pk").first()
        return JsonResponse({"notice": self.notice(entry) if entry else ""})

    def notice(self, entry: ModelLogEntry) -> str:
        time = date_format(timezone.localtime(entry.timestamp), "TIME_FORMAT")
        if entry.user_id == self.request.user.pk:
            return _("You changed this case at %(time)s in another window.") % {"time": time}
        # The log keeps the number of a user who is gone.
        user = get_user_model().objects.filter(pk=entry.user_id).first() if entry.user_id else None
        without_user = _("The retention rules") if entry.action == EXPIRE_ACTION else _("The member")
        who = name_of(user) or (_("Somebody") if entry.user_id else without_user)
        return _("%(who)s changed this case at %(time)s.") % {"who": who, "time": time}
