"""Blocks that lead elsewhere."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.documents import get_document_model
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
        group = _("Ways on")
        icon = "doc-full"
        label = _("Document")
        description = _("A file to download, with its kind and size.")
        template = "blocks/document.html"

    def get_preview_value(self) -> blocks.StructValue:
        # A made-up one, because a site may have none yet.
        document = get_document_model()(pk=0, title=_("Planting guide"), file="planting-guide.pdf", file_size=480_000)
        return self.normalize({"document": document, "title": ""})


class VideoLinkBlock(blocks.StructBlock):
    """A link to a video. Nothing is loaded from the other site before the reader follows the link."""

    url = blocks.URLBlock(label=_("Address of the video"))
    title = blocks.CharBlock(label=_("Title of the video"), max_length=160)
    description = blocks.TextBlock(
        label=_("What the video shows"), required=False, max_length=600, help_text=_("For readers who cannot watch it.")
    )

    class Meta:
        group = _("Ways on")
        icon = "media"
        label = _("Video link")
        description = _("A link to a video elsewhere; nothing is loaded before a click.")
        template = "blocks/video_link.html"
        preview_value = {"url": "https://example.org/video", "title": _("How the wetland was dug"), "description": ""}
