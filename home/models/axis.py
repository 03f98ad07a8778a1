"""A page about one axis, with its five objectives."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.api import APIField
from wagtail.fields import RichTextField
from wagtail.search import index

from bbacms.core.blocks.text import RICH_TEXT_FEATURES
from bbacms.core.models import Axis, BasePage, CustomImage
from bbacms.core.querysets import open_to_readers
from home.cards import STORY_LIMIT, best_pages, objective_rows
from home.models.objective import ObjectivePage
from pledges.counting import count_per_objective
from stories.cards import story_cards
from stories.models import StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest


class AxisPage(BasePage):
    """Why an axis matters, its objectives and its stories."""

    page_description = _("A page about one of the two axes. Its objective pages stand below it.")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["home.ObjectivePage"]
    served_with = ("locale", "axis", "image")

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

    api_fields = [APIField("introduction"), APIField("why")]

    class Meta:
        verbose_name = _("axis page")
        verbose_name_plural = _("axis pages")

    @property
    def own_image(self) -> CustomImage | None:
        return self.image

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        objectives = self.axis.objectives.select_related("axis").prefetch_related("indicators")
        pages = ObjectivePage.objects.filter(open_to_readers(), objective__axis=self.axis_id).select_related("locale")
        best = best_pages(pages, lambda page: page.objective_id, language)
        stories = StoryPage.objects.for_reader(language).for_axis(self.axis)[:STORY_LIMIT]
        context["rows"] = objective_rows(objectives, best, count_per_objective(), language, request)
        context["stories"] = story_cards(stories, language, request)
        return context
