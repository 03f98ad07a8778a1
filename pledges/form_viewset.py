"""The join forms in the admin."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from pledges.models import PledgeForm


class PledgeFormViewSet(SnippetViewSet):
    """List, editor, preview in four languages, history and usage of join forms."""

    model = PledgeForm
    icon = "form"
    menu_label = _("Join forms")
    menu_order = 440
    add_to_admin_menu = True
    list_display = ["name", UpdatedAtColumn(), LiveStatusTagColumn()]
    search_fields = ["name"]
