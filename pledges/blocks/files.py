"""The question that asks for files."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from pledges.blocks.four_languages import FourLanguageBlock
from pledges.blocks.questions import QuestionBlock, example
from pledges.choices import FileKind, Meaning, PrivacyClass

LARGEST = 25  # megabytes; what a proxy in front and a telephone's connection still carry
MOST = 10  # files


class FileQuestionBlock(QuestionBlock):
    """One or more files; ``largest`` is in megabytes. They stay inside, so the answer is never public."""

    meanings = (Meaning.PICTURE, Meaning.LOGO)

    privacy = blocks.ChoiceBlock(
        choices=[choice for choice in PrivacyClass.choices if choice[0] != PrivacyClass.PUBLIC],
        default=PrivacyClass.STAFF,
        label=_("Who may see the answer"),
    )
    kinds = blocks.MultipleChoiceBlock(
        choices=FileKind.choices,
        default=list(FileKind.values),
        widget=CheckboxSelectMultiple,
        label=_("What it may be"),
    )
    largest = blocks.IntegerBlock(default=10, min_value=1, max_value=LARGEST, label=_("Largest size of a file, in MB"))
    how_many = blocks.IntegerBlock(default=1, min_value=1, max_value=MOST, label=_("How many files at most"))
    ask_rights = blocks.BooleanBlock(
        required=False,
        label=_("Ask whether a picture may be shown"),
        help_text=_(
            "Adds a tick for the rights, a credit and what the picture shows. Without the tick of the member a picture "
            "cannot be published to the image library."
        ),
    )
    rights_label = FourLanguageBlock(
        required=False,
        max_length=500,
        label=_("Wording of that tick"),
        help_text=_("Left empty: “I may give this picture, and the Alliance may show it with this credit.”"),
    )

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        if cleaned.get("meaning") and cleaned["kinds"] != [FileKind.PICTURE]:
            error = ValidationError(_("A question that stands for a picture or a logo takes pictures only."))
            raise StructBlockValidationError(block_errors={"kinds": error})
        if cleaned["ask_rights"] and FileKind.PICTURE not in cleaned["kinds"]:
            error = ValidationError(_("This is about pictures: tick “picture” above, or take this tick away."))
            raise StructBlockValidationError(block_errors={"ask_rights": error})
        return cleaned

    class Meta:
        group = _("Files")
        icon = "upload"
        label = _("File")
        description = _("Pictures or PDFs that members hand in. They stay in the inbox until staff publish a picture.")
        preview_value = {
            **example(_("Do you have a picture of the place?")),
            "kinds": FileKind.values,
            "largest": 10,
            "how_many": 1,
            "ask_rights": True,
            "rights_label": {},
        }
