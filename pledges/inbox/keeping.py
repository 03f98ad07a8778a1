"""How long a case is kept: said on its page in plain words, and changed there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.core.exceptions import ValidationError
from django.shortcuts import get_object_or_404, redirect
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.generic import View
from wagtail.admin import messages

from pledges.inbox.access import InboxMixin
from pledges.personal_data.holding import hold, let_go
from pledges.personal_data.retention import STAYS_NAMELESS, last_day

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from pledges.models import Pledge


def keeping_in_words(pledge: Pledge) -> str:
    """Until when the personal data of ``pledge`` are kept, and what then becomes of it; one or two sentences."""
    if pledge.erased_at:
        said = {"why": pledge.get_erasure_display(), "date": date_format(pledge.erased_at, "DATE_FORMAT")}
        return _("Personal data: %(why)s, on %(date)s.") % said
    if pledge.form is None:
        return _("It was imported without contact data, and is kept.")
    if pledge.held_at:
        return _("It is kept for longer than its time, until somebody lets it go.")
    day = last_day(pledge)
    if day is None:
        return _while_open(pledge.form.retention_months)
    said = {"date": date_format(pledge.leaves_on or day, "DATE_FORMAT")}
    if pledge.state in STAYS_NAMELESS:
        after = _("Then contact data, files, mails and notes are removed; what is public, and its figures, stay.")
    else:
        after = _("Then it is removed with everything that belongs to it.")
    if pledge.leaves_on:
        return f"{_('It goes on %(date)s.') % said} {after}"
    until = _("It is kept until %(date)s, and as long as a personal link works. Staff are told 30 days before.") % said
    return f"{until} {after}"


def _while_open(months: int | None) -> str:
    if not months:
        return _("It is kept while it is open. Its form sets no end after that.")
    return ngettext(
        "It is kept while it is open, and for %(months)s month after it is closed.",
        "It is kept while it is open, and for %(months)s months after it is closed.",
        months,
    ) % {"months": months}


class KeepView(InboxMixin, View):
    """Keeps a case for longer, with the reason that was typed. Only by POST."""

    http_method_names = ["get", "head", "post", "options"]
    # Given to every view of the inbox.
    header_icon = namespace = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the case: who had to log in again on the way arrives here."""
        return redirect(self.case_url(get_object_or_404(self.get_base_queryset(), pk=pk).pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        pledge = get_object_or_404(self.get_base_queryset(), pk=pk)
        try:
            hold(pledge, request.user, request.POST.get("reason", ""))
        except ValidationError as error:
            messages.error(request, error.messages[0])
        else:
            messages.success(request, _("It is kept until somebody lets it go."))
        return redirect(f"{self.case_url(pk)}#case-data")


class LetGoView(KeepView):
    """Lets the retention rules have it again. Only by POST."""

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        pledge = get_object_or_404(self.get_base_queryset(), pk=pk)
        if let_go(pledge, request.user):
            messages.success(request, _("It is kept for its time only. Before it goes, you are told."))
        return redirect(f"{self.case_url(pk)}#case-data")
