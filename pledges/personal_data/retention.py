"""How long engagements are kept, and what the nightly run does about it.

An engagement goes when it is closed for as long as its form says, was announced to staff ``NOTICE`` before, is not
held, and no link to it still works. Announced means that ``leaves_on`` says the day: so a limit that somebody shortens,
or a clock that is wrong, takes nothing by surprise. One that counts is left without personal data; others are removed.
Those that were merged into another one go, and stay, with it.
"""

from __future__ import annotations

import datetime
from collections import Counter
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from dateutil.relativedelta import relativedelta
from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone
from wagtail.log_actions import log

from pledges.choices import CLOSED_STATES, Erasure, MailState, PledgeState
from pledges.models import Pledge, PledgeForm, RetentionRun
from pledges.moves.merging import hold_fast
from pledges.personal_data.removal import leave_nameless, remove

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from pledges.querysets import PledgeQuerySet

# How long staff are told before something goes.
NOTICE = timedelta(days=30)
# Spam is kept long enough to find a mistake, whatever its form says.
SPAM_DAYS = 90
# A link works a little longer than it says for a clock that is slow.
LEEWAY = timedelta(days=1)
# Months are of different lengths: so much earlier than ``NOTICE`` before its day something may be announced.
SLACK = timedelta(days=3)
# When backups are over, by local time: what goes is in the one of that night.
NIGHT = 3
# What stays, and counts, without personal data.
STAYS_NAMELESS = frozenset({PledgeState.COMPLETED, PledgeState.STOPPED})
# Whoever got no mail with it, and will get none, has no link.
WRITTEN = (MailState.QUEUED, MailState.HELD, MailState.SENT)
EXPIRE_ACTION = "pledges.expire"


@dataclass(frozen=True)
class Leaving:
    """One engagement that goes on ``day``: removed, or left nameless."""

    pledge: Pledge
    day: datetime.date
    stays_nameless: bool


def last_day(pledge: Pledge) -> datetime.date | None:
    """Until when ``pledge``, as it stands, is kept by its form; None while it is open, and for an imported one.

    Neither notice nor hold nor links are looked at.
    """
    if pledge.state not in CLOSED_STATES or pledge.form is None:
        return None
    closed = timezone.localdate(pledge.state_since)
    if pledge.state == PledgeState.SPAM:
        return closed + timedelta(days=SPAM_DAYS)
    months = pledge.form.retention_months
    return closed + relativedelta(months=months) if months else None


def leaving(today: datetime.date) -> Iterator[Leaving]:
    """What a run on ``today`` would take, in the order of the engagements' keys: what goes tonight."""
    announced = _closed(Pledge.objects.filter(leaves_on__lte=today)).select_related("form")
    for pledge in announced.order_by("pk").iterator():
        if may_leave(pledge, today):
            yield Leaving(pledge, today, pledge.state in STAYS_NAMELESS)


def may_leave(pledge: Pledge, today: datetime.date) -> bool:
    """Whether ``pledge`` has to go on ``today``, and the ones that are merged into it may go with it."""
    day = last_day(pledge)
    if day is None or pledge.leaves_on is None or max(day, pledge.leaves_on) > today:
        return False
    group = [pledge, *pledge.merged.all()]
    return not any(one.held_at or has_running_link(one) for one in group)


def has_running_link(pledge: Pledge) -> bool:
    """Whether somebody may have a link by which to reach ``pledge``."""
    links = pledge.links.filter(revoked_at__isnull=True, expires_at__gt=timezone.now() - LEEWAY)
    # One that was never in a mail was given out on the page of the person's data.
    return links.filter(Q(mails__state__in=WRITTEN) | Q(mails__isnull=True)).exists()


def keep_retention(go_on: Callable[[], bool] = lambda: True) -> RetentionRun:
    """Announce what goes soon, take back what was announced and stays, and take what is due. Returns the record.

    Each engagement is a transaction of its own, with its number in the record: killed at any point, the next run does
    the rest, and of two at once each engagement is taken by one.
    """
    today = timezone.localdate()
    run = RetentionRun.objects.create()
    take_back(today)
    run.warned = announce(today)
    run.save(update_fields=["warned"])
    for found in leaving(today):
        if not go_on():
            return run
        carry_out(found.pledge.pk, today, run)
    RetentionRun.objects.filter(pk=run.pk).update(finished_at=timezone.now())
    run.refresh_from_db()
    return run


def keep_nightly(go_on: Callable[[], bool] = lambda: True) -> RetentionRun | None:
    """Keep the rules once a night, however often it is called; None where that is done. For the worker."""
    now = timezone.localtime()
    if now.hour < NIGHT or RetentionRun.objects.filter(finished_at__date=now.date()).exists():
        return None
    return keep_retention(go_on)


def announce(today: datetime.date) -> int:
    """Say of everything that goes within ``NOTICE`` on which day it does; returns how many were said so anew."""
    announced = 0
    for form, states, closed_before in _limits(today + NOTICE):
        rows = _closed(Pledge.objects.filter(form=form, state__in=states, state_since__date__lte=closed_before))
        for pledge in rows.filter(leaves_on__isnull=True).select_related("form").order_by("pk"):
            day = last_day(pledge)
            if day is not None:
                # Conditional: somebody may reopen it at this moment.
                same = Pledge.objects.filter(pk=pledge.pk, version=pledge.version, leaves_on__isnull=True)
                announced += same.update(leaves_on=max(day, today + NOTICE))
    return announced


def take_back(today: datetime.date) -> None:
    """Forget the day of what stays after all: it was opened again, is held, or its form keeps it longer."""
    said = Pledge.objects.filter(leaves_on__isnull=False)
    said.exclude(pk__in=_closed(said).values("pk")).update(leaves_on=None)
    for pledge in said.select_related("form"):
        day = last_day(pledge)
        # A day that is further off was said by a clock that was wrong.
        if day is None or max(day, pledge.leaves_on or day) > today + NOTICE + SLACK:
            Pledge.objects.filter(pk=pledge.pk).update(leaves_on=None)


def carry_out(key: int, today: datetime.date, run: RetentionRun) -> None:
    """Take the engagement of this ``key`` if it still has to go, with those merged into it, and note it in ``run``."""
    with transaction.atomic():
        merged = list(Pledge.objects.filter(merged_into=key).values_list("pk", flat=True))
        held = hold_fast(key, *merged)
        pledge = held.get(key)
        if pledge is None or pledge.is_merged or pledge.is_erased or not may_leave(pledge, today):
            return
        went: Counter[str] = Counter()
        for other in pledge.merged.all():
            _log(other, nameless=False)
            went += remove(other)
        stays = pledge.state in STAYS_NAMELESS
        _log(pledge, nameless=stays)
        went += leave_nameless(pledge, Erasure.RETENTION) if stays else remove(pledge)
        # In the same transaction: what was counted has gone, and what has gone was counted.
        RetentionRun.objects.filter(pk=run.pk).update(
            removed=F("removed") + went["removed"],
            made_nameless=F("made_nameless") + went["nameless"],
            files=F("files") + went["files"],
            mails=F("mails") + went["mails"],
        )


def _log(pledge: Pledge, *, nameless: bool) -> None:
    log(instance=pledge, action=EXPIRE_ACTION, data={"erasure": "nameless" if nameless else "removed"})


def _closed(pledges: PledgeQuerySet) -> PledgeQuerySet:
    """Those that are over, count by themselves, hold personal data, and are not held."""
    return pledges.filter(
        state__in=CLOSED_STATES, merged_into__isnull=True, erased_at__isnull=True, held_at__isnull=True
    )


def _limits(day: datetime.date) -> Iterator[tuple[PledgeForm, Any, datetime.date]]:
    """For each form: of which states, closed on which day at the latest, its time is over on ``day``."""
    others = CLOSED_STATES - {PledgeState.SPAM}
    for form in PledgeForm.objects.only("pk", "retention_months"):
        yield form, [PledgeState.SPAM], day - timedelta(days=SPAM_DAYS)
        if form.retention_months:
            yield form, others, day - relativedelta(months=form.retention_months) + SLACK
