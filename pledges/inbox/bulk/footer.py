"""What the list needs for its bulk actions: the buttons without script, and the runs that are under way."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from wagtail.admin.views.bulk_action.registry import bulk_action_registry
from wagtail.admin.widgets.button import Button

from pledges.bulk import runs_of
from pledges.choices import BulkState
from pledges.inbox.bulk.choice import filters_of

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django_stubs_ext import StrOrPromise

    from pledges.models import BulkRun


@dataclass(frozen=True)
class BulkButton:
    """A button without script: its words, its address, and whether it can be pressed for all that match."""

    label: StrOrPromise
    url: str
    takes_all: bool


class BulkListMixin:
    """For the list of the inbox."""

    request: HttpRequest

    @cached_property
    def bulk_buttons(self) -> list[BulkButton]:
        actions = bulk_action_registry.get_bulk_actions_for_model("pledges", "pledge")
        return [
            BulkButton(
                action.display_name,
                reverse("wagtail_bulk_action", args=["pledges", "pledge", action.action_type]),
                action.takes_all,
            )
            for action in sorted(actions, key=lambda action: action.action_priority)
        ]

    @cached_property
    def bulk_filters(self) -> list[tuple[str, str]]:
        """The filters and the search of this list, as names and values."""
        return [(name, value) for name, values in filters_of(self.request.GET).lists() for value in values]

    @cached_property
    def header_more_buttons(self) -> list[Any]:
        reports = Button(_("Moves on many engagements"), url=reverse("inbox:runs"), icon_name="history")
        return [*super().header_more_buttons, reports]  # type: ignore[misc]

    @cached_property
    def open_runs(self) -> QuerySet[BulkRun]:
        """The moves on many engagements of this person that are not done yet."""
        return runs_of(self.request.user).filter(state=BulkState.QUEUED)
