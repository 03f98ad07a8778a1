"""The inbox list."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin.views.generic import IndexView

from pledges.inbox.access import InboxMixin
from pledges.inbox.columns import inbox_columns
from pledges.ledgers import UNDELIVERED_QUERY
from pledges.models import OutgoingMail
from pledges.permissions import pledges_for

if TYPE_CHECKING:
    from pledges.querysets import PledgeQuerySet


class PledgeIndexView(InboxMixin, IndexView):
    """The list: what waits for a decision or may be spam, longest first, or everything, newest first."""

    template_name = "pledges/inbox/index.html"
    results_template_name = "pledges/inbox/index_results.html"
    any_permission_required = ["view"]
    page_title = gettext_lazy("Inbox")
    # Taking contact data out of the inbox is a step of its own, with a record of who did it.
    FORMATS = ()
    search_backend_name = None
    search_fields = ["title", "organisation", "public_id", "name", "email"]
    case_url_name = ""
    scopes: tuple[tuple[str, Any], ...] = ()
    scope = "index"
    undelivered_query = UNDELIVERED_QUERY

    @cached_property
    def columns(self) -> list[Any]:
        return inbox_columns(self.case_url_name)

    def get_base_queryset(self) -> PledgeQuerySet:
        queryset = super().get_base_queryset()
        if self.scope == "index":
            queryset = queryset.waiting()
        elif self.scope == "suspected":
            queryset = queryset.suspected()
        return queryset.select_related("actor_kind").prefetch_related("contributions__objective")

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """The lists with how much each holds, whatever is filtered or searched for."""
        pledges = pledges_for(self.request.user)
        counts = {
            "index": pledges.waiting().count(),
            "suspected": pledges.suspected().count(),
            "all": pledges.count(),
        }
        namespace = self.index_url_name.split(":")[0]
        return [
            {
                "label": label,
                "url": reverse(f"{namespace}:{name}"),
                "count": counts[name],
                "current": name == self.scope,
            }
            for name, label in self.scopes
        ]

    @cached_property
    def failed_mails(self) -> int:
        """How many mails about engagements reached nobody; somebody has to look at them."""
        return OutgoingMail.objects.undelivered().count()

    @cached_property
    def no_results_message(self) -> str:
        if not (self.is_searching or self.is_filtering):
            if self.scope == "index":
                return _("Nothing waits for a decision.")
            if self.scope == "suspected":
                return _("Nothing here looks like spam.")
        return super().no_results_message
