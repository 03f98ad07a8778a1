"""The page that carries the join form."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField

from bbacms.core.blocks.text import RICH_TEXT_FEATURES
from bbacms.core.models import BasePage
from pledges.models.form import PledgeForm


class JoinPage(BasePage):
    """An introduction and the first step of the chosen form."""

    page_description = _("The page with the join form.")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    introduction = RichTextField(
        _("introduction"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("One or two sentences: what the form is for and how long it takes."),
    )
    form = models.ForeignKey(
        PledgeForm,
        on_delete=models.PROTECT,
        null=True,
        blank=True,
        related_name="join_pages",
        verbose_name=_("form"),
        help_text=_("The same form serves all languages."),
    )
    closed_text = RichTextField(
        _("text while no form is open"),
        features=RICH_TEXT_FEATURES,
        blank=True,
        help_text=_("Shown in place of the form while it is unpublished or none is chosen."),
    )

    content_panels = [
        *BasePage.content_panels,
        FieldPanel("introduction"),
        FieldPanel("form"),
        FieldPanel("closed_text"),
    ]

    class Meta:
        verbose_name = _("join page")
        verbose_name_plural = _("join pages")
