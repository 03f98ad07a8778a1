"""The page about the engagements that count."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel

from bbacms.core.models import BasePage, Objective

if TYPE_CHECKING:
    from django.http import HttpRequest


class RegisterPage(BasePage):
    """How many voluntary engagements there are and what they add up to."""

    page_description = _("The page that shows how many voluntary engagements there are and what they add up to.")
    parent_page_types = ["home.HomePage"]
    subpage_types: list[str] = []
    max_count_per_parent = 1

    introduction = models.TextField(_("introduction"), blank=True, help_text=_("One or two sentences below the title."))
    counter_heading = models.CharField(
        _("words beside the counter"),
        max_length=120,
        help_text=_("The number itself is counted: all accepted engagements. It cannot be typed in."),
    )

    content_panels = [*BasePage.content_panels, FieldPanel("introduction"), FieldPanel("counter_heading")]

    class Meta:
        verbose_name = _("register page")
        verbose_name_plural = _("register pages")

    @property
    def own_summary(self) -> str:
        return self.introduction

    def get_context(self, request: HttpRequest, *args: Any, **kwargs: Any) -> dict[str, Any]:
        """Add the figures, which come from the same function as those of every other page."""
        # Here and not above: both need the models of this package.
        from pledges.counting import count_totals
        from pledges.register.sums import sums

        context = super().get_context(request, *args, **kwargs)
        totals = count_totals()
        context["engagements"] = totals.engagements
        objectives = Objective.objects.prefetch_related("indicators")
        context["sums"] = sums((item for objective in objectives for item in objective.indicators.all()), totals)
        return context
