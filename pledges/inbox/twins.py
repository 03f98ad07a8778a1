"""What a case says of engagements that are the same, or may be."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from pledges.duplicates.find import Likeness, Twin, likely_same
from pledges.permissions import pledges_for

if TYPE_CHECKING:
    from pledges.models import Pledge

# As many stand on the case at once; the others are opened.
SHOWN = 5


@dataclass(frozen=True)
class CaseTwins:
    """``into`` is the engagement that this one counts with, ``here`` those that count with this one."""

    into: Pledge | None
    here: list[Pledge]
    likeness: Likeness

    @classmethod
    def of(cls, pledge: Pledge, user: Any) -> CaseTwins:
        """Four queries. What counts with another engagement is compared no more."""
        same = list(pledges_for(user).filter(Q(pk=pledge.merged_into_id) | Q(merged_into=pledge.pk)).order_by("pk"))
        return cls(
            into=next((other for other in same if other.pk == pledge.merged_into_id), None),
            here=[other for other in same if other.merged_into_id == pledge.pk],
            likeness=Likeness([], []) if pledge.is_merged else likely_same(pledge, user),
        )

    @property
    def first(self) -> list[Twin]:
        return self.likeness.twins[:SHOWN]

    @property
    def further(self) -> list[Twin]:
        return self.likeness.twins[SHOWN:]
