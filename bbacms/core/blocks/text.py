"""Blocks made of words."""

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

RICH_TEXT_FEATURES = ["bold", "italic", "h3", "ol", "ul", "link", "document-link"]


class HeadingBlock(blocks.CharBlock):
    """A heading of the second level; the page title is the only first one."""

    class Meta:
        group = _("Words")
        icon = "title"
        label = _("Heading")
        description = _("Starts a new part of the page.")
        template = "blocks/heading.html"
        preview_value = _("A stream comes back to town")


class TextBlock(blocks.RichTextBlock):
    """Running text."""

    def __init__(self, **kwargs: object) -> None:
        kwargs.setdefault("features", RICH_TEXT_FEATURES)
        super().__init__(**kwargs)

    class Meta:
        group = _("Words")
        icon = "pilcrow"
        label = _("Text")
        description = _("Paragraphs, lists and links.")
        template = "blocks/text.html"
        preview_value = _("Volunteers mow the meadow late, so that flowers set seed and insects find food.")


class QuoteBlock(blocks.StructBlock):
    """Somebody's own words and who said them."""

    text = blocks.TextBlock(label=_("Quote"), max_length=600)
    source = blocks.CharBlock(label=_("Who said it"), required=False, max_length=160)

    class Meta:
        group = _("Words")
        icon = "openquote"
        label = _("Quote")
        description = _("Somebody's own words, set apart from the text.")
        template = "blocks/quote.html"
        preview_value = {"text": _("The pond was full of frogs in its first spring."), "source": _("A volunteer")}
