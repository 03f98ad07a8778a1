"""What staff ask a member to look at again."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.models.pledge import Pledge


class ChangeRequest(models.Model):
    """One request for changes. ``questions`` are the ids of the questions that the member should answer anew.

    ``pledge_version`` is the version that the move made: undoing the move removes the request. ``message`` is what the
    member reads, in their language.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="change_requests")
    pledge_version = models.PositiveIntegerField()
    message = models.TextField(_("message"))
    questions = models.JSONField(default=list)
    asked_at = models.DateTimeField(auto_now_add=True)
    answered_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("request for changes")
        verbose_name_plural = _("requests for changes")
        ordering = ["-asked_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.pledge.public_id
