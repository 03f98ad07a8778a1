"""Blocks that lead elsewhere."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents.blocks import DocumentChooserBlock


class DocumentBlock(blocks.StructBlock):
    """A file to download, shown with its kind and size."""

    document = DocumentChooserBlock(label=_("Document"))
    title = blocks.CharBlock(
        label=_("Link text"),
        required=False,
        max_length=160,
        help_text=_("Without it, the document's own title is shown."),
    )

    class Meta:
        icon = "doc-full"
        label = _("Document")
        description = _("A file to download, with its kind and size.")
        template = "blocks/document.html"


class VideoLinkBlock(blocks.StructBlock):
    """A link to a video. Nothing is loaded from the other site before the reader follows the link."""

    url = blocks.URLBlock(label=_("Address of the video"))
    title = blocks.CharBlock(label=_("Title of the video"), max_length=160)
    description = blocks.TextBlock(
        label=_("What the video shows"), required=False, max_length=600, help_text=_("For readers who cannot watch it.")
    )

    class Meta:
        icon = "media"
        label = _("Video link")
        description = _("A link to a video elsewhere; nothing is loaded before a click.")
        template = "blocks/video_link.html"
        preview_value = {"url": "https://example.org/video", "title": "How the wetland was dug", "description": ""}
