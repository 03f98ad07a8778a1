"""Which engagements look like a given one, and by what."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q

from pledges.choices import MatchKind, PledgeState
from pledges.duplicates.apart import told_apart_from
from pledges.duplicates.keys import match_values
from pledges.models import MatchKey
from pledges.permissions import pledges_for

if TYPE_CHECKING:
    from pledges.models import Pledge
    from pledges.querysets import PledgeQuerySet

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
    """All that is, or may be, the same as an engagement.

    ``into`` is the one that it counts with, ``here`` are those that count with it, ``twins`` those that may be the
    same, the likeliest first, and ``crowded`` is what a whole crowd has in common with it.
    """

    into: Pledge | None
    here: list[Pledge]
    twins: list[Twin]
    crowded: list[MatchKind]


def likely_same(pledge: Pledge, user: Any, *, may_hold_others: bool = True) -> Likeness:
    """The engagements that ``user`` may see and that are, or may be, the same as ``pledge``. Two queries.

    One that counts with another stands for that one. Left out is spam, unless ``pledge`` is spam as well, and what
    somebody found to be another engagement; what counts with another one itself looks like nothing any more. Reads the
    contributions of ``pledge``: load them with it. Where none was ever marked as the same as ``pledge``,
    ``may_hold_others`` False spares looking for such.
    """
    in_sight = pledges_for(user).exclude(pk=pledge.pk)
    alike = in_sight.exclude(merged_into=pledge.pk)
    if pledge.state != PledgeState.SPAM:
        alike = alike.exclude(state=PledgeState.SPAM)
    reasons, crowded = ({}, set()) if pledge.is_merged else _in_common(pledge, alike)
    if not (reasons or may_hold_others or pledge.is_merged):
        return Likeness(None, [], [], [kind for kind in STRENGTH if kind in crowded])
    not_told_apart = Q(pk__in=reasons) & ~Q(pk__in=told_apart_from(pledge))
    found = in_sight.filter(not_told_apart | Q(merged_into=pledge.pk) | Q(pk=pledge.merged_into_id)).order_by("pk")
    others = {other.pk: other for other in found}
    hidden = () if pledge.state == PledgeState.SPAM else (PledgeState.SPAM,)
    twins = [
        Twin(other, [kind for kind in STRENGTH if kind in reasons[other.pk]])
        for other in others.values()
        if other.pk in reasons and other.state not in hidden
    ]
    return Likeness(
        into=others.get(pledge.merged_into_id or 0),
        here=[other for other in others.values() if other.merged_into_id == pledge.pk],
        twins=sorted(twins, key=lambda twin: (-len(twin.reasons), STRENGTH.index(twin.reasons[0]))),
        crowded=[kind for kind in STRENGTH if kind in crowded],
    )


def _in_common(pledge: Pledge, others: PledgeQuerySet) -> tuple[dict[int, set[str]], set[str]]:
    """The kinds that ``pledge`` shares with each of ``others``, and those that it shares with a crowd of them."""
    queries = []
    for kind, value in match_values(pledge, pledge.contributions.all()):
        # Cut for each key by itself: however many have an address in common, the number beside it is found.
        sharing = MatchKey.objects.filter(kind=kind, value=value, pledge__in=others).values("pk")[: CROWD + 1]
        columns = ("kind", "value", "pledge", "pledge__merged_into")
        queries.append(MatchKey.objects.filter(pk__in=sharing).values_list(*columns))
    sharing_by_key = defaultdict(set)
    for kind, value, key, merged_into in queries[0].union(*queries[1:], all=True) if queries else ():
        sharing_by_key[kind, value].add((key, merged_into))
    reasons: dict[int, set[str]] = defaultdict(set)
    for (kind, _value), sharers in sharing_by_key.items():
        if len(sharers) <= CROWD:
            for key, merged_into in sharers:
                reasons[merged_into or key].add(kind)
    return dict(reasons), {kind for (kind, _value), sharers in sharing_by_key.items() if len(sharers) > CROWD}
