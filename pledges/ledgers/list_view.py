"""The list of a ledger, and its download as a spreadsheet."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from itertools import islice
from typing import TYPE_CHECKING, Any

from django.contrib.admin.options import IncorrectLookupParameters
from django.contrib.admin.utils import label_for_field, lookup_field
from django.shortcuts import redirect
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop
from wagtail.admin import messages
from wagtail_modeladmin.views import IndexView

from pledges.choices import ExportFormat
from pledges.inbox.export.csv_file import csv_file
from pledges.inbox.export.download import as_it_was_asked_for, download
from pledges.inbox.export.xlsx_file import MOST_ROWS, xlsx_file

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.http.response import HttpResponseBase

    from pledges.inbox.export.cells import Value

BATCH = 500
# What the filters of Django's admin say. That is not installed, so its translations are not there.
FILTER_WORDS = (
    gettext_noop("Any date"),
    gettext_noop("Today"),
    gettext_noop("Past 7 days"),
    gettext_noop("This month"),
    gettext_noop("This year"),
    gettext_noop("No date"),
    gettext_noop("Has date"),
)


class LedgerListView(IndexView):
    """An address that makes no sense leads to the whole list; a download has the cells of any export of ours."""

    def dispatch(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        try:
            return super().dispatch(request, *args, **kwargs)
        except IncorrectLookupParameters:
            return redirect(self.index_url)

    def get_filters(self, request: HttpRequest) -> Any:
        """Allow what the list offers: by other columns, and those of other tables, anything could be found out."""
        if any("\0" in value for values in request.GET.lists() for value in (values[0], *values[1])):
            raise IncorrectLookupParameters
        found = super().get_filters(request)
        _specs, _has_filters, further_lookups, _distinct = found
        if any(name.removesuffix("__in") not in self.list_filter for name in further_lookups):
            raise IncorrectLookupParameters
        return found

    def get_heading(self, queryset: QuerySet, field: str) -> str:
        return capfirst(str(label_for_field(field, self.model, self.model_admin)))

    def as_spreadsheet(self, queryset: QuerySet, spreadsheet_format: str) -> HttpResponseBase:
        """The rows that are listed, on all pages."""
        file_format = ExportFormat(spreadsheet_format)
        headings = [self.get_heading(queryset, name) for name in self.list_export]
        rows = self._batches(queryset)
        if file_format == ExportFormat.CSV:
            file = csv_file(headings, rows)
        elif queryset.count() <= MOST_ROWS:
            file = xlsx_file(headings, rows, self.get_page_title())
        else:
            messages.error(self.request, _("There are too many rows for an Excel workbook. Take the CSV file."))
            return redirect(self.request.path + self.get_query_string())
        return download(self.model_admin.base_url_path, file_format, as_it_was_asked_for(file))

    def _batches(self, queryset: QuerySet) -> Iterator[list[list[Value]]]:
        rows = queryset.iterator(chunk_size=BATCH)
        while batch := list(islice(rows, BATCH)):
            yield [[self._cell(name, row) for name in self.list_export] for row in batch]

    def _cell(self, name: str, row: Any) -> Value:
        if in_words := getattr(row, f"get_{name}_display", None):
            return str(in_words())
        _field, _attribute, value = lookup_field(name, row, self.model_admin)
        return value if value is None or isinstance(value, date) else str(value)
