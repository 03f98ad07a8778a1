"""Engagements that look alike and are not the same: once somebody has said so, nobody is warned again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Case, F, Q, When
from wagtail.log_actions import log

from pledges.models import NotTheSame
from pledges.permissions import may_decide

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pledges.models import Pledge

APART_ACTION = "pledges.tell_apart"
MAYBE_ACTION = "pledges.maybe_same"


def told_apart_from(pledge: Pledge) -> QuerySet:
    """The numbers of the engagements that are not the same as ``pledge``."""
    pairs = NotTheSame.objects.filter(Q(first=pledge.pk) | Q(second=pledge.pk))
    return pairs.values_list(Case(When(first=pledge.pk, then=F("second")), default=F("first")), flat=True)


def are_told_apart(pledge: Pledge, other: Pledge) -> bool:
    return NotTheSame.objects.filter(**_pair(pledge, other)).exists()


def tell_apart(pledge: Pledge, other: Pledge, user: Any) -> None:
    """Keep that the two are not the same. Raises ``PermissionDenied`` for somebody who may not decide on both."""
    _refuse_outsider(user, pledge, other)
    with transaction.atomic():
        _said, is_new = NotTheSame.objects.get_or_create(**_pair(pledge, other), defaults={"said_by": user})
        if is_new:
            _log_on_both(pledge, other, user, APART_ACTION)


def warn_again(pledge: Pledge, other: Pledge, user: Any) -> None:
    """Forget that they are not the same; raises what ``tell_apart`` does."""
    _refuse_outsider(user, pledge, other)
    with transaction.atomic():
        deleted, _per_model = NotTheSame.objects.filter(**_pair(pledge, other)).delete()
        if deleted:
            _log_on_both(pledge, other, user, MAYBE_ACTION)


def _pair(pledge: Pledge, other: Pledge) -> dict[str, int]:
    first, second = sorted([pledge.pk, other.pk])
    return {"first_id": first, "second_id": second}


def _refuse_outsider(user: Any, *pledges: Pledge) -> None:
    if not all(may_decide(user, pledge) for pledge in pledges):
        raise PermissionDenied


def _log_on_both(pledge: Pledge, other: Pledge, user: Any, action: str) -> None:
    for one, another in ((pledge, other), (other, pledge)):
        log(instance=one, action=action, user=user, data={"number": another.public_id})
