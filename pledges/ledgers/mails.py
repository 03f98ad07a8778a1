"""The ledger of outgoing mail, from which one that was given up can be sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import View
from wagtail.admin import messages

from pledges.choices import UNDELIVERED_STATES
from pledges.ledgers.base import Ledger
from pledges.ledgers.row_view import LedgerRowView
from pledges.mail.again import can_be_sent_again, may_send_again, send_again
from pledges.models import OutgoingMail

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.http.response import HttpResponseBase

# What the list of mails is asked for, to show those that reached nobody.
UNDELIVERED_QUERY = f"state__in={','.join(UNDELIVERED_STATES)}"
SEND_AGAIN = "send-again"


class MailView(LedgerRowView):
    """One mail; with a button where it was given up and the person may send it again."""

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        mail = self.instance
        may = can_be_sent_again(mail) and may_send_again(mail, self.request.user)
        url = self.url_helper.get_action_url(SEND_AGAIN, mail.pk) if may else ""
        return super().get_context_data(send_again_url=url, **kwargs)


class SendAgainView(View):
    """Sends a mail once more that was given up, and leads back to it. Only by POST."""

    http_method_names = ["get", "head", "post", "options"]
    ledger: Any = None

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not self.ledger.permission_helper.user_can_list(request.user):
            raise PermissionDenied
        return super().dispatch(request, *args, **kwargs)

    def get(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        """Lead to the mail: who had to log in again on the way arrives here."""
        return redirect(self.ledger.url_helper.get_action_url("inspect", instance_pk))

    def post(self, request: HttpRequest, instance_pk: str) -> HttpResponse:
        mail = get_object_or_404(OutgoingMail.objects.select_related("pledge"), pk=instance_pk)
        try:
            if send_again(mail, request.user):
                messages.success(request, _("The mail is on its way again."))
            else:
                messages.warning(
                    request, _("This mail is not sent again: it was not given up, or the engagement is spam.")
                )
        except PermissionDenied:
            messages.error(request, _("This mail is not sent again: that is for those who work in the inbox."))
        return self.get(request, instance_pk)


class OutgoingMailLedger(Ledger):
    """Every mail of the outbox: what waits, what went out, what failed and why.

    What is downloaded names nobody: addresses leave by the export of the inbox alone, which keeps a record of it.
    """

    model = OutgoingMail
    base_url_path = "outgoing-mail"
    menu_label = gettext_lazy("Outgoing mail")
    menu_icon = "mail"
    menu_order = 220
    inspect_view_class = MailView
    list_display = ("pledge", "kind", "recipient", "state", "created_at", "sent_at", "error")
    list_filter = ("state", "kind", "created_at")
    list_select_related = ("pledge",)
    search_fields = ("pledge__public_id",)
    list_export = ("pledge", "kind", "language", "state", "created_at", "due_at", "sent_at", "tries", "error")
    inspect_view_fields = [
        "pledge",
        "kind",
        "state",
        "recipient",
        "reply_to",
        "language",
        "subject",
        "body",
        "created_at",
        "due_at",
        "sent_at",
        "tries",
        "error",
    ]

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        urls = super().get_admin_urls_for_registration()
        return (*urls, self.row_url(SEND_AGAIN, SendAgainView.as_view(ledger=self)))
