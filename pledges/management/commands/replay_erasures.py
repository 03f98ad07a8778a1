"""After a backup was restored: erase once more what had been erased since it was made."""

from typing import Any

from django.core.management.base import BaseCommand

from pledges.personal_data.replay import replay


class Command(BaseCommand):
    help = "After a backup of the database was restored: do the erasures again that were made since."

    def handle(self, *args: Any, **options: Any) -> None:
        done, gone = replay()
        self.stdout.write(f"Erasures done again: {done}")
        if gone:
            self.stdout.write(f"Nothing is found any more of: {', '.join(gone)}")
