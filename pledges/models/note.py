"""What staff write to each other about an engagement."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.db import models, transaction
from django.utils.translation import gettext_lazy as _

from pledges.models.pledge import Pledge


class PledgeNote(models.Model):
    """One note. It stays in the admin: no mail, export for others or public page reads this table."""

    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, related_name="notes")
    author = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.SET_NULL, null=True, related_name="+")
    text = models.TextField(_("note"), max_length=5000)
    written_at = models.DateTimeField(auto_now_add=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("note")
        verbose_name_plural = _("notes")
        ordering = ["-written_at", "-pk"]
        default_permissions = ()

    def __str__(self) -> str:
        return self.pledge.public_id

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Write a new note, and let the search of the inbox find it.

        Raises ``TypeError`` for one that is there already: what was read is not rewritten.
        """
        from pledges.inbox.search import index_case  # it reads notes among others

        if not self._state.adding:
            raise TypeError("A note is never changed: write another one.")
        with transaction.atomic():
            # Held before anything is written: of two notes at once, the second knows the words of the first.
            pledge = Pledge.objects.select_for_update().get(pk=self.pledge_id)
            super().save(*args, **kwargs)
            index_case(pledge)
