"""Send the mail that waits in the outbox, once or as a service."""

import logging
import signal
import time
from argparse import ArgumentParser
from types import FrameType
from typing import Any

from django.core.management.base import BaseCommand
from django.db import Error as DatabaseError
from django.db import close_old_connections, connection

from pledges.mail.sender import send_due

logger = logging.getLogger("pledges.mail")

PAUSE = 2  # seconds between two looks into the outbox; also the longest wait before a stop


class Command(BaseCommand):
    help = "Send the mail that is due. Any number of these may run at once, on one machine or several."

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
        self.stdout.write("Sending mail as it comes in.")
        while not self.stopping:
            self.send_what_is_due()
            # A signal cuts no mail short: it is seen after the current one, or after this pause.
            if not self.stopping:
                time.sleep(PAUSE)

    def stop(self, _signal: int, _frame: FrameType | None) -> None:
        """Finish the mail at hand, then end."""
        self.stopping = True

    def send_what_is_due(self) -> None:
        """Send; a database that is away is waited for, because nobody starts this service again by hand."""
        close_old_connections()
        try:
            send_due(keep_going=lambda: not self.stopping)
        except DatabaseError as error:
            logger.warning("The outbox cannot be read: %s", type(error).__name__)
            connection.close()
