"""Pages made of text: about, partners, privacy, accessibility, sustainability."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import StreamField
from wagtail.search import index

from bbacms.core.blocks import StandardBodyBlock
from bbacms.core.models import BasePage


class StandardPage(BasePage):
    """A page of running text, pictures and what goes with them."""

    page_description = _("A page of text and pictures, for instance about the Alliance or about privacy.")
    parent_page_types = ["home.HomePage", "home.StandardPage"]
    subpage_types = ["home.StandardPage"]
    streams_with_pictures = ("body",)

    introduction = models.TextField(
        _("introduction"),
        blank=True,
        help_text=_("One or two sentences below the title that say what the page is about."),
    )
    body = StreamField(StandardBodyBlock(), blank=True, verbose_name=_("text"), help_text=_("The page, part by part."))

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("body")]
    search_fields = [*BasePage.search_fields, index.SearchField("introduction"), index.SearchField("body")]

    api_fields = [APIField("introduction"), APIField("body")]

    class Meta:
        verbose_name = _("standard page")
        verbose_name_plural = _("standard pages")

    @property
    def own_summary(self) -> str:
        return self.introduction
