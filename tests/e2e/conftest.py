"""A real site on its demo content, started as a developer starts it, and a real browser."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest

from tests.support.browser import browser
from tests.support.mail_server import free_port
from tests.support.servers import ROOT, wait_until_ready

__all__ = ["browser", "live_site"]


@dataclass(frozen=True)
class LiveSite:
    """A running site: where it is, how to log in as ``admin``, and the settings its own commands need."""

    base_url: str
    admin_password: str
    mail_folder: Path
    environment: dict[str, str]

    def run(self, function: str) -> Any:
        """Call the function at this dotted path in a process of its own, with the site's database; what it returns."""
        module, _dot, name = function.rpartition(".")
        code = f"import json; from {module} import {name}; print(json.dumps({name}()))"
        done = subprocess.run(
            [sys.executable, "manage.py", "shell", "--no-imports", "-c", code],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        return json.loads(done.stdout.splitlines()[-1])


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
        wait_until_ready(base_url, process, log)
        yield LiveSite(base_url, (var / "admin-password.txt").read_text().strip(), var / "mail", environment)
    finally:
        process.send_signal(signal.SIGTERM)
        process.wait(30)
