"""A server with the settings of a live site, on the demo content."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.support.mail_server import free_port
from tests.support.servers import ROOT, wait_until_ready

WORKERS = 2


@contextmanager
def production_site(var: Path) -> Iterator[str]:
    """Serve the demo content out of the empty folder ``var`` and give the address. Raises if it cannot be loaded."""
    port = free_port()
    address = f"http://localhost:{port}"
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.pages.settings",
        "BBACMS_VAR_DIR": str(var),
        "BBACMS_BASE_URL": address,
        "DATABASE_URL": f"sqlite:///{var}/db.sqlite3",
        "ALLOWED_HOSTS": "localhost",
        "SECRET_KEY": "only-for-this-server-" + "x" * 50,
        "EMAIL_URL": "smtp://localhost:25",
        "LOG_LEVEL": "WARNING",
        "DEFAULT_FROM_EMAIL": "noreply@example.org",
    }
    subprocess.run([sys.executable, "-m", "tests.pages.prepare"], cwd=ROOT, env=environment, check=True)
    log = var / "server.log"
    serve = ["gunicorn", "--workers", str(WORKERS), "--bind", f"127.0.0.1:{port}", "tests.pages.wsgi:application"]
    with log.open("wb") as output:
        server = subprocess.Popen(
            [sys.executable, "-m", *serve], cwd=ROOT, env=environment, stdout=output, stderr=subprocess.STDOUT
        )
    try:
        wait_until_ready(address, server, log)
        yield address
    finally:
        server.terminate()
        server.wait(30)
