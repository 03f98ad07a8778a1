"""The page that says what an export will hold, and the download behind its buttons."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.http import Http404
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin.active_filters import filter_adapter_class_registry
from wagtail.admin.forms.search import SearchForm
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pledges.choices import ExportFormat
from pledges.inbox.access import InboxMixin
from pledges.inbox.desk import DESK, TO_DO
from pledges.inbox.export.download import download
from pledges.inbox.export.run import Export
from pledges.inbox.export.xlsx_file import MOST_ROWS
from pledges.inbox.filters import PledgeFilterSet
from pledges.inbox.list_address import address_on_record
from pledges.inbox.shown import pledges_shown

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponseBase, QueryDict

    from pledges.inbox.desk import DeskView
    from pledges.querysets import PledgeQuerySet


class ExportView(InboxMixin, WagtailAdminTemplateMixin, TemplateView):
    """``?view=`` names a list of the inbox, and the rest of the address is what that list is narrowed down to.

    Only the POST takes data out, because it leaves a record.
    """

    permission_required = "export"
    template_name = "pledges/inbox/export.html"
    page_title = gettext_lazy("Export")
    namespace = ""
    # Why the file that was asked for did not come.
    refusal = ""

    @cached_property
    def view(self) -> DeskView:
        view = DESK.get(self.request.GET.get("view", TO_DO.name))
        if view is None:
            raise Http404
        return view

    @cached_property
    def params(self) -> QueryDict:
        """Filters, search and order, as the list has them in its address."""
        params = self.request.GET.copy()
        params.pop("view", None)
        params.pop("p", None)
        return params

    @cached_property
    def list_url(self) -> str:
        query = self.params.urlencode()
        return f"{self.view.url}?{query}" if query else self.view.url

    @cached_property
    def pledges(self) -> PledgeQuerySet:
        return pledges_shown(self.request.user, self.view.name, self.params)

    @cached_property
    def number(self) -> int:
        return self.pledges.count()

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": self.list_url, "label": _("Inbox")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(
            list_label=self.view.label,
            narrowed=filters_in_words(self.params),
            number=self.number,
            most_rows=MOST_ROWS,
            refusal=self.refusal,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponseBase:
        asked = request.POST.get("format", "")
        if asked not in ExportFormat.values:
            self.refusal = _("Please choose one of the two formats.")
        elif asked == ExportFormat.XLSX and self.number > MOST_ROWS:
            self.refusal = _("There are too many engagements for an Excel workbook. Take the CSV file.")
        if self.refusal:
            return self.render_to_response(self.get_context_data(), status=422)
        file_format = ExportFormat(asked)
        export = Export(request.user, self.pledges, file_format, address_on_record(self.view.url, self.params))
        return download("engagements", file_format, export.chunks())


def filters_in_words(params: QueryDict) -> list[tuple[str, str]]:
    """What a list is narrowed down to, as Wagtail says it above the list: label and value of each filter in force."""
    form = PledgeFilterSet(params)
    words = []
    if form.is_valid():
        for name in form.form.changed_data:
            found, bound = form.filters[name], form.form[name]
            adapter = filter_adapter_class_registry.get(found)
            active = adapter(found, bound, form.form.cleaned_data[name], "", params).get_active_filters()
            words += [(str(one.field_label), str(one.value)) for one in active]
    search = SearchForm(params)
    if search.is_valid() and search.cleaned_data["q"]:
        words.append((_("Search"), f"“{search.cleaned_data['q']}”"))
    return words
