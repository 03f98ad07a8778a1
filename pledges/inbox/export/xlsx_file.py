"""An export as XLSX. Such a file is whole only at its end, so it is built on the disk before it goes out."""

from __future__ import annotations

import tempfile
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

from django.utils.text import capfirst
from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font

from pledges.inbox.export.cells import in_xlsx
from pledges.models import Pledge

if TYPE_CHECKING:
    from typing import Any

    from pledges.inbox.export.cells import Value

# About what is built before a proxy in front gives up waiting. Beyond, the CSV file is there.
MOST_ROWS = 10_000
LONGEST_SHEET_NAME = 31
PIECE = 64 * 1024


def xlsx_file(headings: list[str], batches: Iterable[list[list[Value]]], title: str = "") -> Iterator[bytes]:
    """The file in pieces, none before the last row is written. Rows lie on the disk, not in memory.

    ``title`` is what its sheet is called; engagements, where it is left out.
    """
    workbook = Workbook(write_only=True)
    title = title or capfirst(str(Pledge._meta.verbose_name_plural))
    sheet = workbook.create_sheet(title[:LONGEST_SHEET_NAME])
    sheet.freeze_panes = "A2"
    sheet.append(_cell(sheet, heading, font=Font(bold=True)) for heading in headings)
    for rows in batches:
        for row in rows:
            sheet.append(_cell(sheet, value) for value in row)
    with tempfile.TemporaryFile() as file:
        workbook.save(file)
        file.seek(0)
        while piece := file.read(PIECE):
            yield piece


def _cell(sheet: Any, value: Value, font: Font | None = None) -> Any:
    written = in_xlsx(value)
    if not isinstance(written, str):
        return written
    cell = WriteOnlyCell(sheet, written)
    # Text stays text: openpyxl would make a formula, or an error, of what looks like one.
    cell.data_type = "s"
    if font:
        cell.font = font
    return cell
