"""The inbox in the menu of the admin, with the number of engagements that wait for staff."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import number_format
from django.utils.translation import ngettext
from wagtail.admin.menu import MenuItem

from pledges.inbox.counts import kept_counts
from pledges.inbox.desk import TO_DO
from pledges.permissions import may_use_inbox

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.admin.ui.sidebar import LinkMenuItem


class InboxMenuItem(MenuItem):
    """For those who may use the inbox. For all others nothing is counted."""

    def is_shown(self, request: HttpRequest) -> bool:
        return may_use_inbox(request.user)

    def render_component(self, request: HttpRequest) -> LinkMenuItem:
        component = super().render_component(request)
        if count := kept_counts()[TO_DO.name]:
            number = number_format(count)
            words = ngettext("%(entry)s, %(number)s to do", "%(entry)s, %(number)s to do", count)
            # The style sheet shows the number; who listens hears it in words.
            component.classname = "inbox-menu"
            component.attrs = {"data-waiting": number, "aria-label": words % {"entry": self.label, "number": number}}
        return component
