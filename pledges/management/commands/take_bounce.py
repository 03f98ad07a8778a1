"""Take in what mail servers report about mails that could not be delivered after all."""

import sys
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DatabaseError

from pledges.mail.bounces import LARGEST_REPORT, take_bounce

# What a mail server understands as "try again later" (EX_TEMPFAIL of sysexits.h).
TRY_LATER = 75


class Command(BaseCommand):
    help = (
        "Read one message from standard input, as a pipe alias of the mail server gives it, and mark the mail of ours "
        "that it reports as undeliverable. Ends with 0 whatever the message is, so that nobody is answered, and with "
        f"{TRY_LATER} while the database is away."
    )
    # Nothing of the site's settings is this command's business, and a mail server waits for it.
    requires_system_checks = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--maildir",
            type=Path,
            metavar="DIR",
            help="take in every new message of this mail folder instead, and put it among those that were read",
        )

    def handle(self, *args: Any, maildir: Path | None = None, **options: Any) -> None:
        try:
            if maildir is None:
                self.take_from_pipe()
            else:
                self.take_from_folder(maildir)
        except DatabaseError as error:
            sentence = "The database does not answer, so nothing was marked. Please keep the message and try again."
            raise CommandError(sentence, returncode=TRY_LATER) from error

    def take_from_pipe(self) -> None:
        raw = sys.stdin.buffer.read(LARGEST_REPORT)
        # To its end: a mail server that cannot hand over all of it takes that for a failure.
        while sys.stdin.buffer.read(LARGEST_REPORT):
            pass
        self.stdout.write(take_bounce(raw).value)

    def take_from_folder(self, maildir: Path) -> None:
        new, read = maildir / "new", maildir / "cur"
        if not (new.is_dir() and read.is_dir()):
            raise CommandError(f"{maildir} is no Maildir: it has no folders “new” and “cur”.")
        for file in sorted(new.iterdir()):
            with file.open("rb") as message:
                outcome = take_bounce(message.read(LARGEST_REPORT))
            # The mark of a message that was seen. It stays, because the folder is not ours.
            file.rename(read / f"{file.name}:2,S")
            self.stdout.write(f"{file.name}: {outcome.value}")
