"""Consents as they were given and withdrawn."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.choices import ConsentPurpose
from pledges.models.pledge import Pledge


class ConsentRecord(models.Model):
    """One consent, or its withdrawal, with the wording that was shown. Written once and never changed."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="consents", verbose_name=_("engagement"))
    question_id = models.UUIDField()
    purpose = models.CharField(_("purpose"), max_length=20, choices=ConsentPurpose.choices)
    given = models.BooleanField(_("given"), help_text=_("No means that it was withdrawn."))
    wording = models.TextField(_("wording"))
    language = models.CharField(_("language"), max_length=2, choices=settings.LANGUAGES)
    form_revision = models.ForeignKey(
        "wagtailcore.Revision", on_delete=models.PROTECT, related_name="+", verbose_name=_("wording of the form")
    )
    recorded_at = models.DateTimeField(_("time"), auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("consent")
        verbose_name_plural = _("consents")
        ordering = ["-recorded_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return self.pledge.public_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new record; raises ``TypeError`` for one that is there already."""
        if not self._state.adding:
            raise TypeError("A consent record is never changed: write another one.")
        super().save(*args, **kwargs)
