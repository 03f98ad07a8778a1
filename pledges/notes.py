"""What staff write to each other about an engagement."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from pledges.models import Pledge, PledgeNote
from pledges.permissions import may_decide

NOTE_ACTION = "pledges.note"


def write_note(pledge: Pledge, user: Any, text: str) -> PledgeNote:
    """Keep ``text`` as a note of ``user``; raises ``PermissionDenied`` for somebody who may not decide on the pledge.

    The log tells that there is a note, and never what it says.
    """
    if not may_decide(user, pledge):
        raise PermissionDenied
    with transaction.atomic():
        note = PledgeNote.objects.create(pledge=pledge, author=user, text=text)
        log(instance=pledge, action=NOTE_ACTION, user=user)
    return note
