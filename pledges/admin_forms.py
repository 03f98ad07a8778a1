"""Forms of the admin."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm

from pledges.checks import as_error, publishing_errors
from pledges.choices import MailKind
from pledges.mail.texts import BODY_PLACEHOLDERS, SUBJECT_PLACEHOLDERS, in_braces


class PledgeFormAdminForm(WagtailAdminModelForm):
    """The editor of a join form: a draft may be unfinished, what is published may not."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        body = cleaned.get("body")
        # Wagtail defers validation while a draft is saved, and for the live preview.
        if body is not None and not self.is_deferred_validation and (errors := publishing_errors(body)):
            self.add_error(None, as_error(errors))
        return cleaned


class MailTextForm(WagtailAdminModelForm):
    """The editor of a mail text: below subject and text stand the names in braces that each kind of mail may hold."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, allowed in (("subject", SUBJECT_PLACEHOLDERS), ("body", BODY_PLACEHOLDERS)):
            field = self.fields[name]
            lists = [
                _("In the %(mail)s you can use: %(names)s.") % {"mail": kind.label, "names": in_braces(allowed[kind])}
                for kind in MailKind
            ]
            field.help_text = " ".join([str(field.help_text), *lists])
