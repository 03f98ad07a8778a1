"""Where files lie that nobody may open by an address."""

from __future__ import annotations

import os
from pathlib import Path
from typing import NoReturn

from django.conf import settings
from django.core.files.storage import FileSystemStorage, Storage, storages


class PrivateStorage(FileSystemStorage):
    """Files below ``PRIVATE_ROOT``, which no web server serves, readable by the site's own account alone.

    The setting is read at each use, so that a test may point it elsewhere.
    """

    @property
    def base_location(self) -> Path:  # type: ignore[override]
        return settings.PRIVATE_ROOT

    @property
    def location(self) -> str:  # type: ignore[override]
        return os.path.abspath(self.base_location)

    def url(self, name: str | None) -> NoReturn:
        """Raise ``ValueError``: without this, a file would name an address below that of the pictures."""
        raise ValueError("A private file has no address.")


def private_storage() -> Storage:
    """The storage of private files, for fields of models."""
    return storages["private"]
