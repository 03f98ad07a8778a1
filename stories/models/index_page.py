"""The list of all model projects, with filters."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from bbacms.core.models import BasePage


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
