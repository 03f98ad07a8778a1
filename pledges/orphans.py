"""Files of the private storage that belong to nothing: written just before a process was killed, so without a row."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import timedelta

from django.utils import timezone

from bbacms.core.private_storage import private_storage
from pledges.models import PledgeFile
from pledges.models.file import FOLDER

logger = logging.getLogger("pledges.files")

# Where they wait: a database restored from a backup does not know the newest files, and they are wanted yet.
ASIDE = f"{FOLDER}-unclaimed"
ASIDE_FOR = timedelta(days=30)
# Far longer than any upload takes: the row of a younger file may still be on its way.
KEPT_FOR = timedelta(hours=24)
# What killed processes leave. More than that says that this database is hardly the one of this storage; a small
# storage may have as many as FEW all the same.
MOST, MOST_SHARE, FEW = 20, 0.05, 3
# As many names as one query can hold on every database.
AT_ONCE = 500


def purge_orphans(*, however_many: bool = False) -> int:
    """Set the files of members aside that no row knows and that are older than a day; returns how many there were.

    What was set aside is removed after 30 days, and put back where a row knows it again. Where many files are unknown,
    none is set aside unless ``however_many``.

    Raises what the database raises when it does not answer, and touches nothing then. Nothing is touched either where
    the database knows no file at all: it is then hardly that of this storage, but a new one beside the old files.
    A storage that does not answer is tried again the next time.
    """
    if not PledgeFile.objects.exists():
        return 0
    stored, aside = _stored(FOLDER), _stored(ASIDE)
    known = _known(stored | aside)
    for name in aside:
        _try(_put_back if name in known else _remove_old, name)
    unknown = stored - known
    if len(unknown) > max(FEW, min(MOST, MOST_SHARE * len(stored))) and not however_many:
        logger.warning(
            "%s of %s files of members belong to nothing, too many to be left over by accident: none was touched. "
            "Is this the database of this storage?",
            len(unknown),
            len(stored),
        )
        return 0
    return sum(_try(_set_aside, name) for name in unknown)


def _stored(folder: str) -> set[str]:
    """The names of all files in ``folder`` of the storage, without it."""
    try:
        _folders, names = private_storage().listdir(folder)
    except FileNotFoundError:
        return set()  # nobody has handed in anything yet
    except Exception as error:
        _complain(error)
        return set()
    return set(names)


def _known(names: set[str]) -> set[str]:
    known: set[str] = set()
    wanted = [f"{FOLDER}/{name}" for name in names]
    for first in range(0, len(wanted), AT_ONCE):
        rows = PledgeFile.objects.filter(file__in=wanted[first : first + AT_ONCE])
        known.update(name.removeprefix(f"{FOLDER}/") for name in rows.values_list("file", flat=True))
    return known


def _try(act: Callable[[str], bool], name: str) -> bool:
    """What ``act`` says of the file of this name: whether it did anything."""
    try:
        return act(name)
    except FileNotFoundError:
        return False  # removed with its row meanwhile, or by another worker
    except Exception as error:
        _complain(error)
        return False


def _set_aside(name: str) -> bool:
    if not _is_older(f"{FOLDER}/{name}", KEPT_FOR):
        return False
    _move(f"{FOLDER}/{name}", f"{ASIDE}/{name}")
    return True


def _put_back(name: str) -> bool:
    storage, source, target = private_storage(), f"{ASIDE}/{name}", f"{FOLDER}/{name}"
    # There are two where a move was cut off, and the one that was being written is the shorter one.
    if storage.exists(target) and storage.size(target) >= storage.size(source):
        storage.delete(source)
    else:
        _move(source, target)
    return True


def _remove_old(name: str) -> bool:
    if not _is_older(f"{ASIDE}/{name}", ASIDE_FOR):
        return False
    private_storage().delete(f"{ASIDE}/{name}")
    return True


def _is_older(name: str, age: timedelta) -> bool:
    return private_storage().get_modified_time(name) < timezone.now() - age


def _move(source: str, target: str) -> None:
    """Move a file, which is then as young as the move; no storage has a way of its own to do so."""
    storage = private_storage()
    is_there = storage.exists(target)
    # A move that was cut off left a part of it.
    if not is_there or storage.size(target) != storage.size(source):
        with storage.open(source) as content:
            if is_there:
                storage.delete(target)
            storage.save(target, content)
    storage.delete(source)


def _complain(error: Exception) -> None:
    # Every storage has errors of its own; one that fails keeps neither the other files nor the mail waiting.
    logger.warning("The storage of members' files did not answer: %s", type(error).__name__)
