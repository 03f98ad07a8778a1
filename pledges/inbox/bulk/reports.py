"""What became of the moves on many engagements: a list of one's own, and a page for each."""

from __future__ import annotations

from collections import Counter
from typing import Any

from django.db.models import Count
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.ui.tables import BaseColumn, Column, DateColumn, TitleColumn
from wagtail.admin.views.generic import IndexView

from pledges.bulk import runs_of
from pledges.choices import BulkOutcome, BulkState
from pledges.inbox.access import InboxMixin
from pledges.inbox.bulk.words import reason
from pledges.inbox.list_address import was_searched
from pledges.models import BulkItem, BulkRun
from pledges.moves import MOVES

# Not moved, and not going to be.
SKIPPED = frozenset(BulkOutcome) - {BulkOutcome.DONE, BulkOutcome.LEFT}


def move_label(run: BulkRun) -> Any:
    return MOVES[run.move].label


class ReportView(InboxMixin, IndexView):
    """A table without filter, search or download."""

    any_permission_required = ["view"]
    FORMATS = ()
    paginate_by = 50
    namespace = ""
    is_searchable = False

    @cached_property
    def index_url(self) -> str:
        return self.request.path


class RunsView(ReportView):
    """The moves on many engagements that the person began, newest first."""

    page_title = gettext_lazy("Moves on many engagements")
    default_ordering = "-pk"

    def get_base_queryset(self) -> Any:
        return runs_of(self.request.user)

    @cached_property
    def columns(self) -> list[BaseColumn]:
        return [
            TitleColumn("move", label=_("What was done"), accessor=move_label, url_name=f"{self.namespace}:run"),
            Column("total", label=_("Engagements")),
            Column("state", label=_("State"), accessor="get_state_display"),
            DateColumn("created_at", label=_("Begun")),
            DateColumn("finished_at", label=_("Finished")),
        ]

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        inbox = {"url": reverse(f"{self.namespace}:index"), "label": _("Inbox")}
        return [*self.breadcrumbs_items, inbox, {"url": "", "label": self.get_page_title()}]

    @cached_property
    def no_results_message(self) -> str:
        return _("You have not moved many engagements at once yet.")


class RunView(ReportView):
    """How far one move on many engagements is, and which were left as they are, each with the reason."""

    template_name = "pledges/inbox/bulk/run.html"
    default_ordering = "pk"

    @cached_property
    def run(self) -> BulkRun:
        return get_object_or_404(BulkRun.objects.select_related("user"), pk=self.kwargs["pk"])

    def get_base_queryset(self) -> Any:
        outcomes = SKIPPED if self.run.state == BulkState.QUEUED else SKIPPED | {BulkOutcome.LEFT}
        return self.run.items.filter(outcome__in=outcomes).select_related("pledge")

    @cached_property
    def numbers(self) -> Counter[str]:
        """How many of the engagements had which outcome."""
        rows = self.run.items.order_by().values_list("outcome").annotate(Count("pk"))
        return Counter(dict(rows))

    @cached_property
    def columns(self) -> list[BaseColumn]:
        move = MOVES[self.run.move]
        return [
            TitleColumn(
                "title",
                label=_("Left as they are"),
                accessor=lambda item: item.pledge.title if item.pledge else _("deleted"),
                get_url=self.get_case_url,
            ),
            Column("why", label=_("Why"), accessor=lambda item: reason(move, item.outcome, item.found)),
            Column("number", label=_("Number"), accessor="pledge.public_id", classname="inbox-number"),
        ]

    def get_case_url(self, item: BulkItem) -> str | None:
        return reverse(f"{self.namespace}:case", args=[item.pledge_id]) if item.pledge else None

    def get_page_title(self) -> Any:
        return move_label(self.run)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.namespace}:index"), "label": _("Inbox")},
            {"url": reverse(f"{self.namespace}:runs"), "label": _("Moves on many engagements")},
            {"url": "", "label": self.get_page_title()},
        ]

    @cached_property
    def no_results_message(self) -> str:
        return _("None was left as it is.")

    def get_context_data(self, *args: Any, **kwargs: Any) -> dict[str, Any]:
        done, left = self.numbers[BulkOutcome.DONE], self.numbers[BulkOutcome.LEFT]
        return super().get_context_data(
            *args,
            run=self.run,
            done=done,
            left=left if self.run.state == BulkState.QUEUED else 0,
            skipped=self.run.total - done - (left if self.run.state == BulkState.QUEUED else 0),
            is_open=self.run.state == BulkState.QUEUED,
            was_searched=was_searched(self.run.filters),
            **kwargs,
        )
