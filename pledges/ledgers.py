"""Read-only ledgers: lists that staff may look at and nobody may change."""

from __future__ import annotations

from typing import Any

from django.contrib.admin import display
from django.urls import re_path
from django.utils.html import format_html
from django.utils.translation import gettext_lazy as _
from wagtail_modeladmin.helpers import PermissionHelper
from wagtail_modeladmin.options import ModelAdmin

from pledges.choices import UNDELIVERED_STATES
from pledges.models import ConsentRecord, ExportRecord, OutgoingMail


class ReadOnlyPermissionHelper(PermissionHelper):
    """Whoever has the model's view permission may list and inspect; nobody may add, edit or delete."""

    def user_can_list(self, user: Any) -> bool:
        return self.user_has_specific_permission(user, self.get_perm_codename("view"))

    def user_can_inspect_obj(self, user: Any, obj: Any) -> bool:
        return self.user_can_list(user)

    def user_can_create(self, user: Any) -> bool:
        return False

    def user_can_edit_obj(self, user: Any, obj: Any) -> bool:
        return False

    def user_can_delete_obj(self, user: Any, obj: Any) -> bool:
        return False


class Ledger(ModelAdmin):
    """Abstract: a list with filter, search and inspection. Addresses that would change anything do not exist."""

    permission_helper_class = ReadOnlyPermissionHelper
    inspect_view_enabled = True
    history_view_enabled = False
    add_to_admin_menu = False
    add_to_settings_menu = False
    list_per_page = 50

    def get_admin_urls_for_registration(self) -> tuple[Any, ...]:
        pattern, name = self.url_helper.get_action_url_pattern, self.url_helper.get_action_url_name
        return (
            re_path(pattern("index"), self.index_view, name=name("index")),
            re_path(pattern("inspect"), self.inspect_view, name=name("inspect")),
        )


# What the list of mails is asked for, to show those that reached nobody.
UNDELIVERED_QUERY = f"state__in={','.join(UNDELIVERED_STATES)}"


class OutgoingMailLedger(Ledger):
    """Every mail of the outbox: what waits, what went out, what failed and why."""

    model = OutgoingMail
    base_url_path = "outgoing-mail"
    menu_label = _("Outgoing mail")
    menu_icon = "mail"
    menu_order = 220
    list_display = ("pledge", "kind", "recipient", "state", "created_at", "sent_at", "error")
    list_filter = ("state", "kind", "created_at")
    list_select_related = ("pledge",)
    search_fields = ("pledge__public_id",)
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


class ConsentLedger(Ledger):
    """Every consent and every withdrawal, with the wording that was shown."""

    model = ConsentRecord
    base_url_path = "consents"
    menu_label = _("Consents")
    menu_icon = "check"
    menu_order = 230
    list_display = ("pledge", "purpose", "given", "language", "recorded_at")
    list_filter = ("purpose", "given", "language", "recorded_at")
    list_select_related = ("pledge",)
    search_fields = ("pledge__public_id",)
    inspect_view_fields = ["pledge", "purpose", "given", "wording", "language", "form_revision", "recorded_at"]


class ExportLedger(Ledger):
    """Who took which engagements out of the inbox. Without an end, the download was broken off."""

    model = ExportRecord
    base_url_path = "exports"
    menu_label = _("Exports")
    menu_icon = "download"
    menu_order = 240
    list_display = ("begun_at", "user", "format", "list_address", "number", "finished_at")
    list_filter = ("format", "begun_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__first_name", "user__last_name")
    inspect_view_fields = ["begun_at", "user", "format", "filters", "number", "finished_at"]

    @display(description=_("filter"))
    def list_address(self, record: ExportRecord) -> str:
        """Leads to the list, which says in words what it is narrowed down to."""
        return format_html('<a href="{url}">{url}</a>', url=record.filters)
