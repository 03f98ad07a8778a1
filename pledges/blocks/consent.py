"""A consent that a member may give."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from bbacms.core.models.names import LANGUAGE_CODES
from pledges.blocks.conditions import ConditionBlock
from pledges.blocks.four_languages import FourLanguageBlock
from pledges.choices import ConsentPurpose


class ConsentBlock(blocks.StructBlock):
    """One purpose, never ticked beforehand and never required: the privacy notice is read, extras are consented to."""

    label = FourLanguageBlock(label=_("Name"), help_text=_("A few words, for instance “Newsletter”."))
    wording = FourLanguageBlock(
        label=_("What one consents to"),
        max_length=1000,
        multiline=True,
        help_text=_("A whole sentence. It is kept word for word with every consent."),
    )
    purpose = blocks.ChoiceBlock(choices=ConsentPurpose.choices, label=_("Purpose"))
    shown_when = ConditionBlock()

    class Meta:
        group = _("Choices")
        icon = "check"
        label = _("Consent")
        description = _("A box that may be ticked for one purpose; each consent is kept as a record of its own.")
        preview_template = "pledges/question_preview.html"
        preview_value = {
            "label": dict.fromkeys(LANGUAGE_CODES, _("Newsletter")),
            "wording": dict.fromkeys(LANGUAGE_CODES, _("You may send me news of the Alliance.")),
            "purpose": ConsentPurpose.NEWSLETTER,
        }
