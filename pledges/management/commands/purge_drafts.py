"""Remove the begun engagements that have expired, and files that belong to nothing."""

from typing import Any

from django.core.management.base import BaseCommand

from pledges.drafts import purge_expired
from pledges.orphans import purge_orphans


class Command(BaseCommand):
    help = "Remove engagements that were begun, not sent, and not changed for 24 hours; and files without an owner."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Drafts removed: {purge_expired()}")
        self.stdout.write(f"Files removed that belonged to nothing: {purge_orphans()}")
