"""A page about one axis, with its five objectives."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.search import index

from bbacms.core.blocks.text import RICH_TEXT_FEATURES
from bbacms.core.models import Axis, BasePage, CustomImage


class AxisPage(BasePage):
    """Why an axis matters, its objectives and its stories."""

    page_description = _("A page about one of the two axes. Its objective pages stand below it.")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ObjectivePage"]

    axis = models.ForeignKey(
        Axis,
        on_delete=models.PROTECT,
        related_name="pages",
        verbose_name=_("axis"),
        help_text=_("The record this page tells about; its colour and order come from there."),
    )
    introduction = RichTextField(
        _("introduction"), features=RICH_TEXT_FEATURES, help_text=_("What the Alliance wants to do on this axis.")
    )
    why = RichTextField(
        _("why it matters"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("The problem behind the axis, in a few paragraphs."),
    )
    image = models.ForeignKey(
        "core.CustomImage",
        on_delete=models.SET_NULL,
        null=True,
        blank=True,
        related_name="+",
        verbose_name=_("picture"),
        help_text=_("Shown at the top of the page."),
    )
    image_alt = models.CharField(
        _("alternative text"),
        max_length=255,
        blank=True,
        help_text=_("What the picture shows, for people who do not see it."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("axis"),
        FieldPanel("introduction"),
        FieldPanel("why"),
        FieldPanel("image"),
        FieldPanel("image_alt"),
    ]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("why")]

    class Meta:
        verbose_name = _("axis page")
        verbose_name_plural = _("axis pages")

    @property
    def own_image(self) -> CustomImage | None:
        return self.image
