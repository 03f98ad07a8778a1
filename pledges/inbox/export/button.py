"""The way from a list of the inbox to the export of what it shows."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _
from wagtail.admin.widgets.button import Button

from pledges.permissions import pledge_policy

if TYPE_CHECKING:
    from django.http import HttpRequest


def export_buttons(request: HttpRequest, view_name: str, namespace: str) -> list[Button]:
    """One button for whoever may export, none for others. Its address takes what the list is narrowed down to along."""
    if not pledge_policy.user_has_permission(request.user, "export"):
        return []
    params = request.GET.copy()
    params["view"] = view_name
    # Of the list's own: the page, and that a script fetched it.
    for name in ("p", "_w_filter_fragment"):
        params.pop(name, None)
    url = f"{reverse(f'{namespace}:export')}?{params.urlencode()}"
    return [Button(_("Export…"), url=url, icon_name="download", priority=90)]
