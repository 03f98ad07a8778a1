"""The page of one row of a ledger."""

from __future__ import annotations

from typing import Any

from django.contrib.admin.utils import label_for_field
from django.db.models import IntegerField
from wagtail_modeladmin.views import InspectView


class LedgerRowView(InspectView):
    """Shows a column in the words of the ledger, where it has a method of that name."""

    def get_field_label(self, field_name: str, field: Any = None) -> str:
        return str(label_for_field(field_name, self.model, self.model_admin))

    def get_field_display_value(self, field_name: str, field: Any = None) -> Any:
        if in_words := getattr(self.model_admin, field_name, None):
            return in_words(self.instance) or self.model_admin.get_empty_value_display(field_name)
        if isinstance(field, IntegerField):
            # None at all is a number too.
            return getattr(self.instance, field_name)
        return super().get_field_display_value(field_name, field)
