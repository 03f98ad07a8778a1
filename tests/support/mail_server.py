"""A mail server of the tests' own, and a database of its own for real sender processes."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import os
import socket
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from django.apps import apps
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[2]
ALIAS = "mail_run"
# The outbox, the drafts that a sender clears away, moves on many engagements, and what their rows refer to; the other
# tables of the site would take half a minute.
TABLES = (
    "contenttypes.ContentType",
    "auth.Permission",
    "auth.Group",
    "users.User",
    "wagtailcore.Locale",
    "wagtailcore.Page",
    "wagtailcore.Site",
    "wagtailcore.Revision",
    "wagtailcore.ModelLogEntry",
    "core.ActorKind",
    "pledges.PledgeForm",
    "pledges.PledgeDraft",
    "pledges.Pledge",
    "pledges.SentChange",
    "pledges.MemberLink",
    "pledges.OutgoingMail",
    "pledges.BulkRun",
    "pledges.BulkItem",
)


def free_port() -> int:
    """Return a TCP port of this machine that nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


class MailServer:
    """Accepts every mail after ``delay`` seconds, unless ``refuse_recipient`` or ``refuse_data`` holds an answer."""

    def __init__(self) -> None:
        self.received: list[str] = []
        self.messages: list = []
        self.delay = 0.0
        self.refuse_recipient = ""
        self.refuse_data = ""
        self.began = 0
        self.controller = Controller(self, hostname="127.0.0.1", port=free_port())

    @property
    def port(self) -> int:
        return self.controller.port

    async def handle_RCPT(self, server, session, envelope, address, options):  # noqa: N802  named by aiosmtpd
        if self.refuse_recipient:
            return self.refuse_recipient
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server, session, envelope):  # noqa: N802  named by aiosmtpd
        self.began += 1
        await asyncio.sleep(self.delay)
        if self.refuse_data:
            return self.refuse_data
        message = message_from_bytes(envelope.content)
        self.messages.append(message)
        self.received.append(message["Message-ID"])
        return "250 OK"


@contextlib.contextmanager
def mail_server() -> Iterator[MailServer]:
    """A mail server that listens on a port of this machine."""
    server = MailServer()
    server.controller.start()
    try:
        yield server
    finally:
        server.controller.stop()


@contextlib.contextmanager
def database_of_its_own(folder: Path) -> Iterator[str]:
    """Make an empty outbox in a database that real processes can open; yield its DATABASE_URL.

    Its rows are reached with ``.using(ALIAS)``. On PostgreSQL it is a database of the same server.
    """
    values = copy.deepcopy(connections.settings["default"])
    postgres = connection.vendor == "postgresql"
    name = f"mail_run_{uuid.uuid4().hex}"
    if postgres:
        url = urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        values["NAME"] = name
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    else:
        values["NAME"] = str(folder / f"{name}.sqlite3")
        url = f"sqlite:///{values['NAME']}"
    connections.settings[ALIAS] = values
    try:
        with connections[ALIAS].schema_editor() as editor:
            for label in TABLES:
                editor.create_model(apps.get_model(label))
        yield url
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]
        if postgres:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


def start_sender(database_url: str, port: int, *options: str) -> subprocess.Popen[str]:
    """Start ``manage.py run_worker`` as a process of its own; its output is in ``communicate()``."""
    environment = {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.support.mail_settings",
        "DATABASE_URL": database_url,
        "TEST_SMTP_PORT": str(port),
    }
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_worker", *options],
        cwd=ROOT,
        env=environment,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until(condition: Callable[[], bool], seconds: float = 30) -> None:
    """Wait for ``condition``; fail the test if it does not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
