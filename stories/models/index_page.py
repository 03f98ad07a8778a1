"""The list of all model projects, with filters."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.paginator import Paginator
from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from bbacms.core.models import BasePage
from stories.cards import story_cards
from stories.forms import StoryFilterForm
from stories.models.story import StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest

STORIES_PER_PAGE = 12


class StoryIndexPage(BasePage):
    """Lists the stories below it, filtered by objective, axis and region."""

    page_description = _("The list of model projects. Stories stand below it.")
    parent_page_types = ["home.HomePage"]
    subpage_types = ["stories.StoryPage"]
    max_count_per_parent = 1

    introduction = models.TextField(
        _("introduction"), blank=True, help_text=_("One or two sentences that say what is to be found here.")
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction")]

    class Meta:
        verbose_name = _("story index page")
        verbose_name_plural = _("story index pages")

    @property
    def own_summary(self) -> str:
        return self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the filter form and one page of cards. A page number that makes no sense shows the nearest page."""
        context = super().get_context(request, *args, **kwargs)
        language = self.locale.language_code
        form = StoryFilterForm(request.GET)
        stories = form.narrow(StoryPage.objects.for_reader(language))
        page_obj = Paginator(stories, STORIES_PER_PAGE).get_page(request.GET.get("page"))
        context["form"] = form
        context["page_obj"] = page_obj
        context["cards"] = story_cards(page_obj.object_list, language, request)
        return context
