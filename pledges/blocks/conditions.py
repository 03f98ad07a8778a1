"""When a question or a section is shown."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pledges.choices import ConditionTest


class ConditionBlock(blocks.StructBlock):
    """One test of one earlier answer; without a question it is always met.

    ``question`` is the block id of the earlier question. ``value`` is what the answer is compared with: the code of
    an option (its list item id, an actor kind, an indicator, ``yes`` or ``no``), a plain number, an ISO date or words;
    several are separated by commas.
    """

    question = blocks.CharBlock(required=False, label=_("Earlier question"))
    test = blocks.ChoiceBlock(choices=ConditionTest.choices, required=False, label=_("Its answer"))
    value = blocks.CharBlock(required=False, max_length=1000, label=_("Compared with"))

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        errors = {}
        if cleaned["question"]:
            if not cleaned["test"]:
                errors["test"] = ValidationError(_("Choose how the answer is looked at."))
            elif cleaned["test"] != ConditionTest.FILLED and not cleaned["value"].strip():
                errors["value"] = ValidationError(_("Say what the answer is compared with."))
        elif cleaned["test"] or cleaned["value"]:
            errors["question"] = ValidationError(_("Choose the earlier question."))
        if errors:
            raise StructBlockValidationError(block_errors=errors)
        return cleaned

    class Meta:
        icon = "view"
        label = _("Shown when")
        help_text = _("Leave this empty to show it always.")
        form_classname = "struct-block condition"
        collapsed = True
