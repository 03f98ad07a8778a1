"""How long an export takes, and how much memory it needs on top of what the process has already."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass

from django.test import Client

from pledges.choices import ExportFormat

PAGE_SIZE = resource.getpagesize()
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Measured:
    """``grown`` is how many MB of memory the process had more at its highest than with the first piece of the file."""

    rows: int
    seconds: float
    size: int
    grown: float


def export_of(client: Client, view: str = "all", file_format: str = ExportFormat.CSV) -> Measured:
    """Download what a list of the inbox shows, as the browser of an officer does, and throw it away. Linux only."""
    start = time.perf_counter()
    response = client.post(f"/admin/inbox/export/?view={view}", {"format": file_format})
    assert response.status_code == 200, response.status_code
    pieces = iter(response.streaming_content)
    size = len(next(pieces))
    first = most = _memory()
    lines = 0
    for piece in pieces:
        size += len(piece)
        lines += piece.count(b"\r\n")
        most = max(most, _memory())
    return Measured(lines, time.perf_counter() - start, size, (most - first) / MEGABYTE)


def _memory() -> int:
    """Bytes of memory that the process holds at this moment."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * PAGE_SIZE
