"""A move that is made on many engagements."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from pledges.choices import ARCHIVED, ERASED, MERGED, NOT_ARCHIVED, BulkOutcome, BulkState, BulkStop, PledgeState
from pledges.models.pledge import Pledge


class BulkRun(models.Model):
    """One move of one person on many engagements; what becomes of each stands in ``items``.

    ``key`` is that of the page it was confirmed on, so that pressing the button twice begins one run. ``said`` is what
    goes with the move, as codes; ``filters`` the address of the list that it was all of, empty for ticked rows.
    ``leased_until`` is when a worker that still holds it is given up, or when the last one let go of it.
    """

    key = models.UUIDField()
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    move = models.CharField(_("what was done"), max_length=40)
    said = models.JSONField(default=dict)
    filters = models.TextField(_("filter"), blank=True)
    total = models.PositiveIntegerField(_("engagements"))
    state = models.CharField(_("state"), max_length=10, choices=BulkState.choices, default=BulkState.QUEUED)
    stopped_because = models.CharField(max_length=20, choices=BulkStop.choices, blank=True)
    created_at = models.DateTimeField(_("begun"), auto_now_add=True)
    lease_token = models.UUIDField(null=True)
    leased_until = models.DateTimeField(null=True)
    finished_at = models.DateTimeField(_("finished"), null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("move on many engagements")
        verbose_name_plural = _("moves on many engagements")
        ordering = ["-created_at", "-pk"]
        default_permissions = ()
        constraints = [models.UniqueConstraint(fields=["user", "key"], name="bulk_run_confirmed_once")]

    def __str__(self) -> str:
        return str(self.pk)


class BulkItem(models.Model):
    """One engagement of a run, with the version that was chosen and what became of it.

    ``found`` is the state, or the mark beside it, that did not allow the move.
    """

    run = models.ForeignKey(BulkRun, on_delete=models.CASCADE, related_name="items")
    pledge = models.ForeignKey(Pledge, on_delete=models.SET_NULL, null=True, related_name="+")
    version = models.PositiveIntegerField()
    outcome = models.CharField(max_length=20, choices=BulkOutcome.choices, default=BulkOutcome.LEFT)
    found = models.CharField(
        max_length=20,
        choices=[
            *PledgeState.choices,
            (ARCHIVED, _("archived")),
            (NOT_ARCHIVED, _("not archived")),
            (MERGED, _("counted with another one")),
            (ERASED, _("without personal data")),
        ],
        blank=True,
    )

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("engagement of a move on many")
        verbose_name_plural = _("engagements of a move on many")
        ordering = ["pk"]
        default_permissions = ()
        indexes = [models.Index(fields=["run", "outcome", "id"], name="bulk_item_outcome")]

    def __str__(self) -> str:
        return str(self.pk)
