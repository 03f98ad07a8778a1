"""What every view of the inbox shares."""

from __future__ import annotations

from typing import TYPE_CHECKING

from wagtail.admin.views.generic.permissions import PermissionCheckedMixin

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
