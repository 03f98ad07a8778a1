"""Blocks made of pictures and figures."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageBlock


class PictureBlock(blocks.StructBlock):
    """One picture with alternative text and caption; the credit comes from the image library."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        icon = "image"
        label = _("Picture")
        description = _("One picture across the text, with its caption and credit.")
        template = "blocks/picture.html"


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    pictures = blocks.ListBlock(PictureBlock(), min_num=2, max_num=12, label=_("Pictures"))

    class Meta:
        icon = "image"
        label = _("Gallery")
        description = _("Two to twelve pictures side by side.")
        template = "blocks/gallery.html"


class FigureBlock(blocks.StructBlock):
    """One figure that is told, never counted: engagements are counted from the register alone."""

    value = blocks.CharBlock(label=_("Figure"), max_length=40, help_text=_("As it should be read, for instance 1,146."))
    unit = blocks.CharBlock(label=_("Of what"), max_length=80, help_text=_("For instance ponds."))
    text = blocks.CharBlock(label=_("Explanation"), required=False, max_length=255)

    class Meta:
        icon = "order"
        label = _("Figure")
        description = _("One large number with what it stands for.")
        template = "blocks/figure.html"
        preview_value = {"value": "1,146", "unit": "ponds", "text": "dug or restored since 2015"}
