"""Show the mail that a developer's machine wrote to files instead of sending it. Routed in development only."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from email import message_from_bytes, policy
from email.message import EmailMessage
from pathlib import Path

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

# What Django's file backend writes after each message of a file.
END_OF_MESSAGE = b"\n" + b"-" * 79 + b"\n"
LIMIT = 100


@dataclass(frozen=True)
class WrittenMail:
    """One mail as its reader would see it."""

    subject: str
    sender: str
    to: str
    reply_to: str
    body: str
    written: datetime


def sent_mail(request: HttpRequest) -> HttpResponse:
    """List the last mails of ``EMAIL_FILE_PATH``, newest first."""
    mails = sorted(_written_mails(Path(settings.EMAIL_FILE_PATH)), key=lambda mail: mail.written, reverse=True)
    return render(request, "dev_mail.html", {"mails": mails[:LIMIT], "limit": LIMIT})


def _written_mails(folder: Path) -> Iterator[WrittenMail]:
    for file in folder.glob("*.log"):
        written = datetime.fromtimestamp(file.stat().st_mtime, UTC)
        # What shares a file shares its time, and was written in order.
        for source in reversed(file.read_bytes().split(END_OF_MESSAGE)):
            if source.strip():
                message = message_from_bytes(source, _class=EmailMessage, policy=policy.default)
                yield _decoded(message, written)


def _decoded(message: EmailMessage, written: datetime) -> WrittenMail:
    part = message.get_body(("plain", "html"))
    return WrittenMail(
        subject=message.get("Subject", ""),
        sender=message.get("From", ""),
        to=message.get("To", ""),
        reply_to=message.get("Reply-To", ""),
        body=part.get_content() if part else "",
        written=written,
    )
