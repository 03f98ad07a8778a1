"""The ledger of exports."""

from __future__ import annotations

from django.contrib.admin import display
from django.utils.html import format_html
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pledges.inbox.list_address import was_searched
from pledges.ledgers.base import Ledger
from pledges.models import ExportRecord


class ExportLedger(Ledger):
    """Who took which engagements out of the inbox. Without an end, the download was broken off."""

    model = ExportRecord
    base_url_path = "exports"
    menu_label = gettext_lazy("Exports")
    menu_icon = "download"
    menu_order = 240
    list_display = ("begun_at", "user", "format", "list_address", "number", "finished_at")
    list_filter = ("format", "begun_at")
    list_select_related = ("user",)
    search_fields = ("user__username", "user__first_name", "user__last_name")
    list_export = ("begun_at", "user", "format", "filters", "search", "number", "finished_at")
    inspect_view_fields = ["begun_at", "user", "format", "list_address", "number", "finished_at"]

    @display(description=gettext_lazy("filter"))
    def list_address(self, record: ExportRecord) -> str:
        """Leads to the list, which says in words what it is narrowed down to."""
        return format_html('<a href="{url}">{url}</a> {search}', url=record.filters, search=self.search(record))

    @display(description=gettext_lazy("search"))
    def search(self, record: ExportRecord) -> str:
        return _("with a search, whose words are not kept") if was_searched(record.filters) else ""
