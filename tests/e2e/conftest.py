"""A real site on its demo content, started as a developer starts it, and a real browser."""

from __future__ import annotations

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright

from tests.support.mail_server import free_port

ROOT = Path(__file__).resolve().parents[2]
START_LIMIT = 900  # seconds; the first start migrates and loads the whole demo content, on a machine that may be busy
BROWSER_OPTIONS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--no-first-run",
]


@dataclass(frozen=True)
class LiveSite:
    """A running site: where it is, how to log in as ``admin``, and the settings its own commands need."""

    base_url: str
    admin_password: str
    mail_folder: Path
    environment: dict[str, str]

    def run(self, function: str) -> None:
        """Call the function at this dotted path in a process of its own, with the site's database."""
        module, _dot, name = function.rpartition(".")
        subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", f"from {module} import {name}; {name}()"],
            cwd=ROOT,
            env=self.environment,
            check=True,
        )


@pytest.fixture(scope="session")
def live_site(tmp_path_factory) -> Iterator[LiveSite]:
    """Start ``manage.py run_site`` on an empty SQLite database of its own; end it after the last test."""
    var = tmp_path_factory.mktemp("var")
    port = free_port()
    log = var / "run_site.log"
    environment = {
        **{key: value for key, value in os.environ.items() if key not in {"DATABASE_URL", "BBACMS_BASE_URL"}},
        "DJANGO_SETTINGS_MODULE": "bbacms.settings.dev",
        "BBACMS_VAR_DIR": str(var),
        "PYTHONUNBUFFERED": "1",
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "manage.py", "run_site", "--port", str(port)],
            cwd=ROOT,
            env=environment,
            stdout=output,
            stderr=subprocess.STDOUT,
        )
    try:
        base_url = f"http://localhost:{port}"
        _wait_until_ready(base_url, process, log)
        yield LiveSite(base_url, (var / "admin-password.txt").read_text().strip(), var / "mail", environment)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    """Debian's Chromium."""
    chromium = shutil.which("chromium")
    assert chromium, "Chromium is not installed: apt-get install chromium"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=BROWSER_OPTIONS)
        yield browser
        browser.close()


def _wait_until_ready(base_url: str, process: subprocess.Popen[bytes], log: Path) -> None:
    end = time.monotonic() + START_LIMIT
    while time.monotonic() < end and process.poll() is None:
        with contextlib.suppress(urllib.error.URLError, OSError):
            if urllib.request.urlopen(f"{base_url}/readyz", timeout=5).status == 200:  # noqa: S310  our own address
                return
        time.sleep(0.5)
    pytest.fail(f"The site did not start:\n{log.read_text()[-4000:]}")
