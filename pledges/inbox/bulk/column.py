"""The boxes of the list that engagements are ticked with."""

from __future__ import annotations

from wagtail.admin.ui.tables import BulkActionsCheckboxColumn


class TickColumn(BulkActionsCheckboxColumn):
    """A box that is named and belongs to a form, so that it can be ticked and sent without script too."""

    cell_template_name = "pledges/inbox/bulk/tick_cell.html"

    def __init__(self) -> None:
        super().__init__("bulk_actions", obj_type="pledge")
