"""What a member changed in an engagement since staff accepted it, until they have looked at it."""

from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.choices import PrivacyClass
from pledges.models.pledge import Pledge


class ProposedChange(models.Model):
    """One answer as the member gives it now; the answer that staff accepted stays as it is.

    It holds what an ``Answer`` holds, ``value`` being empty where the member took the answer away. ``is_new`` marks a
    question that was not answered before: that answer is kept already, for staff alone.
    """

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="proposals")
    question_id = models.UUIDField()
    form_revision = models.ForeignKey("wagtailcore.Revision", on_delete=models.PROTECT, related_name="+")
    is_new = models.BooleanField(default=False)
    order = models.PositiveSmallIntegerField()
    kind = models.CharField(max_length=20)
    section = models.CharField(max_length=255, blank=True)
    label = models.CharField(max_length=500)
    value = models.JSONField(null=True)
    display = models.TextField(blank=True)
    privacy = models.CharField(max_length=10, choices=PrivacyClass.choices)
    created_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("change of an accepted engagement")
        verbose_name_plural = _("changes of accepted engagements")
        ordering = ["order", "pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["pledge", "question_id"], name="proposal_once_per_question")]

    def __str__(self) -> str:
        return self.pledge.public_id
