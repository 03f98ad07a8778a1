"""Querysets of pledges, each method named after what it means."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from django.db import models
from django.db.models import Q
from django.utils import timezone

from pledges.choices import COUNTED_STATES, WAITING_STATES, PledgeState

# A member who hears nothing for two weeks believes that nobody is there.
OVERDUE_FOR_STAFF = timedelta(days=14)
# A member who was asked has work of their own; after a month a friendly word is due, or a decision.
OVERDUE_FOR_MEMBER = timedelta(days=30)

MAY_BE_SPAM = Q(state__in=WAITING_STATES) & ~Q(spam_signs="")


class PledgeQuerySet(models.QuerySet):
    def counted(self) -> PledgeQuerySet:
        """Pledges that count as engaged: accepted or completed, and not merged into another."""
        return self.filter(state__in=COUNTED_STATES, merged_into__isnull=True)

    def to_do(self) -> PledgeQuerySet:
        """Pledges that wait for staff: for a decision, for a look at suspected spam or at what the member changed."""
        return self.filter(is_to_do=True)

    def waiting_for_member(self) -> PledgeQuerySet:
        """Pledges whose member was asked for changes and has not answered."""
        return self.filter(state=PledgeState.CHANGES_REQUESTED, merged_into__isnull=True)

    def overdue(self) -> PledgeQuerySet:
        """Pledges that wait for staff, or for the member, longer than they should."""
        now = timezone.now()
        late_with_member = Q(waits_since__lt=now - OVERDUE_FOR_MEMBER)
        return self.filter(Q(is_to_do=True) | late_with_member, waits_since__lt=now - OVERDUE_FOR_STAFF)

    def spam_folder(self) -> PledgeQuerySet:
        """Pledges that may be spam, and those that are, out of the archive."""
        return self.filter(MAY_BE_SPAM | Q(state=PledgeState.SPAM, archived_at__isnull=True))

    def archived(self) -> PledgeQuerySet:
        return self.filter(archived_at__isnull=False)

    def leaving(self) -> PledgeQuerySet:
        """Pledges that the retention rules take within the next weeks, as staff were told."""
        return self.filter(leaves_on__isnull=False)

    def in_the_open(self) -> PledgeQuerySet:
        """Pledges that are not in the archive."""
        return self.filter(archived_at__isnull=True)

    def open_work(self) -> PledgeQuerySet:
        """Pledges that wait for somebody, staff or member."""
        return self.filter(waits_since__isnull=False)

    def assigned_to(self, user: Any) -> PledgeQuerySet:
        """Pledges that ``user`` looks after; None for those that nobody does."""
        return self.filter(assignee=user)
