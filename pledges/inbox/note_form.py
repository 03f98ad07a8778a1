"""Where staff write a note about a case."""

from __future__ import annotations

from django import forms
from django.utils.translation import gettext_lazy as _

from pledges.models import PledgeNote


class NoteForm(forms.ModelForm):
    """One note; spaces alone are none."""

    class Meta:
        model = PledgeNote
        fields = ["text"]
        widgets = {"text": forms.Textarea(attrs={"rows": 3})}
        labels = {"text": _("Add a note")}
        help_texts = {
            "text": _("Only staff read this: a note is never part of a mail. It stays as it is written."),
        }
        error_messages = {"text": {"required": _("Please write something first.")}}
