"""What staff can switch on against spam."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.db import models
from django.utils.translation import gettext_lazy as _
from wagtail.admin.panels import FieldPanel
from wagtail.contrib.settings.models import BaseSiteSetting, register_setting
from wagtail.models import Site

if TYPE_CHECKING:
    from django.http import HttpRequest


@register_setting(icon="warning", order=210)
class SpamSettings(BaseSiteSetting):
    """The one part of the spam defence that costs members something, and therefore ships switched off."""

    proof_of_work = models.BooleanField(
        _("let the sender’s browser do a small sum"),
        default=False,
        help_text=_(
            "Switch it on when much spam comes in. The sum takes a moment on the check page, without a click and "
            "without another service. Nobody is turned away: an engagement without it waits among suspected spam, and "
            "so does one from a browser whose scripts are off."
        ),
    )

    panels = [FieldPanel("proof_of_work")]

    class Meta:
        verbose_name = _("spam defence")

    @classmethod
    def asks_for_proof(cls, request: HttpRequest) -> bool:
        """Whether it is switched on for this site. Unlike ``for_request`` it writes nothing where nobody has saved."""
        return cls.objects.filter(site=Site.find_for_request(request), proof_of_work=True).exists()
