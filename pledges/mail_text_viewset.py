"""Where pledge officers edit the texts of mails: each begins as the shipped one, and deleting it brings that back."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.shortcuts import redirect
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _
from wagtail.admin.views.generic import CreateView, DeleteView
from wagtail.admin.viewsets.model import ModelViewSet

from pledges.choices import MailKind
from pledges.mail.texts import SHIPPED
from pledges.models import MailText

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class ChoiceForm(forms.Form):
    """Which mail a new text is for, and in which language."""

    kind = forms.ChoiceField(label=_("Mail"), choices=MailKind.choices)
    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class CreateMailTextView(CreateView):
    """Asks which mail and language a text is for, then shows the shipped one to change.

    The choice stands in the address (``?kind=receipt&language=nl``). Where staff have written that text already, it
    leads to theirs.
    """

    choice_template_name = "pledges/mail_text_choice.html"

    @cached_property
    def choice(self) -> ChoiceForm:
        return ChoiceForm(self.request.GET or None)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        if not self.choice.is_valid():
            self.object = self.panel = None
            self.form, self.template_name = self.choice, self.choice_template_name
            return self.render_to_response(self.get_context_data())
        written = MailText.objects.filter(**self.choice.cleaned_data).first()
        if written:
            return redirect(self.edit_url_name, written.pk)
        return super().get(request, *args, **kwargs)

    def get_initial_form_instance(self) -> MailText | None:
        """The shipped text that was chosen; nothing when a text is sent."""
        if not self.choice.is_valid():
            return None
        shipped = SHIPPED[self.choice.cleaned_data["kind"], self.choice.cleaned_data["language"]]
        return MailText(**self.choice.cleaned_data, subject=shipped.subject, body=shipped.body)


class DeleteMailTextView(DeleteView):
    """Goes back to the shipped text."""

    confirmation_message = _("The text that staff wrote will be gone, and the shipped text will be sent again.")
    success_message = _("The text “%(object)s” is deleted. The shipped text is sent again.")


class MailTextViewSet(ModelViewSet):
    """One text per mail and language; without one the shipped text serves."""

    model = MailText
    name = "mail-texts"
    icon = "mail"
    menu_label = _("Mail texts")
    menu_order = 210
    add_to_settings_menu = True
    copy_view_enabled = False
    add_view_class = CreateMailTextView
    delete_view_class = DeleteMailTextView
    list_display = ["__str__", "subject"]
    list_filter = ["kind", "language"]
    search_fields = ["subject", "body"]
