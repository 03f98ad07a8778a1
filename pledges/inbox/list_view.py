"""The inbox list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import IndexView
from wagtail.admin.widgets.button import Button

from pledges.inbox.access import InboxMixin
from pledges.inbox.bulk.column import TickColumn
from pledges.inbox.bulk.footer import BulkListMixin
from pledges.inbox.columns import inbox_columns
from pledges.inbox.counts import desk_counts
from pledges.inbox.desk import DESK, LEAVING, TO_DO, views_shown
from pledges.inbox.export.button import export_buttons
from pledges.inbox.neighbours import Place
from pledges.inbox.paper import paper_button
from pledges.inbox.shown import Shown
from pledges.ledgers import UNDELIVERED_QUERY, OutgoingMailLedger
from pledges.models import Contribution, OutgoingMail
from pledges.paper import papers_of

if TYPE_CHECKING:
    from django.core.paginator import Paginator

    from pledges.inbox.desk import DeskView
    from pledges.inbox.filters import PledgeFilterSet
    from pledges.models import Pledge
    from pledges.querysets import PledgeQuerySet


class PledgeIndexView(BulkListMixin, InboxMixin, IndexView):
    """One list of the desk, with what stands in it and how much stands in the others."""

    template_name = "pledges/inbox/index.html"
    results_template_name = "pledges/inbox/index_results.html"
    any_permission_required = ["view"]
    page_title = gettext_lazy("Inbox")
    # Taking contact data out of the inbox is a step of its own, with a record of who did it.
    FORMATS = ()
    is_searchable = True
    undelivered_query = UNDELIVERED_QUERY
    # A name of ``DESK``.
    view_name = ""

    @cached_property
    def desk_view(self) -> DeskView:
        return DESK[self.view_name]

    @cached_property
    def shown(self) -> Shown:
        return Shown(self.request.user, self.desk_view, self.request.GET)

    @cached_property
    def columns(self) -> list[Any]:
        return [TickColumn(), *inbox_columns(self.desk_view, self.get_case_url)]

    @cached_property
    def place(self) -> Place:
        return Place(self.shown)

    def get_case_url(self, pledge: Pledge) -> str:
        return self.place.url_of(pledge.pk)

    @cached_property
    def filters(self) -> PledgeFilterSet:
        filters = self.shown.filters
        shared = any(view.for_several for view in self.views)
        if not (shared or "assignee" in self.request.GET):
            # With one officer there is nobody to choose from.
            del filters.form.fields["assignee"]
        return filters

    def get_ordering(self) -> str:
        return self.shown.sorted_by

    def get_queryset(self) -> PledgeQuerySet:
        rows = Contribution.objects.select_related("objective", "indicator")
        return self.shown.pledges.select_related("actor_kind").prefetch_related(Prefetch("contributions", rows))

    def get_paginator(self, *args: Any, **kwargs: Any) -> Paginator:
        """Wagtail's own, which need not count what is counted already."""
        paginator = super().get_paginator(*args, **kwargs)
        if not self.shown.is_narrowed:
            paginator.count = self.counts[self.view_name]
        return paginator

    @cached_property
    def counts(self) -> dict[str, int]:
        return desk_counts(self.request.user, {self.desk_view, *self.views})

    @cached_property
    def views(self) -> list[DeskView]:
        return views_shown()

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        namespace = self.index_url_name.split(":")[0]
        person = Button(_("Data of a person…"), reverse(f"{namespace}:person"), icon_name="user", priority=95)
        return [*super().header_more_buttons, *export_buttons(self.request, self.view_name, namespace), person]

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """The lists with how much each holds, whatever is filtered or searched for."""
        return [
            {"view": view, "count": self.counts[view.name], "current": view is self.desk_view}
            for view in self.views
            if not view.is_seldom or self.counts[view.name] or view is self.desk_view
        ]

    @cached_property
    def leaving(self) -> int:
        """How many engagements staff are told of here, because they are removed soon."""
        return self.counts[LEAVING.name] if self.desk_view is TO_DO else 0

    @cached_property
    def header_buttons(self) -> list[Any]:
        return [*super().header_buttons, paper_button()]

    @cached_property
    def papers_begun(self) -> int:
        """How many engagements the person has begun to type in from paper, and not sent yet."""
        return papers_of(self.request.user).count()

    @cached_property
    def failed_mails(self) -> int:
        """How many mails about engagements reached nobody, for whoever may open the list of them."""
        if not OutgoingMailLedger().permission_helper.user_can_list(self.request.user):
            return 0
        return OutgoingMail.objects.undelivered().count()

    @cached_property
    def no_results_message(self) -> str:
        if self.shown.is_narrowed:
            return super().no_results_message
        return str(self.desk_view.empty)
