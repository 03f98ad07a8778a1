"""The ledger of retention runs."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pledges.ledgers.base import Ledger
from pledges.models import RetentionRun


class RetentionRunLedger(Ledger):
    """What the retention rules did each night. Without an end, it was cut short; the next one does the rest."""

    model = RetentionRun
    base_url_path = "retention-runs"
    menu_label = _("Retention runs")
    menu_icon = "history"
    menu_order = 250
    columns = ("begun_at", "finished_at", "warned", "removed", "made_nameless", "files", "mails")
    list_display = columns
    list_filter = ("begun_at", "finished_at")
    # By the day, as in 2026-03-31.
    search_fields = ("begun_at",)
    list_export = columns
    inspect_view_fields = list(columns)
