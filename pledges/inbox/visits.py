"""Who looked at the contact data of a case, or took a file of it: in the log, which outlives the case."""

from __future__ import annotations

from datetime import timedelta
from typing import TYPE_CHECKING, Any

from django.contrib.contenttypes.models import ContentType
from django.utils import timezone
from wagtail.log_actions import log
from wagtail.models import ModelLogEntry

from pledges.choices import PrivacyClass

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.models import Pledge, PledgeFile

SEE_ACTION = "pledges.see"
OPEN_FILE_ACTION = "pledges.open_file"
VISITS = frozenset({SEE_ACTION, OPEN_FILE_ACTION})
# Whoever looks again within this time is not noted again.
ONE_VISIT = timedelta(hours=1)


def note_visit(pledge: Pledge, user: Any, entries: Iterable[ModelLogEntry] | None = None) -> None:
    """Note that ``user`` sees the contact data of ``pledge``, if it has any; ``entries`` is its log, where at hand.

    Reads the answers from ``pledge``: load them with it.
    """
    if not _has_contact_data(pledge):
        return
    now = timezone.now()
    since = now - ONE_VISIT
    found = ModelLogEntry.objects.for_instance(pledge).filter(timestamp__gt=since) if entries is None else entries
    if any(entry.action == SEE_ACTION and entry.user_id == user.pk and entry.timestamp > since for entry in found):
        return
    entry = ModelLogEntry(
        content_type=ContentType.objects.get_for_model(pledge),
        object_id=str(pledge.pk),
        label=str(pledge),
        action=SEE_ACTION,
        timestamp=now,
        user_id=user.pk,
    )
    # One query: Wagtail's own way looks up the user, and the type of the pledge, anew.
    ModelLogEntry.objects.bulk_create([entry])


def note_opened_file(file: PledgeFile, user: Any) -> None:
    """Note that ``user`` downloads ``file``: each time, for it is a copy each time."""
    log(instance=file.pledge, action=OPEN_FILE_ACTION, user=user, data={"file": str(file.pk)})


def _has_contact_data(pledge: Pledge) -> bool:
    typed = (pledge.name, pledge.email, pledge.phone)
    return any(typed) or any(answer.privacy == PrivacyClass.CONTACT for answer in pledge.answers.all())
