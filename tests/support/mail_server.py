"""A mail server of the tests' own, and a database of its own for real sender processes."""

from __future__ import annotations

import asyncio
import contextlib
import copy
import os
import socket
import sqlite3
import subprocess
import sys
import time
import uuid
from collections.abc import Callable, Iterator
from email import message_from_bytes
from pathlib import Path
from urllib.parse import urlsplit

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP
from django.apps import apps
from django.db import connection, connections

ROOT = Path(__file__).resolve().parents[2]
ALIAS = "mail_run"
# Seconds for what comes for sure, on a machine that does much else.
PATIENCE = 180
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
    """Accepts every mail and says so after ``delay`` seconds; unless ``refuse_recipient`` or ``refuse_data`` is set.

    ``began`` counts the mails that arrived, ``talking`` the connections that are open.
    """

    def __init__(self) -> None:
        self.received: list[str] = []
        self.messages: list = []
        self.senders: list[str] = []
        self.delay = 0.0
        self.refuse_recipient = ""
        self.refuse_data = ""
        self.began = 0
        self.talking = 0
        self.controller = Switchboard(self, hostname="127.0.0.1", port=free_port())

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
        if not self.refuse_data:
            # What has arrived is delivered, even if nobody is left to hear the answer.
            message = message_from_bytes(envelope.content)
            self.messages.append(message)
            self.senders.append(envelope.mail_from)
            self.received.append(message["Message-ID"])
        await asyncio.sleep(self.delay)
        return self.refuse_data or "250 OK"


class Conversation(SMTP):
    """One connection, counted for as long as it is open."""

    def connection_made(self, transport):
        self.event_handler.talking += 1
        super().connection_made(transport)

    def connection_lost(self, error):
        super().connection_lost(error)
        self.event_handler.talking -= 1


class Switchboard(Controller):
    def factory(self):
        return Conversation(self.handler, **self.SMTP_kwargs)


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
    postgres = connection.vendor == "postgresql"
    name = f"mail_run_{uuid.uuid4().hex}"
    if postgres:
        with connection._nodb_cursor() as cursor:
            cursor.execute(f'CREATE DATABASE "{name}"')
    else:
        name = str(folder / f"{name}.sqlite3")
    try:
        with _reached_by_alias(name) as url:
            with connections[ALIAS].schema_editor() as editor:
                for label in TABLES:
                    editor.create_model(apps.get_model(label))
            yield url
    finally:
        if postgres:
            with connection._nodb_cursor() as cursor:
                cursor.execute(f'DROP DATABASE "{name}" WITH (FORCE)')


@contextlib.contextmanager
def whole_database(folder: Path) -> Iterator[str]:
    """Let real processes open the database of the tests as it is now, with all its tables; yield its DATABASE_URL.

    Its rows are reached with ``.using(ALIAS)``. That of SQLite lives in the memory of the tests: it is a copy.
    """
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        name = str(folder / "whole.sqlite3")
        connection.ensure_connection()
        with contextlib.closing(sqlite3.connect(name)) as copied:
            connection.connection.backup(copied)
    with _reached_by_alias(name) as url:
        yield url


@contextlib.contextmanager
def _reached_by_alias(name: str) -> Iterator[str]:
    """Add the database ``name``, of the kind of the tests' own, to the connections; yield its DATABASE_URL."""
    connections.settings[ALIAS] = {**copy.deepcopy(connections.settings["default"]), "NAME": name}
    try:
        if connection.vendor == "postgresql":
            yield urlsplit(os.environ["DATABASE_URL"])._replace(path=f"/{name}").geturl()
        else:
            yield f"sqlite:///{name}"
    finally:
        connections[ALIAS].close()
        del connections[ALIAS]
        del connections.settings[ALIAS]


def environment_of_senders(database_url: str, port: int) -> dict[str, str]:
    return {
        **os.environ,
        "DJANGO_SETTINGS_MODULE": "tests.support.mail_settings",
        "DATABASE_URL": database_url,
        "TEST_SMTP_PORT": str(port),
    }


def start_sender(database_url: str, port: int, *options: str) -> subprocess.Popen[str]:
    """Start ``manage.py run_worker`` as a process of its own; its output is in ``communicate()``."""
    return subprocess.Popen(
        [sys.executable, "manage.py", "run_worker", *options],
        cwd=ROOT,
        env=environment_of_senders(database_url, port),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )


def wait_until(condition: Callable[[], bool], seconds: float = PATIENCE) -> None:
    """Wait for ``condition``; fail the test if it does not come true in time."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "waited in vain"
        time.sleep(0.01)
