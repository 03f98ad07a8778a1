"""Forms of the admin."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from wagtail.admin.forms.models import WagtailAdminModelForm

from pledges.checks import publishing_errors


class PledgeFormAdminForm(WagtailAdminModelForm):
    """The editor of a join form: a draft may be unfinished, what is published may not."""

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean()
        body = cleaned.get("body")
        # Wagtail defers validation while a draft is saved, and for the live preview.
        if body is not None and not self.is_deferred_validation and (errors := publishing_errors(body)):
            self.add_error("body", ValidationError(errors))
        return cleaned
