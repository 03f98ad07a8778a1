"""The page that carries the join form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.urls import reverse
from django.utils.text import Truncator
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.fields import RichTextField
from wagtail.rich_text import get_text_for_indexing

from bbacms.core.blocks.text import RICH_TEXT_FEATURES
from bbacms.core.models import BasePage
from pledges.engine.journey import Journey
from pledges.models.form import PledgeForm
from pledges.privacy_notice import privacy_link

if TYPE_CHECKING:
    from django.http import HttpRequest

SUMMARY_WORDS = 25  # about what search engines show of a description


class JoinPage(BasePage):
    """An introduction and the first step of the chosen form."""

    page_description = _("The page with the join form.")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1
    served_with = (*BasePage.served_with, "form__live_revision")

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
        help_text=_("Shown while no form is chosen, or while the form is closed and has no message of its own."),
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

    @property
    def own_summary(self) -> str:
        text = get_text_for_indexing(self.introduction).strip()
        return Truncator(text).words(SUMMARY_WORDS)

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the first screen of the form; a form bound to what was sent may come as ``section_form``.

        The context is the same for everybody, so the page can be cached: ``?objective=<code>`` is all it looks at.
        """
        context = super().get_context(request, *args, **kwargs)
        form = self.form
        if form is None or not form.is_open:
            return context
        bound = kwargs.get("section_form")
        journey = Journey(PledgeForm.body_at(form.live_revision), {})
        if journey.has(1):
            journey.choose_objective(request.GET.get("objective", ""))
            context["journey"] = journey
            context["section_form"] = bound or journey.form(1)
            # A preview of a page that was never saved has no id, and so no address to send to.
            context["start_url"] = reverse("pledges:start", args=[self.pk]) if self.pk else ""
            context["privacy_link"] = privacy_link(request, form)
        return context
