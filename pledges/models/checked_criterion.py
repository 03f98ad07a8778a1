"""What a member of staff ticked on the checklist of a case."""

from django.conf import settings
from django.db import models

from bbacms.core.models import Criterion
from pledges.models.pledge import Pledge


class CheckedCriterion(models.Model):
    """One criterion of an objective that staff found to be met by an engagement. A help to the memory, no condition."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="checked_criteria")
    criterion = models.ForeignKey(Criterion, on_delete=models.CASCADE, related_name="+")
    checked_by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    checked_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["pledge", "criterion"], name="criterion_checked_once")]

    def __str__(self) -> str:
        return self.pledge.public_id
