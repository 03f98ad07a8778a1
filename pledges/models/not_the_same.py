"""Two engagements that look alike and are not the same."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q

from pledges.models.pledge import Pledge


class NotTheSame(models.Model):
    """Somebody compared ``first`` and ``second`` and found two engagements: neither warns of the other any more.

    Each pair stands here once, the lower number first.
    """

    first = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="+")
    second = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="+")
    said_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    said_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [
            models.UniqueConstraint(fields=["first", "second"], name="not_the_same_once"),
            models.CheckConstraint(condition=Q(first__lt=F("second")), name="not_the_same_in_order"),
        ]

    def __str__(self) -> str:
        return str(self.pk)
