"""Send the mail that waits in the outbox, once or as a service.

The service also does what a live site needs done every hour, so that nobody has to set up another one for it.
"""

import logging
import signal
import time
from argparse import ArgumentParser
from collections.abc import Callable
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from pledges.drafts import purge_expired
from pledges.mail.sender import send_due

logger = logging.getLogger("pledges.mail")

PAUSE = 2  # seconds between two looks into the outbox; also the longest wait before a stop
HOUSEKEEPING_PAUSE = 3600  # seconds between two rounds of housekeeping


class Command(BaseCommand):
    help = "Send the mail that is due, and remove expired drafts if run for ever. Any number of these may run at once."

    stopping = False
    next_housekeeping = float("-inf")  # on the monotonic clock

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--forever", action="store_true", help="go on until SIGTERM or Ctrl-C")

    def handle(self, *args: Any, forever: bool, **options: Any) -> None:
        if not forever:
            tried = send_due()
            self.stdout.write(f"Mails tried: {tried}")
            return
        signal.signal(signal.SIGTERM, self.stop)
        signal.signal(signal.SIGINT, self.stop)
        self.stdout.write("Sending mail as it comes in.")
        while not self.stopping:
            self.with_database("The outbox cannot be read", lambda: send_due(lambda: not self.stopping))
            if not self.stopping and time.monotonic() >= self.next_housekeeping:
                self.with_database("Expired drafts cannot be removed", self.keep_house)
            # A signal cuts no mail short: it is seen after the current one, or after this pause.
            if not self.stopping:
                time.sleep(PAUSE)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Finish the mail at hand, then end."""
        self.stopping = True

    def keep_house(self) -> None:
        """Remove what has expired; what fails is tried again at the next look."""
        purge_expired()
        self.next_housekeeping = time.monotonic() + HOUSEKEEPING_PAUSE

    def with_database(self, complaint: str, work: Callable[[], object]) -> None:
        """Do ``work``; a database that is away is waited for, because nobody starts this service again by hand."""
        close_old_connections()
        try:
            work()
        except DatabaseError as error:
            logger.warning("%s: %s", complaint, type(error).__name__)
            connection.close()
