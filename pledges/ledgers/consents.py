"""The ledger of consents."""

from __future__ import annotations

from django.contrib.admin import display
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from pledges.ledgers.base import Ledger
from pledges.models import ConsentRecord


class ConsentLedger(Ledger):
    """Every consent and every withdrawal, with the wording that was shown."""

    model = ConsentRecord
    base_url_path = "consents"
    menu_label = gettext_lazy("Consents")
    menu_icon = "check"
    menu_order = 230
    list_display = ("pledge", "purpose", "given_in_words", "language", "recorded_at")
    list_filter = ("purpose", "given", "language", "recorded_at")
    list_select_related = ("pledge",)
    search_fields = ("pledge__public_id",)
    list_export = ("pledge", "purpose", "given_in_words", "wording", "language", "revision", "recorded_at")
    inspect_view_fields = ["pledge", "purpose", "given_in_words", "wording", "language", "form_revision", "recorded_at"]

    @display(description=gettext_lazy("given"), ordering="given")
    def given_in_words(self, record: ConsentRecord) -> str:
        return _("yes") if record.given else _("no")

    @display(description=gettext_lazy("wording of the form"))
    def revision(self, record: ConsentRecord) -> str:
        """The number of the revision, which holds the whole form."""
        return str(record.form_revision_id)
