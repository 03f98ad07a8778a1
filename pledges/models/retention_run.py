"""What the retention rules did."""

from django.db import models
from django.utils.translation import gettext_lazy as _


class RetentionRun(models.Model):
    """One run of the retention rules: when, and how much it removed. Its numbers are true even if it was killed."""

    begun_at = models.DateTimeField(_("begun"), auto_now_add=True)
    # Empty where it was killed; the next run does the rest.
    finished_at = models.DateTimeField(_("finished"), null=True)
    warned = models.PositiveIntegerField(_("engagements announced"), default=0)
    removed = models.PositiveIntegerField(_("engagements removed"), default=0)
    made_nameless = models.PositiveIntegerField(_("engagements left without personal data"), default=0)
    files = models.PositiveIntegerField(_("files removed"), default=0)
    mails = models.PositiveIntegerField(_("mails removed"), default=0)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("retention run")
        verbose_name_plural = _("retention runs")
        ordering = ["-begun_at", "-pk"]
        default_permissions = ("view",)

    def __str__(self) -> str:
        return str(self.pk)
