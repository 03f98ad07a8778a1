"""How long the export of the inbox takes, and how much memory: it is to need no more for many rows than for few."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from pathlib import Path

from django.test import Client

EXPORT = "/admin/inbox/export/?format=csv"
MEMORY = Path("/proc/self/statm")
MEBIBYTE = 2**20


def measure_export(client: Client, url: str = EXPORT) -> Iterator[str]:
    """Yield a line on the export at ``url``, read piece by piece as a browser does and thrown away."""
    before = highest = _resident()
    start = time.perf_counter()
    response = client.get(url)
    if response.status_code == 404:
        yield "no export"
        return
    assert response.status_code == 200, response.status_code
    rows = size = 0
    for piece in response.streaming_content:
        rows += piece.count(b"\n")
        size += len(piece)
        highest = max(highest, _resident())
    seconds = time.perf_counter() - start
    yield (
        f"export: {rows:,} lines, {size / MEBIBYTE:.0f} MB in {seconds:.1f} s; "
        f"at most {(highest - before) / MEBIBYTE:.0f} MB of memory more than before"
    )


def _resident() -> int:
    """The bytes of memory that this process holds. The highest use so far would hide what comes after a higher one."""
    return int(MEMORY.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
