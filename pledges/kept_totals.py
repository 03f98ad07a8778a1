"""What the database keeps of the public totals: summed up now and then, and compared with the engagements."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from decimal import Decimal

from django.db import transaction
from django.db.models import Count, Sum

from pledges.models import Contribution, KeptTotal, Pledge

# What a row counts: objective, indicator, first and last year; see ``KeptTotal``.
Key = tuple[int | None, int | None, int | None, int | None]
KEY = ("objective", "indicator", "first_year", "last_year")
ENGAGEMENTS: Key = (None, None, None, None)
# So few rows are summed up in no time: they are left as they are.
FEW = 200
BATCH = 5000
# What SQLite adds up may be off behind the decimals that are kept.
EXACT = Decimal("0.000001")


def kept() -> dict[Key, tuple[int, Decimal]]:
    """Number and quantity by what is counted, as the database keeps them."""
    return _sums(KeptTotal.objects.values_list(*KEY, "number", "quantity"))


def counted_anew() -> dict[Key, tuple[int, Decimal]]:
    """The same, counted from the engagements themselves."""
    counted = Pledge.objects.counted()
    brought = Contribution.objects.filter(pledge__in=counted).order_by()
    rows = [(*ENGAGEMENTS, counted.count(), Decimal(0))]
    for objective, number in brought.values_list("objective").annotate(Count("pledge", distinct=True)):
        rows.append((objective, None, None, None, number, Decimal(0)))
    quantities = brought.filter(accepted__isnull=False).values_list(*KEY[1:])
    rows += [(None, *row) for row in quantities.annotate(Count("pk"), Sum("accepted"))]
    return _sums(rows)


def fold_totals() -> int:
    """Sum many rows of ``KeptTotal`` up into few that say the same, and return how many were replaced.

    Any number of workers may do so at once, and engagements may be moved meanwhile: each row is summed up by the one
    that removes it.
    """
    folded = 0
    while KeptTotal.objects.count() > FEW and (batch := _fold_batch()):
        folded += batch
    return folded


def _fold_batch() -> int:
    with transaction.atomic():
        # What another worker holds is its own to sum up. SQLite has one writer at a time.
        rows = KeptTotal.objects.select_for_update(skip_locked=True).order_by("pk")
        batch = list(rows.values_list("pk", *KEY, "number", "quantity")[:BATCH])
        sums = _sums(row[1:] for row in batch)
        if len(sums) >= len(batch):
            return 0
        KeptTotal.objects.filter(pk__in=[row[0] for row in batch]).delete()
        KeptTotal.objects.bulk_create(
            KeptTotal(
                objective_id=key[0],
                indicator_id=key[1],
                first_year=key[2],
                last_year=key[3],
                number=number,
                quantity=quantity,
            )
            for key, (number, quantity) in sums.items()
        )
    return len(batch)


def _sums(rows: Iterable[tuple]) -> dict[Key, tuple[int, Decimal]]:
    """Add up rows of a key, a number and a quantity; what comes to nothing is absent."""
    numbers: Counter[Key] = Counter()
    quantities: dict[Key, Decimal] = {}
    for *key, number, quantity in rows:
        numbers[tuple(key)] += number  # type: ignore[index]
        quantities[tuple(key)] = quantities.get(tuple(key), Decimal(0)) + quantity  # type: ignore[index, call-overload]
    exact = {key: (number, quantities[key].quantize(EXACT)) for key, number in numbers.items()}
    return {key: sums for key, sums in exact.items() if any(sums)}
