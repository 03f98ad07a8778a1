"""Waiting for a server that a test has started."""

from __future__ import annotations

import contextlib
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 900  # seconds; the first start migrates and loads the whole demo content, on a machine that may be busy


def wait_until_ready(base_url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    """Return once ``/readyz`` answers 200; fail with the end of ``log`` if ``process`` ends or the limit passes."""
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            if urllib.request.urlopen(f"{base_url}/readyz", timeout=5).status == 200:  # noqa: S310  our own address
                return
        time.sleep(0.5)
    pytest.fail(f"The site did not start:\n{log.read_text()[-4000:]}")
