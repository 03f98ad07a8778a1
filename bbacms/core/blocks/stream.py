"""Streams that page types offer."""

from wagtail import blocks

from bbacms.core.blocks.layout import AccordionBlock, CallToActionBlock, LogoGridBlock
from bbacms.core.blocks.links import DocumentBlock, VideoLinkBlock
from bbacms.core.blocks.media import FigureBlock, GalleryBlock, PictureBlock
from bbacms.core.blocks.text import HeadingBlock, QuoteBlock, TextBlock


class StandardBodyBlock(blocks.StreamBlock):
    """What a standard page may be made of."""

    heading = HeadingBlock()
    text = TextBlock()
    picture = PictureBlock()
    accordion = AccordionBlock()
    logos = LogoGridBlock()
    document = DocumentBlock()
    quote = QuoteBlock()
    call_to_action = CallToActionBlock()


class StoryBodyBlock(blocks.StreamBlock):
    """What a story may be made of."""

    heading = HeadingBlock()
    text = TextBlock()
    picture = PictureBlock()
    gallery = GalleryBlock()
    quote = QuoteBlock()
    figure = FigureBlock()
    video = VideoLinkBlock()
