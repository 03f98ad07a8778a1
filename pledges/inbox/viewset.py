"""The inbox as a viewset: its menu entry and its addresses below ``/admin/inbox/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.viewsets.model import ModelViewSet

from pledges.inbox.case_view import CaseView
from pledges.inbox.files import FileView, PublishView
from pledges.inbox.filters import PledgeFilterSet
from pledges.inbox.links import RevokeLinkView, SendLinkView
from pledges.inbox.list_view import PledgeIndexView
from pledges.inbox.move_views import MoveView, UndoView
from pledges.inbox.paper import PaperCheckView, PaperDeleteView, PaperStartView, PaperStepView
from pledges.inbox.proposals import LeaveView, TakeOverView
from pledges.models import Pledge

if TYPE_CHECKING:
    from django.urls import URLPattern

SCOPES = (("index", _("To do")), ("suspected", _("Suspected spam")), ("all", _("All")))


class InboxViewSet(ModelViewSet):
    """Lists, cases and what is done in them have an address: adding, copying, editing and deleting do not exist."""

    model = Pledge
    name = "inbox"
    icon = "mail"
    menu_label = _("Inbox")
    menu_order = 50
    add_to_admin_menu = True
    # Contact data must not reach Wagtail's reference index.
    add_to_reference_index = False
    copy_view_enabled = False
    inspect_view_enabled = False
    index_view_class = PledgeIndexView
    filterset_class = PledgeFilterSet
    list_per_page = 25
    exclude_form_fields: list[str] = []
    index_template_name = PledgeIndexView.template_name
    index_results_template_name = PledgeIndexView.results_template_name

    def get_common_view_kwargs(self, **kwargs: Any) -> dict[str, Any]:
        return {
            "model": self.model,
            "header_icon": self.icon,
            "case_url_name": self.get_url_name("case"),
            "namespace": self.url_namespace,
            "scopes": SCOPES,
            **kwargs,
        }

    def get_list_view(self, scope: str, ordering: str, *, results_only: bool = False) -> Any:
        """Return the list of one scope; ``ordering`` is how it is sorted until somebody sorts it otherwise."""
        return self.construct_view(
            PledgeIndexView,
            **self.get_index_view_kwargs(
                default_ordering=ordering,
                scope=scope,
                index_url_name=self.get_url_name(scope),
                index_results_url_name=self.get_url_name(f"{scope}_results"),
                search_fields=PledgeIndexView.search_fields,
                search_backend_name=None,
                results_only=results_only,
            ),
        )

    def get_urlpatterns(self) -> list[URLPattern]:
        oldest, newest = "submitted_at", "-submitted_at"
        return [
            path("", self.get_list_view("index", oldest), name="index"),
            path("results/", self.get_list_view("index", oldest, results_only=True), name="index_results"),
            path("suspected/", self.get_list_view("suspected", oldest), name="suspected"),
            path(
                "suspected/results/",
                self.get_list_view("suspected", oldest, results_only=True),
                name="suspected_results",
            ),
            path("all/", self.get_list_view("all", newest), name="all"),
            path("all/results/", self.get_list_view("all", newest, results_only=True), name="all_results"),
            path("paper/", self.construct_view(PaperStartView), name="paper"),
            path("paper/<int:pk>/<int:number>/", self.construct_view(PaperStepView), name="paper_step"),
            path("paper/<int:pk>/check/", self.construct_view(PaperCheckView), name="paper_check"),
            path("paper/<int:pk>/delete/", self.construct_view(PaperDeleteView), name="paper_delete"),
            path("<int:pk>/", self.construct_view(CaseView), name="case"),
            path("<int:pk>/files/<uuid:file>/", self.construct_view(FileView), name="file"),
            path("<int:pk>/files/<uuid:file>/publish/", self.construct_view(PublishView), name="publish"),
            path("<int:pk>/link/send/", self.construct_view(SendLinkView), name="send_link"),
            path("<int:pk>/link/revoke/", self.construct_view(RevokeLinkView), name="revoke_link"),
            path("<int:pk>/changes/take-over/", self.construct_view(TakeOverView), name="take_over"),
            path("<int:pk>/changes/leave/", self.construct_view(LeaveView), name="leave"),
            path("<int:pk>/undo/", self.construct_view(UndoView), name="undo"),
            path("<int:pk>/<slug:name>/", self.construct_view(MoveView), name="move"),
        ]

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """Where Wagtail's reports link to a pledge."""
        return type("PledgeURLFinder", (ModelAdminURLFinder,), {"edit_url_name": self.get_url_name("case")})
