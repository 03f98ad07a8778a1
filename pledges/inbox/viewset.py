"""The inbox as a viewset: its menu entry and its addresses below ``/admin/inbox/``."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.urls import path
from django.utils.translation import gettext_lazy as _
from wagtail.admin.admin_url_finder import ModelAdminURLFinder
from wagtail.admin.viewsets.model import ModelViewSet

from pledges.inbox.bulk.reports import RunsView, RunView
from pledges.inbox.case_posts import ChecklistView, NoteView, SendAgainView
from pledges.inbox.case_view import CaseView
from pledges.inbox.compare import ApartView, CompareView, FindOtherView, SameView, WarnAgainView
from pledges.inbox.desk import DESK, DeskView
from pledges.inbox.export.views import ExportView
from pledges.inbox.files import FileView, PublishView
from pledges.inbox.filters import PledgeFilterSet
from pledges.inbox.keeping import KeepView, LetGoView
from pledges.inbox.links import RevokeLinkView, SendLinkView
from pledges.inbox.list_view import PledgeIndexView
from pledges.inbox.menu import InboxMenuItem
from pledges.inbox.move_views import MoveView, PreviewView, UndoView
from pledges.inbox.paper import PaperCheckView, PaperDeleteView, PaperStartView, PaperStepView
from pledges.inbox.person import EraseView, HandOverView, PersonView
from pledges.inbox.proposals import LeaveView, TakeOverView
from pledges.inbox.watch import WatchView
from pledges.models import Pledge

if TYPE_CHECKING:
    from django.urls import URLPattern


class InboxViewSet(ModelViewSet):
    """Lists, cases and what is done in them have an address: adding, copying, editing and deleting do not exist."""

    model = Pledge
    name = "inbox"
    icon = "mail"
    menu_label = _("Inbox")
    menu_name = "inbox"
    menu_item_class = InboxMenuItem
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
            **kwargs,
        }

    def get_list_view(self, view: DeskView, *, results_only: bool = False) -> Any:
        """Return a list of the desk, or what its script fetches of it."""
        return self.construct_view(
            PledgeIndexView,
            **self.get_index_view_kwargs(
                view_name=view.name,
                default_ordering=None,
                index_url_name=self.get_url_name(view.url_name),
                index_results_url_name=self.get_url_name(f"{view.url_name}_results"),
                results_only=results_only,
            ),
        )

    def get_list_patterns(self, view: DeskView) -> list[URLPattern]:
        prefix = "" if view.url_name == "index" else f"{view.name}/"
        return [
            path(prefix, self.get_list_view(view), name=view.url_name),
            path(f"{prefix}results/", self.get_list_view(view, results_only=True), name=f"{view.url_name}_results"),
        ]

    def get_urlpatterns(self) -> list[URLPattern]:
        return [
            # The first one is where the menu leads to.
            *(pattern for view in DESK.values() for pattern in self.get_list_patterns(view)),
            path("runs/", self.construct_view(RunsView), name="runs"),
            path("runs/<int:pk>/", self.construct_view(RunView), name="run"),
            path("paper/", self.construct_view(PaperStartView), name="paper"),
            path("paper/<int:pk>/<int:number>/", self.construct_view(PaperStepView), name="paper_step"),
            path("paper/<int:pk>/check/", self.construct_view(PaperCheckView), name="paper_check"),
            path("paper/<int:pk>/delete/", self.construct_view(PaperDeleteView), name="paper_delete"),
            path("export/", self.construct_view(ExportView), name="export"),
            path("person/", self.construct_view(PersonView), name="person"),
            path("person/hand-over/", self.construct_view(HandOverView), name="hand_over"),
            path("person/erase/", self.construct_view(EraseView), name="erase"),
            path("<int:pk>/", self.construct_view(CaseView), name="case"),
            path("<int:pk>/files/<uuid:file>/", self.construct_view(FileView), name="file"),
            path("<int:pk>/files/<uuid:file>/publish/", self.construct_view(PublishView), name="publish"),
            path("<int:pk>/link/send/", self.construct_view(SendLinkView), name="send_link"),
            path("<int:pk>/link/revoke/", self.construct_view(RevokeLinkView), name="revoke_link"),
            path("<int:pk>/keep/", self.construct_view(KeepView), name="keep"),
            path("<int:pk>/let-go/", self.construct_view(LetGoView), name="let_go"),
            path("<int:pk>/changes/take-over/", self.construct_view(TakeOverView), name="take_over"),
            path("<int:pk>/changes/leave/", self.construct_view(LeaveView), name="leave"),
            path("<int:pk>/version/", self.construct_view(WatchView), name="watch"),
            path("<int:pk>/notes/add/", self.construct_view(NoteView), name="add_note"),
            path("<int:pk>/checklist/", self.construct_view(ChecklistView), name="checklist"),
            path("<int:pk>/mails/<int:mail>/send-again/", self.construct_view(SendAgainView), name="send_again"),
            path("<int:pk>/<slug:name>/preview/", self.construct_view(PreviewView), name="preview"),
            path("<int:pk>/compare/", self.construct_view(FindOtherView), name="find_other"),
            path("<int:pk>/compare/<int:other>/", self.construct_view(CompareView), name="compare"),
            path("<int:pk>/compare/<int:other>/same/", self.construct_view(SameView), name="same"),
            path("<int:pk>/compare/<int:other>/apart/", self.construct_view(ApartView), name="apart"),
            path("<int:pk>/compare/<int:other>/warn/", self.construct_view(WarnAgainView), name="warn_again"),
            path("<int:pk>/undo/", self.construct_view(UndoView), name="undo"),
            path("<int:pk>/<slug:name>/", self.construct_view(MoveView), name="move"),
        ]

    @property
    def url_finder_class(self) -> type[ModelAdminURLFinder]:
        """Where Wagtail's reports link to a pledge."""
        return type("PledgeURLFinder", (ModelAdminURLFinder,), {"edit_url_name": self.get_url_name("case")})
