"""StreamField blocks shared by page types, one family per module."""

from bbacms.core.blocks.layout import AccordionBlock, CallToActionBlock, LogoGridBlock
from bbacms.core.blocks.links import DocumentBlock, VideoLinkBlock
from bbacms.core.blocks.media import FigureBlock, GalleryBlock, PictureBlock
from bbacms.core.blocks.stream import StandardBodyBlock, StoryBodyBlock
from bbacms.core.blocks.text import HeadingBlock, QuoteBlock, TextBlock

__all__ = [
    "AccordionBlock",
    "CallToActionBlock",
    "DocumentBlock",
    "FigureBlock",
    "GalleryBlock",
    "HeadingBlock",
    "LogoGridBlock",
    "PictureBlock",
    "QuoteBlock",
    "StandardBodyBlock",
    "StoryBodyBlock",
    "TextBlock",
    "VideoLinkBlock",
]
