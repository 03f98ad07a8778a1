"""Forms of the admin."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail.admin.forms.models import WagtailAdminModelForm
from wagtail.blocks import StreamBlockValidationError

from bbacms.core.line_ends import with_plain_line_ends
from pledges.checks import as_error, publishing_errors, setting_errors
from pledges.choices import MailKind
from pledges.mail.texts import BODY_PLACEHOLDERS, SUBJECT_PLACEHOLDERS, in_braces
from pledges.translation_checks import translation_errors

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue


class PledgeFormAdminForm(WagtailAdminModelForm):
    """The editor of a join form: a draft may be unfinished, what is published may not."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        # Wagtail defers validation while a draft is saved, and for the live preview.
        if self.is_deferred_validation:
            return cleaned
        body = cleaned.get("body")
        if body is not None and (errors := publishing_errors(body)):
            self.add_error(None, as_error(errors))
        # Above the form stands a list of all that is missing, also where the blocks below show it one by one.
        for sentence in translation_errors(self._typed_body() if body is None else body):
            self.add_error(None, sentence)
        for error in self.errors.as_data().get("body", []):
            if isinstance(error, StreamBlockValidationError):
                # That list would name it in Wagtail's own words, which are for programmers.
                error.message = _("What is marked below has to be mended.")
        return cleaned

    def _post_clean(self) -> None:
        super()._post_clean()
        if not self.is_deferred_validation:
            for field, sentence in setting_errors(self.instance).items():
                if field not in self.errors:
                    self.add_error(field, sentence)

    def _typed_body(self) -> StreamValue:
        """The sections as they were sent, valid or not."""
        return self.fields["body"].widget.value_from_datadict(self.data, self.files, self.add_prefix("body"))


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

    def clean_body(self) -> str:
        return with_plain_line_ends(self.cleaned_data["body"])
