"""A move that is made on many engagements."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.choices import BulkState


class BulkRun(models.Model):
    """One move of one person on many engagements, and what became of it.

    ``left`` are the engagements still to be moved (number and version that the person saw); each is taken off in the
    transaction of its own move, so that a run which was cut off goes on where it stopped. ``skipped`` holds number and
    reason of those that were left as they are.
    """

    user = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    move = models.CharField(_("what was done"), max_length=40)
    said = models.JSONField(default=dict)
    filters = models.TextField(_("filter"), blank=True)
    total = models.PositiveIntegerField(_("engagements"))
    left = models.JSONField(default=list)
    skipped = models.JSONField(default=list)
    state = models.CharField(_("state"), max_length=10, choices=BulkState.choices, default=BulkState.QUEUED)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("move on many engagements")
        verbose_name_plural = _("moves on many engagements")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
