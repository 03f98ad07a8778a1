"""A spreadsheet on its way out, piece by piece, in the language and the time zone of whoever asked for it."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from django.http import StreamingHttpResponse
from django.utils import timezone, translation

from pledges.choices import ExportFormat

if TYPE_CHECKING:
    from collections.abc import Iterable

CONTENT_TYPES = {
    ExportFormat.CSV: "text/csv; charset=utf-8",
    ExportFormat.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


def download(name: str, file_format: ExportFormat, pieces: Iterable[bytes]) -> StreamingHttpResponse:
    """The answer that hands ``pieces`` over as a file, named after ``name`` and today."""
    response = StreamingHttpResponse(pieces, content_type=CONTENT_TYPES[file_format])
    response["Content-Disposition"] = f'attachment; filename="{name}-{timezone.localdate().isoformat()}.{file_format}"'
    return response


def as_it_was_asked_for(pieces: Iterator[bytes]) -> Iterator[bytes]:
    """``pieces``, each made in the language and the time zone of this moment.

    They are asked for one by one after the view is done, when neither is in force any more.
    """
    return _made_in(pieces, translation.get_language(), timezone.get_current_timezone_name())


def _made_in(pieces: Iterator[bytes], language: str, zone: str) -> Iterator[bytes]:
    while True:
        with translation.override(language), timezone.override(zone):
            piece = next(pieces, None)
        if piece is None:
            return
        yield piece
