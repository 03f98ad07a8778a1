"""Engagements with all that a row tells of them, read batch by batch: however many there are, memory stays flat."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from django.db import connection, transaction
from django.db.models import F

from pledges.models import Answer, Contribution, Pledge, PledgeNote

if TYPE_CHECKING:
    from uuid import UUID


@dataclass
class Case:
    """One engagement; ``answers`` are as they read to the member, by the id of their question."""

    pledge: Pledge
    answers: dict[UUID, str] = field(default_factory=dict)
    contributions: list[Contribution] = field(default_factory=list)
    notes: list[PledgeNote] = field(default_factory=list)


@contextmanager
def one_moment() -> Iterator[None]:
    """All that is read inside is read as it stood at one moment, in a transaction.

    So no row tells of a decision that its quantities do not know yet. SQLite lets nobody else write meanwhile.
    PostgreSQL has to be told, as the first word of a transaction: in one that has begun already it is too late.
    """
    is_new = not connection.in_atomic_block
    with transaction.atomic():
        if is_new and connection.vendor == "postgresql":
            with connection.cursor() as cursor:
                cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        yield


def read_cases(keys: Iterable[int]) -> list[Case]:
    """The engagements with these keys, in their order, without those that are gone.

    As many queries for many as for one.
    """
    keys = list(keys)
    pledges = Pledge.objects.select_related("assignee").annotate(merged_into_number=F("merged_into__public_id"))
    found = {pledge.pk: Case(pledge) for pledge in pledges.filter(pk__in=keys)}
    for pledge, question, display in Answer.objects.filter(pledge__in=keys).values_list(
        "pledge_id", "question_id", "display"
    ):
        found[pledge].answers[question] = display
    for contribution in Contribution.objects.filter(pledge__in=keys):
        found[contribution.pledge_id].contributions.append(contribution)
    for note in PledgeNote.objects.filter(pledge__in=keys).select_related("author").order_by("written_at", "pk"):
        found[note.pledge_id].notes.append(note)
    return [found[key] for key in keys if key in found]
