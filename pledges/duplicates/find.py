"""Which engagements look like a given one, and by what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Exists, OuterRef, Q

from pledges.choices import MatchKind, PledgeState
from pledges.duplicates.apart import told_apart_from
from pledges.models import MatchKey
from pledges.permissions import pledges_for

if TYPE_CHECKING:
    from pledges.models import Pledge

# The strongest first: one enterprise may write from many addresses, and a round figure is soon the same.
STRENGTH = (MatchKind.ENTERPRISE, MatchKind.EMAIL, MatchKind.ORGANISATION, MatchKind.CONTRIBUTION)
# What more engagements than these have in common tells nothing any more, such as the address of an office.
CROWD = 20


@dataclass(frozen=True)
class Twin:
    """An engagement that may be the same; ``reasons`` is what both have in common, the strongest first."""

    pledge: Pledge
    reasons: list[MatchKind]


@dataclass(frozen=True)
class Likeness:
    """All that is like an engagement: its ``twins``, the likeliest first, and what a whole crowd has in common."""

    twins: list[Twin]
    crowded: list[MatchKind]

    def __bool__(self) -> bool:
        return bool(self.twins or self.crowded)


def likely_same(pledge: Pledge, user: Any) -> Likeness:
    """The engagements that ``user`` may see and that may be the same as ``pledge``. Three queries.

    One that is marked as the same as another stands for that one. Left out is spam, unless ``pledge`` is spam as well,
    and what somebody found to be another engagement.
    """
    in_sight = pledges_for(user).exclude(pk=pledge.pk).exclude(merged_into=pledge.pk)
    if pledge.state != PledgeState.SPAM:
        in_sight = in_sight.exclude(state=PledgeState.SPAM)
    shared = MatchKey.objects.filter(kind=OuterRef("kind"), value=OuterRef("value"), pledge__in=in_sight)
    keys = list(pledge.match_keys.annotate(is_crowded=Exists(shared[CROWD:])))
    crowded = {key.kind for key in keys if key.is_crowded}
    telling = [Q(kind=key.kind, value=key.value) for key in keys if not key.is_crowded]
    reasons: dict[int, set[str]] = defaultdict(set)
    if telling:
        found = MatchKey.objects.filter(Q(*telling, _connector=Q.OR), pledge__in=in_sight)
        for kind, key, merged_into in found.values_list("kind", "pledge", "pledge__merged_into"):
            reasons[merged_into or key].add(kind)
    others = in_sight.filter(pk__in=reasons).exclude(pk__in=told_apart_from(pledge)) if reasons else []
    twins = [Twin(other, [kind for kind in STRENGTH if kind in reasons[other.pk]]) for other in others]
    twins.sort(key=lambda twin: (-len(twin.reasons), STRENGTH.index(twin.reasons[0])))
    return Likeness(twins, [kind for kind in STRENGTH if kind in crowded])
