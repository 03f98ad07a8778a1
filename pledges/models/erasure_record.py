"""What was erased at somebody's wish."""

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _


class ErasureRecord(models.Model):
    """One erasure: when, by whom, and how much went. It does not say whose data they were.

    ``counts`` holds a number for each kind of thing that went, ``numbers`` the public ids of the engagements with what
    became of each, ``left`` what has to be done by hand, each by its key: a ``picture`` that a page shows, a ``page``
    that holds the address, a ``mention`` in an engagement of somebody else, by its public id.
    """

    # In the journal too, by which it is done again after a backup was restored.
    key = models.UUIDField(unique=True)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+", verbose_name=_("who")
    )
    by_member = models.BooleanField(_("by the member, with a link"), default=False)
    erased_at = models.DateTimeField(_("time"), auto_now_add=True)
    counts = models.JSONField(_("what went"), default=dict)
    numbers = models.JSONField(_("engagements"), default=dict)
    left = models.JSONField(_("left to do by hand"), default=list)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("erasure")
        verbose_name_plural = _("erasures")
        ordering = ["-erased_at", "-pk"]
        default_permissions = ("view",)
        permissions = [("erase_person", _("Can erase everything that is held about a person"))]

    def __str__(self) -> str:
        return str(self.pk)
