"""An export as CSV, streamed: Excel opens it with a double click, in the way of the reader's language."""

from __future__ import annotations

import csv
import io
from codecs import BOM_UTF8
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from bbacms.core.models import active_language
from pledges.inbox.export.cells import in_csv

if TYPE_CHECKING:
    from pledges.inbox.export.cells import Value

# Excel takes the separator of lists from the settings of the computer: a comma only where the decimal mark is a point.
SEPARATORS = {"en": ","}
SEPARATOR_ELSEWHERE = ";"


def csv_file(headings: list[str], batches: Iterable[list[list[Value]]]) -> Iterator[bytes]:
    """The file in pieces: the headings, then one piece for each batch of rows, in the language of the request."""
    language = active_language()
    # Without this mark Excel reads anything but ASCII wrongly.
    yield BOM_UTF8 + _lines([list(headings)], language)
    for rows in batches:
        yield _lines(rows, language)


def _lines(rows: Iterable[list[Value]], language: str) -> bytes:
    text = io.StringIO(newline="")
    writer = csv.writer(text, delimiter=SEPARATORS.get(language, SEPARATOR_ELSEWHERE))
    writer.writerows([in_csv(value, language) for value in row] for row in rows)
    return text.getvalue().encode()
