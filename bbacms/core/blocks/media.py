"""Blocks made of pictures and figures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images import get_image_model
from wagtail.images.blocks import ImageBlock

if TYPE_CHECKING:
    from bbacms.core.models import CustomImage


def example_images(count: int) -> list[CustomImage]:
    """The first pictures of the library, for previews of blocks; fewer, or none, where it has no more."""
    return list(get_image_model().objects.order_by("pk")[:count])


def example_picture(image: CustomImage | None) -> dict[str, Any]:
    return {"image": image, "caption": _("The meadow in its second summer")}


class PictureBlock(blocks.StructBlock):
    """One picture with alternative text and caption; the credit comes from the image library."""

    image = ImageBlock(label=_("Picture"))
    caption = blocks.CharBlock(label=_("Caption"), required=False, max_length=255)

    class Meta:
        group = _("Pictures")
        icon = "image"
        label = _("Picture")
        description = _("One picture across the text, with its caption and credit.")
        template = "blocks/picture.html"

    def get_preview_value(self) -> blocks.StructValue:
        return self.normalize(example_picture(next(iter(example_images(1)), None)))


class GalleryBlock(blocks.StructBlock):
    """Several pictures side by side."""

    pictures = blocks.ListBlock(PictureBlock(), min_num=2, max_num=12, label=_("Pictures"))

    class Meta:
        group = _("Pictures")
        icon = "copy"
        label = _("Gallery")
        description = _("Two to twelve pictures side by side.")
        template = "blocks/gallery.html"

    def get_preview_value(self) -> blocks.StructValue:
        return self.normalize({"pictures": [example_picture(image) for image in example_images(3)]})


class FigureBlock(blocks.StructBlock):
    """One figure that is told, never counted: engagements are counted from the register alone."""

    value = blocks.CharBlock(label=_("Figure"), max_length=40, help_text=_("As it should be read, for instance 1,146."))
    unit = blocks.CharBlock(label=_("Of what"), max_length=80, help_text=_("For instance ponds."))
    text = blocks.CharBlock(label=_("Explanation"), required=False, max_length=255)

    class Meta:
        group = _("Words")
        icon = "order"
        label = _("Figure")
        description = _("One large number with what it stands for.")
        template = "blocks/figure.html"
        preview_value = {"value": "1,146", "unit": _("ponds"), "text": _("dug or restored since 2015")}
