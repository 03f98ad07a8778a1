"""Who took engagements out of the inbox."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.choices import ExportFormat


class ExportRecord(models.Model):
    """One export: who, when, what it was narrowed down to, and how many engagements went out."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    format = models.CharField(_("format"), max_length=10, choices=ExportFormat.choices)
    # The address of the list: view, filters and order; of a search, only that there was one.
    filters = models.TextField(_("filter"), blank=True)
    number = models.PositiveIntegerField(_("engagements"), default=0)
    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    # Empty where the reader's connection ended before the last row.
    finished_at = models.DateTimeField(_("finished"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("export")
        verbose_name_plural = _("exports")
        ordering = ["-begun_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)
