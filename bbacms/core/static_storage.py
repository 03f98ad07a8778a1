"""How collected static files are stored: hashed, compressed, and the style sheet as one file.

The style sheet is written as many small files that ``site.css`` imports. A browser would fetch them one after the
other, so collecting puts their text in the place of the imports. In development nothing is collected and the browser
follows the imports itself.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from typing import Any

from django.core.files.base import ContentFile
from whitenoise.storage import CompressedManifestStaticFilesStorage

BUNDLE = "css/site.css"
IMPORT = re.compile(r'^@import url\("(?P<file>[^"]+)"\) layer\((?P<layer>[\w-]+)\);$', re.MULTILINE)
COMMENT = re.compile(r"/\*.*?\*/\s*", re.DOTALL)
RELATIVE_ADDRESS = re.compile(r'url\("(?!\w+:|/|#)([^"]+)"\)')


class OneStylesheetStorage(CompressedManifestStaticFilesStorage):
    """WhiteNoise's storage, with the imports of ``css/site.css`` replaced by what they name.

    Raises ``ValueError`` for an import that is not written as ``@import url("file") layer(name);``, and ``KeyError``
    for one of a file that was not collected.
    """

    def post_process(self, paths: dict[str, Any], dry_run: bool = False, **options: Any) -> Iterator[Any]:
        """Write the bundle before files get their hashed names."""
        if BUNDLE in paths and not dry_run:
            bundle = self._bundled(paths)
            self.delete(BUNDLE)
            self._save(BUNDLE, ContentFile(bundle.encode()))
            paths = {**paths, BUNDLE: (self, BUNDLE)}
        yield from super().post_process(paths, dry_run, **options)

    def _bundled(self, paths: dict[str, Any]) -> str:
        def imported(found: re.Match[str]) -> str:
            name = posixpath.normpath(posixpath.join(posixpath.dirname(BUNDLE), found["file"]))
            return f"@layer {found['layer']} {{\n{_moved(_source(paths, name), name)}}}"

        bundle = IMPORT.sub(imported, _source(paths, BUNDLE))
        if "@import" in bundle:
            raise ValueError(f"{BUNDLE} has an import that cannot be put into one file.")
        return bundle


def _source(paths: dict[str, Any], name: str) -> str:
    """The text of a collected style sheet, without comments."""
    storage, path = paths[name]
    with storage.open(path) as file:
        return COMMENT.sub("", file.read().decode())


def _moved(source: str, name: str) -> str:
    """``source`` with the addresses that are relative to its own folder made relative to that of the bundle."""

    def address(found: re.Match[str]) -> str:
        target = posixpath.join(posixpath.dirname(name), found[1])
        return f'url("{posixpath.relpath(target, posixpath.dirname(BUNDLE))}")'

    return RELATIVE_ADDRESS.sub(address, source)
