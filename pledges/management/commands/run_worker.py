"""Do what nobody waits for: send the mail of the outbox, move many engagements, publish and remove what is due.

One service for all of it, so that nobody has to set up a clock beside it.
"""

import logging
import signal
import time
import traceback
from argparse import ArgumentParser
from collections.abc import Callable
from dataclasses import dataclass
from types import FrameType
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from pledges.bulk import remove_old_runs, work_due
from pledges.drafts import purge_expired
from pledges.inbox.counts import fold_counts
from pledges.kept_totals import fold_totals
from pledges.mail.sender import send_due
from pledges.orphans import purge_orphans
from pledges.personal_data.asking import forget_questions
from pledges.personal_data.retention import keep_nightly

logger = logging.getLogger("pledges.worker")

PAUSE_AFTER_ERROR = 60  # seconds until a chore that failed is tried again
PAUSE = 2  # seconds between two looks into the outbox; also the longest wait before a stop


@dataclass
class Chore:
    """Something done again and again. ``pause``: seconds between two times; ``due``: on the monotonic clock."""

    complaint: str
    pause: float
    work: Callable[[], object]
    due: float = float("-inf")


def publish_scheduled() -> None:
    """Publish and unpublish the pages and forms whose hour has come."""
    call_command("publish_scheduled")


class Command(BaseCommand):
    help = "Send the mail that is due; with --forever also do the site's chores. Any number of these may run at once."

    stopping = False

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="go on until SIGTERM or Ctrl-C")

    def handle(self, *args: Any, forever: bool, **options: Any) -> None:
        if not forever:
            tried = send_due()
            self.stdout.write(f"Mails tried: {tried}")
            return
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        chores = [
            Chore("The outbox cannot be read", 0, lambda: send_due(lambda: not self.stopping)),
            Chore("A move on many engagements cannot go on", 0, lambda: work_due(lambda: not self.stopping)),
            Chore("What is scheduled cannot be published", 60, publish_scheduled),
            Chore("The kept totals cannot be summed up", 60, fold_totals),
            Chore("Expired drafts cannot be removed", 3600, purge_expired),
            Chore("The counts of the desk cannot be summed up", 60, fold_counts),
            Chore("What is kept long enough cannot be removed", 600, lambda: keep_nightly(lambda: not self.stopping)),
            Chore("Questions of people for their data cannot be removed", 3600, forget_questions),
            Chore("Files that belong to nothing cannot be removed", 3600, purge_orphans),
            Chore("Old moves on many engagements cannot be removed", 3600, remove_old_runs),
        ]
        self.stdout.write("Sending mail as it comes in.")
        while not self.stopping:
            for chore in chores:
                if not self.stopping and time.monotonic() >= chore.due:
                    self.do(chore)
            # A signal cuts no mail short: it is seen after the current one, or after this pause.
            if not self.stopping:
                time.sleep(PAUSE)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Finish the mail at hand, then end."""
        self.stopping = True

    def do(self, chore: Chore) -> None:
        """Do one chore; a database that is away is waited for, because nobody starts this service again by hand."""
        close_old_connections()
        try:
            chore.work()
        except DatabaseError as error:
            logger.warning("%s: %s", chore.complaint, type(error).__name__)
            connection.close()
        except Exception as error:
            # What is wrong with one chore must not stop the mail. Of the error, whose text may hold personal data,
            # the place in the code is told.
            place = traceback.extract_tb(error.__traceback__)[-1]
            logger.error("%s: %s in %s, line %s", chore.complaint, type(error).__name__, place.filename, place.lineno)
            chore.due = time.monotonic() + PAUSE_AFTER_ERROR
        else:
            chore.due = time.monotonic() + chore.pause
