"""The mails that a running site of the browser tests has sent."""

from __future__ import annotations

import email
import re
import time
from email import policy
from pathlib import Path

import pytest
from django.utils import timezone

from bbacms.dev_mail import END_OF_MESSAGE
from pledges.models import OutgoingMail

LIMIT = 60  # seconds


def link_in_mail(folder: Path, kind: str, recipient: str, subject: str = "") -> str:
    """Wait for the newest mail to ``recipient`` that holds a link of this kind, and return the link."""
    end = time.monotonic() + LIMIT
    while time.monotonic() < end:
        sources = [part for file in folder.glob("*.log") for part in file.read_bytes().split(END_OF_MESSAGE)[:-1]]
        mails = [email.message_from_bytes(source, policy=policy.default) for source in sources]
        mine = [mail for mail in mails if mail["To"] == recipient and subject in mail["Subject"]]
        texts = [mail.get_body(("plain",)).get_content() for mail in mine]
        found = [link[0] for text in texts if (link := re.search(rf"http://\S+/{kind}/", text))]
        if found:
            return found[-1]
        time.sleep(0.5)
    pytest.fail(f"No mail with a link to {kind}")


def let_letters_go() -> None:
    """Let the minute be over for which the mails of staff are held back."""
    OutgoingMail.objects.filter(due_at__gt=timezone.now()).update(due_at=timezone.now())
