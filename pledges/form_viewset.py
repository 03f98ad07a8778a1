"""The join forms in the admin."""

from wagtail.admin.ui.tables import LiveStatusTagColumn, UpdatedAtColumn
from wagtail.snippets.views.snippets import SnippetViewSet

from pledges.models import PledgeForm


class PledgeFormViewSet(SnippetViewSet):
    """List, editor, preview in four languages, history and usage of join forms."""

    model = PledgeForm
    icon = "form"
    list_display = ["name", UpdatedAtColumn(), LiveStatusTagColumn()]
    search_fields = ["name"]
