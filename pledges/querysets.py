"""Querysets of pledges, each method named after what it means."""

from __future__ import annotations

from django.db import models

from pledges.choices import COUNTED_STATES, WAITING_STATES


class PledgeQuerySet(models.QuerySet):
    def counted(self) -> PledgeQuerySet:
        """Pledges that count as engaged: accepted or completed, and not merged into another."""
        return self.filter(state__in=COUNTED_STATES, merged_into__isnull=True)

    def waiting(self) -> PledgeQuerySet:
        """Pledges that wait for a decision by staff, without those that may be spam, or are the same as another one."""
        return self.filter(state__in=WAITING_STATES, spam_signs="", merged_into__isnull=True)

    def suspected(self) -> PledgeQuerySet:
        """Pledges that may be spam and wait for somebody to look at them."""
        return self.filter(state__in=WAITING_STATES, merged_into__isnull=True).exclude(spam_signs="")

    def changed_by_member(self) -> PledgeQuerySet:
        """Accepted pledges that their members changed since, and nobody has decided on that."""
        return self.filter(proposed_at__isnull=False, merged_into__isnull=True)
