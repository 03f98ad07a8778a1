"""The join forms in the admin."""

from __future__ import annotations

from operator import attrgetter
from typing import TYPE_CHECKING

from django.db.models import Prefetch
from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import StatusTagColumn, UpdatedAtColumn
from wagtail.models import Revision
from wagtail.snippets.views.snippets import EditView, SnippetViewSet

from pledges.form_trial import try_form
from pledges.models import PledgeForm

if TYPE_CHECKING:
    from django.db.models import QuerySet
    from django.http import HttpRequest
    from django.urls import URLPattern


class PledgeFormEditView(EditView):
    """The editor, which also tells a form that was just made by itself where it can be tried."""

    partials_template_name = "pledges/admin/form_edit_partials.html"


class PledgeFormViewSet(SnippetViewSet):
    """List, editor, preview in four languages, history and usage of join forms."""

    model = PledgeForm
    edit_view_class = PledgeFormEditView
    icon = "form"
    menu_label = _("Join forms")
    menu_order = 440
    add_to_admin_menu = True
    list_display = [
        "name",
        UpdatedAtColumn(),
        StatusTagColumn("state", label=_("State"), accessor="state.label", primary=attrgetter("is_open")),
    ]
    search_fields = ["name"]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [*super().get_urlpatterns(), path("try/<int:pk>/", try_form, name="try")]

    def get_queryset(self, request: HttpRequest) -> QuerySet[PledgeForm]:
        """All forms with their schedules, so that telling their states costs no query each."""
        schedules = Revision.objects.filter(approved_go_live_at__isnull=False)
        # It fills the cached property of this name.
        loaded = Prefetch("revisions", schedules, to_attr="schedules")
        return PledgeForm.objects.prefetch_related(loaded)  # type: ignore[no-redef]
