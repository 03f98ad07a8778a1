"""What remains of the draft in which a member changed a sent engagement."""

from django.db import models

from pledges.models.pledge import Pledge


class SentChange(models.Model):
    """The token of such a draft, once it was sent.

    The draft is gone by then. Who presses the button twice, or goes back, is led to what was saved all the same.
    """

    token = models.CharField(max_length=64, unique=True)
    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="sent_changes")
    sent_at = models.DateTimeField(auto_now_add=True, db_index=True)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
