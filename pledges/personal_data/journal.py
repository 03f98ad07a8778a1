"""Erasures, written down outside the database: a backup that is restored brings the erased back, and these say whom.

One small file for each in the private storage. It holds no address: only a hash keyed with the site's secret, and the
public ids of the engagements, by which it is found again what has to go once more.
"""

from __future__ import annotations

import json
from dataclasses import asdict, dataclass, field
from typing import TYPE_CHECKING

from django.core.files.base import ContentFile
from django.utils.crypto import constant_time_compare, salted_hmac

from bbacms.core.private_storage import private_storage

if TYPE_CHECKING:
    from collections.abc import Iterator

FOLDER = "erasures"


@dataclass(frozen=True)
class Entry:
    """One erasure. ``outcomes`` says by public id what became of each engagement; ``erased_at`` is ISO."""

    key: str
    erased_at: str
    address_hash: str
    by_member: bool
    outcomes: dict[str, str] = field(default_factory=dict)


def hash_of(address: str) -> str:
    """What stands for ``address``, whatever its capitals; worth nothing without the site's secret."""
    return salted_hmac("pledges.erasure", address.strip().lower(), algorithm="sha256").hexdigest()


def is_hash_of(address: str, kept: str) -> bool:
    return constant_time_compare(hash_of(address), kept)


def write(entry: Entry) -> None:
    """Keep ``entry``; raises ``OSError`` where the storage takes nothing."""
    private_storage().save(f"{FOLDER}/{entry.key}.json", ContentFile(json.dumps(asdict(entry)).encode()))


def read() -> Iterator[Entry]:
    """Every entry there is, the oldest first."""
    storage = private_storage()
    try:
        _folders, names = storage.listdir(FOLDER)
    except FileNotFoundError:
        return
    entries = []
    for name in names:
        with storage.open(f"{FOLDER}/{name}") as file:
            entries.append(Entry(**json.loads(file.read())))
    yield from sorted(entries, key=lambda entry: entry.erased_at)
