"""How long an export takes, and how much memory it needs on top of what the process has already."""

from __future__ import annotations

import resource
import time
from dataclasses import dataclass

from django.test import Client

from pledges.choices import ExportFormat
from pledges.models import ExportRecord

PAGE_SIZE = resource.getpagesize()
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Measured:
    """``grown`` is how many MB of memory the process had more at its highest than before the file was asked for."""

    number: int
    seconds: float
    size: int
    grown: float


def export_of(client: Client, view: str = "all", file_format: str = ExportFormat.CSV) -> Measured:
    """Download what a list of the inbox shows, as the browser of an officer does, and throw it away. Linux only."""
    start, before = time.perf_counter(), _memory()
    response = client.post(f"/admin/inbox/export/?view={view}", {"format": file_format})
    assert response.status_code == 200, response.status_code
    size, most = 0, _memory()
    for piece in response.streaming_content:
        size += len(piece)
        most = max(most, _memory())
    number = ExportRecord.objects.latest("pk").number
    return Measured(number, time.perf_counter() - start, size, (most - before) / MEGABYTE)


def _memory() -> int:
    """Bytes of memory that the process holds at this moment."""
    with open("/proc/self/statm") as file:
        return int(file.read().split()[1]) * PAGE_SIZE
