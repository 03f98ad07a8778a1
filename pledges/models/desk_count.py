"""How many engagements stand where, kept by the database itself."""

from django.db import models

from pledges.choices import PledgeState


class DeskCount(models.Model):
    """``number`` engagements more, or less, that stand in ``state`` with these marks; the sum of all rows is the count.

    Triggers of the database write a row for each engagement that comes, moves or goes, in the same transaction, and
    never change one: so no two moves wait for each other. ``pledges.inbox.counts`` reads the sums and sums them up.
    """

    state = models.CharField(max_length=20, choices=PledgeState.choices)
    is_archived = models.BooleanField()
    is_suspected = models.BooleanField()
    is_merged = models.BooleanField()
    is_to_do = models.BooleanField()
    number = models.IntegerField()

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
