"""Remove the personal data whose time is over, or say what would go."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from pledges.personal_data.retention import keep_retention, leaving


class Command(BaseCommand):
    help = (
        "Announce the engagements whose time ends within 30 days, and take those that were announced and are due. "
        "The worker does this every night."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--dry-run", action="store_true", help="say what would go tonight, and change nothing")

    def handle(self, *args: Any, dry_run: bool, **options: Any) -> None:
        if dry_run:
            found = list(leaving(timezone.localdate()))
            for one in found:
                what = "is left without personal data" if one.stays_nameless else "is removed"
                self.stdout.write(f"{one.pledge.public_id} ({one.pledge.state}) {what}")
            self.stdout.write(f"Engagements that go tonight: {len(found)}")
            return
        run = keep_retention()
        self.stdout.write(f"Engagements announced: {run.warned}")
        self.stdout.write(f"Engagements removed: {run.removed}, left without personal data: {run.made_nameless}")
        self.stdout.write(f"Files removed: {run.files}, mails removed: {run.mails}")
