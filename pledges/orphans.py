"""Files of the private storage that belong to nothing: written just before a process was killed, so without a row."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone

from bbacms.core.private_storage import private_storage
from pledges.models import PledgeFile
from pledges.models.file import FOLDER

logger = logging.getLogger("pledges.files")

# Far longer than any upload takes: the row of a younger file may still be on its way.
KEPT_FOR = timedelta(hours=24)
# As many names as one query can hold on every database.
AT_ONCE = 500


def purge_orphans() -> int:
    """Remove the files of members that no row knows and that are older than a day; returns how many there were.

    Raises what the database raises when it does not answer, and removes nothing then. Nothing is removed either where
    the database knows no file at all: it is then hardly that of this storage, but a new one beside the old files.
    A storage that does not answer is tried again the next time.
    """
    unknown = _unknown(_stored())
    if not unknown or not PledgeFile.objects.exists():
        return 0
    return sum(_remove_old(name) for name in unknown)


def _stored() -> list[str]:
    """The names of all files in the storage."""
    try:
        _folders, names = private_storage().listdir(FOLDER)
    except FileNotFoundError:
        return []  # nobody has handed in anything yet
    except Exception as error:
        _complain(error)
        return []
    return [f"{FOLDER}/{name}" for name in names]


def _unknown(names: list[str]) -> list[str]:
    known: set[str] = set()
    for first in range(0, len(names), AT_ONCE):
        rows = PledgeFile.objects.filter(file__in=names[first : first + AT_ONCE])
        known.update(rows.values_list("file", flat=True))
    return [name for name in names if name not in known]


def _remove_old(name: str) -> bool:
    storage = private_storage()
    try:
        if storage.get_modified_time(name) > timezone.now() - KEPT_FOR:
            return False
        storage.delete(name)
    except FileNotFoundError:
        return False  # removed with its row meanwhile, or by another worker
    except Exception as error:
        _complain(error)
        return False
    return True


def _complain(error: Exception) -> None:
    # Every storage has errors of its own; one that fails keeps neither the other files nor the mail waiting.
    logger.warning("The storage of members' files did not answer: %s", type(error).__name__)
