"""What the public totals are made of, kept by the database itself."""

from django.db import models

from bbacms.core.models import Indicator, Objective


class KeptTotal(models.Model):
    """What some change of engagements added to the totals, or took away from them; the sum of all rows is the total.

    Without objective and indicator ``number`` is of engagements, with an objective of engagements that name it. With an
    indicator it is of accepted quantities, which ``quantity`` is the sum of, in the indicator's unit; both years are
    those of a flow.

    Triggers of the database write rows in the transaction of the change, and never alter one: no two moves wait for
    each other. ``pledges.counting`` reads the sums, ``pledges.kept_totals`` sums rows up for good.
    """

    # Without a constraint in the database, which would have every move hold the objectives it names.
    objective = models.ForeignKey(
        Objective, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    indicator = models.ForeignKey(
        Indicator, on_delete=models.CASCADE, null=True, related_name="+", db_constraint=False, db_index=False
    )
    first_year = models.PositiveSmallIntegerField(null=True)
    last_year = models.PositiveSmallIntegerField(null=True)
    number = models.IntegerField()
    quantity = models.DecimalField(max_digits=24, decimal_places=6)

    wagtail_reference_index_ignore = True

    class Meta:
        default_permissions = ()

    def __str__(self) -> str:
        return str(self.pk)
