"""Keep an engagement beyond its time, with a reason, and let it go again."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied, ValidationError
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from wagtail.log_actions import log

from pledges.models import Pledge
from pledges.permissions import may_decide

HOLD_ACTION = "pledges.hold"
LET_GO_ACTION = "pledges.let_go"


def hold(pledge: Pledge, user: Any, reason: str) -> None:
    """Keep ``pledge`` until somebody lets it go. Held again, the new reason counts.

    Raises ``PermissionDenied`` for somebody who may not decide on it, and ``ValidationError`` without a reason or
    where nothing is left to keep.
    """
    if not may_decide(user, pledge):
        raise PermissionDenied
    if not (reason := reason.strip()):
        raise ValidationError(_("Please give a reason."))
    with transaction.atomic():
        kept = Pledge.objects.filter(pk=pledge.pk, erased_at__isnull=True)
        if not kept.update(held_at=timezone.now(), held_because=reason, leaves_on=None):
            raise ValidationError(_("Its personal data are gone already."))
        log(instance=pledge, action=HOLD_ACTION, user=user, data={"reason": reason})


def let_go(pledge: Pledge, user: Any) -> bool:
    """Let the retention rules have ``pledge`` again, after notice; False, and nothing is done, where it is not held.

    Raises ``PermissionDenied`` for somebody who may not decide on it.
    """
    if not may_decide(user, pledge):
        raise PermissionDenied
    with transaction.atomic():
        held = Pledge.objects.filter(pk=pledge.pk, held_at__isnull=False)
        if not held.update(held_at=None, held_because=""):
            return False
        log(instance=pledge, action=LET_GO_ACTION, user=user)
    return True
