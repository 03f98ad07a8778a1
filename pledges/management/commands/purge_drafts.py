"""Remove the begun engagements that have expired, and set files aside that belong to nothing."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand

from pledges.drafts import purge_expired
from pledges.orphans import purge_orphans


class Command(BaseCommand):
    help = (
        "Remove engagements that were begun, not sent, and not changed for 24 hours; set files without an owner aside, "
        "and remove them 30 days later."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--all-unclaimed",
            action="store_true",
            help="Set files without an owner aside even where there are many: this is the database they belonged to.",
        )

    def handle(self, *args: Any, all_unclaimed: bool = False, **options: Any) -> None:
        self.stdout.write(f"Drafts removed: {purge_expired()}")
        self.stdout.write(f"Files set aside that belong to nothing: {purge_orphans(however_many=all_unclaimed)}")
