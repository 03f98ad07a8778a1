"""What an engagement may have in common with another one."""

from django.db import models

from pledges.choices import MatchKind
from pledges.models.pledge import Pledge


class MatchKey(models.Model):
    """One thing by which an engagement may be the same as another: two that share a ``value`` look alike."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="match_keys")
    kind = models.CharField(max_length=20, choices=MatchKind.choices)
    value = models.CharField(max_length=500)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        indexes = [models.Index(fields=["kind", "value"], name="match_key_value")]
        constraints = [models.UniqueConstraint(fields=["pledge", "kind", "value"], name="match_key_once")]

    def __str__(self) -> str:
        return self.pledge.public_id
