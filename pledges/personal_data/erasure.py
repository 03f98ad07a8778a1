"""Erase what is held about a person, and say before what will go and afterwards what went.

Figures stay right: an engagement that counts either stays without a name or is withdrawn, as the person wishes. What
counts no more is removed. What staff hold back with a reason stays until they let it go.
"""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone
from wagtail.log_actions import log

from pledges.choices import COUNTED_STATES, Erasure, ErasureWish, PledgeState
from pledges.duplicates.keys import renew_match_keys
from pledges.inbox.search import index_case
from pledges.models import ErasureRecord, Pledge, PledgeDraft
from pledges.moves.merging import hold_fast, tell_other
from pledges.permissions import ERASE_PERMISSION
from pledges.personal_data import journal
from pledges.personal_data.person import PLEDGE_TEXTS, Person
from pledges.personal_data.removal import clean_log, leave_nameless, pictures_in_use, remove

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.db.models import Model

    from pledges.personal_data.person import Mentions

ERASE_ACTION = "pledges.erase"
FORGET_ACTION = "pledges.forget_mention"


class Outcome(StrEnum):
    """What becomes of one engagement."""

    REMOVED = "removed"
    NAMELESS = "nameless"
    WITHDRAWN = "withdrawn"
    HELD = "held"


@dataclass(frozen=True)
class Wishes:
    """What was chosen: for each engagement that counts, by its key, and which of those of a similar address go too."""

    of: Mapping[int, ErasureWish] = field(default_factory=dict)
    similar: Collection[int] = ()


def counts(pledge: Pledge) -> bool:
    """Whether ``pledge`` counts as engaged, so that its person has a choice."""
    return pledge.state in COUNTED_STATES and not pledge.is_merged


def outcome(pledge: Pledge, wish: ErasureWish) -> Outcome:
    """What an erasure does to ``pledge`` as it stands."""
    if pledge.held_at:
        return Outcome.HELD
    if counts(pledge):
        return Outcome.WITHDRAWN if wish is ErasureWish.WITHDRAWN else Outcome.NAMELESS
    # What a stopped one has delivered stays counted.
    stays = pledge.state == PledgeState.STOPPED and not pledge.is_merged
    return Outcome.NAMELESS if stays else Outcome.REMOVED


def erase_by_staff(person: Person, user: Any, wishes: Wishes) -> ErasureRecord:
    """Erase it, as ``user`` says; raises ``PermissionDenied`` for somebody who may not."""
    if not user.has_perm(ERASE_PERMISSION):
        raise PermissionDenied
    return erase(person, wishes, user=user)


@transaction.atomic
def erase(
    person: Person, wishes: Wishes, *, user: Any = None, by_member: bool = False, again: journal.Entry | None = None
) -> ErasureRecord:
    """Erase everything about ``person``, and return the record of it.

    All or nothing; raises ``OSError``, with nothing done, where the journal cannot be written. ``again`` is the entry
    of an erasure that is done once more after a backup was restored.
    """
    chosen = [*person.pledges, *(pledge for pledge in person.similar if pledge.pk in wishes.similar)]
    # In the order of their keys, as everybody holds them; read anew: somebody may have moved one meanwhile.
    held = hold_fast(*(pledge.pk for pledge in chosen))
    went: Counter[str] = Counter()
    outcomes: dict[str, str] = {}
    left: list[dict[str, Any]] = []
    mentions = person.mentions(but=held.values())
    left += [{"page": page.pk} for page in person.pages()]
    # Those that are merged into another one first.
    for pledge in sorted(held.values(), key=lambda pledge: not pledge.is_merged):
        done = outcome(pledge, wishes.of.get(pledge.pk, ErasureWish.NAMELESS))
        outcomes[pledge.public_id] = done.value
        if done is Outcome.HELD:
            continue
        left += [{"picture": image.pk} for image in pictures_in_use(pledge)]
        went += _erase_one(pledge, done, user)
    for found in mentions:
        # What others wrote is not taken out of their engagements by whoever has a link: staff look at it first.
        if by_member:
            left.append({"mention": found.pledge.public_id})
        else:
            went += _forget(found, person, user)
    went += _erase_loose(person, person.own_drafts if by_member else person.drafts)
    record = ErasureRecord.objects.create(
        key=again.key if again else uuid.uuid4(),
        user=user,
        by_member=by_member,
        counts=dict(went),
        numbers=outcomes,
        left=left,
    )
    if again is None:
        # Before the end of the transaction: what is erased is written down, whatever happens then.
        journal.write(
            journal.Entry(
                str(record.key), timezone.now().isoformat(), journal.hash_of(person.address), by_member, outcomes
            )
        )
    return record


def _erase_one(pledge: Pledge, done: Outcome, user: Any) -> Counter[str]:
    if done is not Outcome.NAMELESS:
        _let_others_stand(pledge, user)
    log(instance=pledge, action=ERASE_ACTION, user=user, data={"erasure": done.value}, content_changed=True)
    if done is Outcome.REMOVED:
        return remove(pledge)
    state = PledgeState.WITHDRAWN if done is Outcome.WITHDRAWN else None
    return leave_nameless(pledge, Erasure.WISH, state=state)


def _let_others_stand(pledge: Pledge, user: Any) -> None:
    """Let the engagements that count with ``pledge`` count by themselves again: they are of other people."""
    for other in hold_fast(*pledge.merged.values_list("pk", flat=True)).values():
        Pledge.objects.filter(pk=other.pk).update(merged_into=None, version=other.version + 1)
        other.refresh_from_db()
        tell_other(other, pledge, user)


def _forget(found: Mentions, person: Person, user: Any) -> Counter[str]:
    """Take the address out of an engagement of somebody else.

    Answers, notes and mails that are the person's go as a whole; of a text of the other member the address alone.
    """
    pledge = Pledge.objects.select_for_update(of=("self",)).get(pk=found.pledge.pk)
    mine = found.mails.filter(recipient__iexact=person.address)
    went = Counter(mentions=1, answers=found.answers.count(), notes=found.notes.count(), mails=mine.count())
    found.answers.delete()
    found.notes.delete()
    mine.delete()
    found.mails.filter(reply_to__iexact=person.address).update(reply_to="")
    for change in found.proposals:
        change.delete()
    texts: list[tuple[Iterable[Model], tuple[str, ...]]] = [
        (found.mails, ("body", "subject")),
        (found.requests, ("message",)),
        ([pledge], PLEDGE_TEXTS),
        (pledge.contributions.all(), ("place",)),
    ]
    for rows, names in texts:
        for row in rows:
            for name in names:
                setattr(row, name, person.leave_out_of(getattr(row, name)))
            row.save(update_fields=names)
    pledge.refresh_from_db()
    renew_match_keys(pledge)
    index_case(pledge)
    log(instance=pledge, action=FORGET_ACTION, user=user, content_changed=True)
    return +(went + clean_log([pledge.pk]))


def _erase_loose(person: Person, drafts: list[PledgeDraft]) -> Counter[str]:
    """What belongs to no sent engagement: drafts, mails and links."""
    keys = [draft.pk for draft in drafts]
    held = [draft.pk for draft in PledgeDraft.objects.select_for_update().filter(pk__in=keys).order_by("pk").only("pk")]
    removed = PledgeDraft.objects.filter(pk__in=held).delete()[1]
    mails = person.other_mails.count()
    person.other_mails.delete()
    links = person.links.count()
    person.links.delete()
    return +Counter(
        drafts=removed.get("pledges.PledgeDraft", 0),
        files=removed.get("pledges.PledgeFile", 0),
        mails=mails + removed.get("pledges.OutgoingMail", 0),
        links=links + removed.get("pledges.MemberLink", 0),
    )
