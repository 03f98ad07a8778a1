"""Serve the whole site on a developer's machine by one command: database, demo content, mail and pages."""

from __future__ import annotations

import contextlib
import os
import signal
import socket
import subprocess
import sys
import time
from argparse import ArgumentParser
from pathlib import Path
from types import FrameType
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.db import connections
from wagtail.models import Site

HOST = "127.0.0.1"
PREPARATION = (
    ("Bringing the database up to date", "migrate"),
    ("Loading the demo content", "load_demo_content"),
    ("Looking for an administrator", "create_first_admin"),
)
LOOK = 0.2  # seconds between two looks at the processes
PATIENCE = 10  # seconds for a process to end by itself


class Command(BaseCommand):
    help = "Prepare the database and its demo content, then serve the site and send its mail until Ctrl-C."
    requires_system_checks = ()  # the server checks for itself

    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--port", type=int, default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        if not settings.DEBUG:
            raise CommandError("This serves a developer's machine only; a live site runs under a WSGI server.")
        if _answers(port):
            raise CommandError(f"Port {port} is in use. Choose another one: make run PORT={port + 1}")
        Path(settings.VAR_DIR).mkdir(parents=True, exist_ok=True)
        address = f"http://localhost:{port}"
        # Settings read it, so each command below runs in a process of its own.
        os.environ.setdefault("BBACMS_BASE_URL", address)
        for number, (what, command) in enumerate(PREPARATION, start=1):
            self.stdout.write(self.style.MIGRATE_HEADING(f"[{number}/{len(PREPARATION)}] {what}"))
            self.stdout.flush()
            if subprocess.run(_manage(command), check=False).returncode:  # noqa: S603  our own commands
                raise CommandError(f"“{command}” failed; its last lines above say why.")
        # Another port than last time: canonical links and the sitemap follow.
        Site.objects.filter(is_default_site=True, hostname="localhost").update(port=port)
        connections.close_all()
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self.stop)
        self.serve(port, address)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """End both processes at the next look."""
        self.stopping = True

    def serve(self, port: int, address: str) -> None:
        """Run server and mail sender until a stop. Raises ``CommandError`` if one of them ends by itself."""
        processes = [_start("run_worker", "--forever"), _start("runserver", f"{HOST}:{port}")]
        announced = False
        try:
            while not self.stopping and all(process.poll() is None for process in processes):
                if not announced and _answers(port):
                    self.announce(address)
                    announced = True
                time.sleep(LOOK)
        finally:
            _end(processes)
        if not self.stopping:
            raise CommandError("The server or the mail sender ended; its last lines above say why.")
        self.stdout.write("Stopped.")

    def announce(self, address: str) -> None:
        """Say where everything is."""
        self.stdout.write(
            self.style.SUCCESS(
                f"\nThe site       {address}/\n"
                f"The admin      {address}/admin/  (password: {settings.VAR_DIR}/admin-password.txt)\n"
                f"Mail it sent   {address}/dev/mail/\n"
                "Ctrl-C stops everything.\n"
            )
        )
        self.stdout.flush()


def _start(*command: str) -> subprocess.Popen[bytes]:
    """Start a management command in a group of its own: the server restarts itself as a child of its own."""
    return subprocess.Popen(_manage(*command), start_new_session=True)  # noqa: S603  our own commands


def _manage(*command: str) -> list[str]:
    return [sys.executable, str(settings.BASE_DIR / "manage.py"), *command]


def _end(processes: list[subprocess.Popen[bytes]]) -> None:
    """End the whole group of each process; by force what does not listen in time."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        for process in processes:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(process.pid, number)
        end = time.monotonic() + PATIENCE
        for process in processes:
            with contextlib.suppress(subprocess.TimeoutExpired):
                process.wait(max(0, end - time.monotonic()))


def _answers(port: int) -> bool:
    with socket.socket() as probe:
        probe.settimeout(1)
        return probe.connect_ex((HOST, port)) == 0
