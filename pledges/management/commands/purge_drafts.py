"""Remove the begun engagements that have expired."""

from typing import Any

from django.core.management.base import BaseCommand

from pledges.drafts import purge_expired


class Command(BaseCommand):
    help = "Remove engagements that were begun, not sent, and not changed for 24 hours."

    def handle(self, *args: Any, **options: Any) -> None:
        self.stdout.write(f"Drafts removed: {purge_expired()}")
