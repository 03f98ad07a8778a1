"""What every view of the inbox shares."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.functional import cached_property
from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

from pledges.inbox.neighbours import Place
from pledges.models import Pledge
from pledges.permissions import pledges_for

if TYPE_CHECKING:
    from django.http import HttpRequest

    from pledges.querysets import PledgeQuerySet


class InboxMixin(PermissionCheckedMixin):
    """Who may enter, and the one set of pledges that a view may touch."""

    model = Pledge
    permission_required = "view"
    request: HttpRequest

    def get_base_queryset(self) -> PledgeQuerySet:
        return pledges_for(self.request.user)

    @cached_property
    def place(self) -> Place:
        """The list that the person goes through, as the address names it."""
        return Place.read(self.request.user, self.request.GET)

    def case_url(self, pk: Any) -> str:
        """The address of the case at hand, in the same list."""
        return reverse("inbox:case", args=[pk]) + self.place.carried
