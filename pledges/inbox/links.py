"""The buttons of a case for the personal link of its member."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages

from pledges.inbox.access import InboxMixin
from pledges.personal_link import LinkRefusedError, revoke_personal_link, send_new_link

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise


class LinkView(InboxMixin, View):
    """Abstract: does one thing with the link and leads back to the case. Only by POST."""

    http_method_names = ["get", "head", "post", "options"]
    # Given to every view of the inbox.
    header_icon = namespace = ""
    act: Callable[[Any, Any], None]
    done: StrOrPromise

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the case: who had to log in again on the way arrives here."""
        return redirect(self.case_url(get_object_or_404(self.get_base_queryset(), pk=pk).pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        pledge = get_object_or_404(self.get_base_queryset(), pk=pk)
        try:
            self.act(pledge, request.user)
        except LinkRefusedError as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, self.done)
        return redirect(self.case_url(pk))


class SendLinkView(LinkView):
    act = staticmethod(send_new_link)
    done = _("A new personal link is on its way to the member. The earlier one works no more.")


class RevokeLinkView(LinkView):
    act = staticmethod(revoke_personal_link)
    done = _("The personal link is revoked. The member was not written to.")
