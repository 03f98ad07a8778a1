"""What stands between questions without asking anything."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock

from bbacms.core.blocks.media import example_images
from bbacms.core.models.names import LANGUAGE_CODES
from pledges.blocks.conditions import ConditionBlock
from pledges.blocks.four_languages import FourLanguageBlock


class FreeTextBlock(blocks.StructBlock):
    """A heading, a text or both."""

    heading = FourLanguageBlock(label=_("Heading"), required=False)
    text = FourLanguageBlock(label=_("Text"), required=False, max_length=2000, multiline=True)
    shown_when = ConditionBlock()

    class Meta:
        group = _("Between questions")
        icon = "doc-full"
        label = _("Text between questions")
        description = _("Explains what comes next.")
        preview_template = "pledges/question_preview.html"
        preview_value = {
            "heading": dict.fromkeys(LANGUAGE_CODES, _("Before you go on")),
            "text": dict.fromkeys(LANGUAGE_CODES, _("Have the size of your land at hand, if you know it.")),
        }


class FreePictureBlock(blocks.StructBlock):
    """A picture with its words for those who do not see it."""

    image = ImageChooserBlock(label=_("Picture"))
    alt_text = FourLanguageBlock(
        label=_("What the picture shows"),
        required=False,
        help_text=_("Leave it empty where the picture says nothing that the text does not say."),
    )
    shown_when = ConditionBlock()

    class Meta:
        group = _("Between questions")
        icon = "image"
        label = _("Picture between questions")
        description = _("Shows what is meant.")
        preview_template = "pledges/question_preview.html"

    def get_preview_value(self) -> blocks.StructValue:
        image = next(iter(example_images(1)), None)
        words = dict.fromkeys(LANGUAGE_CODES, _("A hedge in flower"))
        return self.normalize({"image": image, "alt_text": words})
