"""Where pledge officers edit the texts of mails."""

from django.utils.translation import gettext_lazy as _
from wagtail.admin.viewsets.model import ModelViewSet

from pledges.models import MailText


class MailTextViewSet(ModelViewSet):
    """One text per mail and language; without one the shipped text serves."""

    model = MailText
    name = "mail-texts"
    icon = "mail"
    menu_label = _("Mail texts")
    menu_order = 210
    add_to_settings_menu = True
    copy_view_enabled = False
    list_display = ["__str__", "subject"]
    list_filter = ["kind", "language"]
    search_fields = ["subject", "body"]
    form_fields = ["kind", "language", "subject", "body"]
