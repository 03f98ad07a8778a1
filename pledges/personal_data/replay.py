"""Erase once more what a restored backup has brought back."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models.functions import Lower

from pledges.choices import ErasureWish
from pledges.models import ErasureRecord, OutgoingMail, Pledge, PledgeDraft
from pledges.personal_data import journal
from pledges.personal_data.erasure import Outcome, Wishes, erase
from pledges.personal_data.person import Person, texts_in

if TYPE_CHECKING:
    from collections.abc import Iterator


def replay() -> tuple[int, list[str]]:
    """Do every erasure of the journal that this database does not know.

    Returns how many were done, and the keys of those of whose person nothing is found any more.
    """
    known = {str(key) for key in ErasureRecord.objects.values_list("key", flat=True)}
    missing = [entry for entry in journal.read() if entry.key not in known]
    addresses = {journal.hash_of(address): address for address in _addresses()} if missing else {}
    done, gone = 0, []
    for entry in missing:
        address = addresses.get(entry.address_hash) or _address_by_number(entry)
        if address:
            person = Person(address, before=datetime.fromisoformat(entry.erased_at))
            erase(person, _wishes(entry), by_member=entry.by_member, again=entry)
            done += 1
        else:
            gone.append(entry.key)
    return done, gone


def _addresses() -> Iterator[str]:
    """Every address that a member may have given."""
    yield from Pledge.objects.exclude(email="").annotate(low=Lower("email")).values_list("low", flat=True).distinct()
    yield from OutgoingMail.objects.values_list("recipient", flat=True).distinct()
    for draft in PledgeDraft.objects.all():
        yield from (text for text in texts_in([draft.answers, draft.unfinished]) if "@" in text)


def _address_by_number(entry: journal.Entry) -> str:
    """The address of an engagement that was erased then; the hash is of no use once the site has another secret."""
    erased = Pledge.objects.filter(public_id__in=entry.outcomes).exclude(email="")
    return erased.values_list("email", flat=True).first() or ""


def _wishes(entry: journal.Entry) -> Wishes:
    rows = dict(Pledge.objects.filter(public_id__in=entry.outcomes).values_list("public_id", "pk"))
    withdrawn = {key for number, key in rows.items() if entry.outcomes[number] == Outcome.WITHDRAWN}
    of = {key: ErasureWish.WITHDRAWN if key in withdrawn else ErasureWish.NAMELESS for key in rows.values()}
    return Wishes(of=of, similar=set(rows.values()))
