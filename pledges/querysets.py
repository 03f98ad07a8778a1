"""Querysets of pledges, each method named after what it means."""

from __future__ import annotations

from django.db import models

from pledges.choices import COUNTED_STATES, PledgeState


class PledgeQuerySet(models.QuerySet):
    def counted(self) -> PledgeQuerySet:
        """Pledges that count as engaged: accepted or completed, and not merged into another."""
        return self.filter(state__in=COUNTED_STATES, merged_into__isnull=True)

    def waiting(self) -> PledgeQuerySet:
        """Pledges that wait for a decision by staff."""
        return self.filter(state__in=(PledgeState.SUBMITTED, PledgeState.IN_REVIEW))
