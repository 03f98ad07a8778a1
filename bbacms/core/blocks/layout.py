"""Blocks that group others or ask the reader to act."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.images.blocks import ImageChooserBlock
from wagtail.models import Page

from bbacms.core.blocks.media import example_images
from bbacms.core.blocks.text import TextBlock


class AccordionItemBlock(blocks.StructBlock):
    title = blocks.CharBlock(label=_("Question or title"), max_length=160)
    text = TextBlock(label=_("Answer or text"))

    class Meta:
        icon = "list-ul"
        label = _("Entry")


class AccordionBlock(blocks.StructBlock):
    """Questions that open one by one, without script."""

    entries = blocks.ListBlock(AccordionItemBlock(), min_num=1, label=_("Entries"))

    class Meta:
        group = _("Words")
        icon = "collapse-down"
        label = _("Accordion")
        description = _("Titles that open to show their text, for questions and answers.")
        template = "blocks/accordion.html"
        preview_value = {
            "entries": [
                {"title": _("Does it cost anything?"), "text": _("No. Joining is free.")},
                {"title": _("Who may join?"), "text": _("Everybody in Belgium.")},
            ]
        }


class LogoBlock(blocks.StructBlock):
    image = ImageChooserBlock(label=_("Logo"))
    name = blocks.CharBlock(label=_("Organisation"), max_length=120, help_text=_("Read out instead of the logo."))
    url = blocks.URLBlock(label=_("Website"), required=False)

    class Meta:
        icon = "group"
        label = _("Logo")


class LogoGridBlock(blocks.StructBlock):
    """Logos of partners, each with the organisation's name."""

    logos = blocks.ListBlock(LogoBlock(), min_num=1, label=_("Logos"))

    class Meta:
        group = _("Pictures")
        icon = "group"
        label = _("Logos")
        description = _("Logos of partners in a grid.")
        template = "blocks/logo_grid.html"

    def get_preview_value(self) -> blocks.StructValue:
        logos = [{"image": image, "name": image.title, "url": ""} for image in example_images(3)]
        return self.normalize({"logos": logos})


class CallToActionBlock(blocks.StructBlock):
    """A band that asks the reader to do one thing."""

    title = blocks.CharBlock(label=_("Title"), max_length=120)
    text = blocks.TextBlock(label=_("Text"), required=False, max_length=400)
    page = blocks.PageChooserBlock(label=_("Leads to"))
    link_text = blocks.CharBlock(label=_("Button"), max_length=60)

    class Meta:
        group = _("Ways on")
        icon = "pick"
        label = _("Call to action")
        description = _("A band with one button.")
        template = "blocks/call_to_action.html"

    def get_preview_value(self) -> blocks.StructValue:
        first_page = Page.objects.live().public().filter(depth__gt=1).order_by("path").first()
        return self.normalize(
            {
                "title": _("Have you a garden?"),
                "text": _("Leave a corner of it to itself, and tell us how large it is."),
                "page": first_page,
                "link_text": _("Join us"),
            }
        )
