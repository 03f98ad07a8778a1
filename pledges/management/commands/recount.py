"""Compare the public totals, which the database keeps, with a count from scratch."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError
from django.db import DEFAULT_DB_ALIAS

from pledges.kept_totals import counted_anew, kept
from pledges.total_triggers import install


class Command(BaseCommand):
    help = "Count all engagements anew and say where the kept totals differ; then the command fails."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "--put-right", action="store_true", help="Write the new count in the place of the kept one."
        )

    def handle(self, *args: Any, put_right: bool = False, **options: Any) -> None:
        if put_right:
            install(DEFAULT_DB_ALIAS)
        was, now = kept(), counted_anew()
        differing = [key for key in was | now if was.get(key) != now.get(key)]
        for key in differing:
            self.stdout.write(f"objective, indicator, years {key}: kept {was.get(key)}, counted {now.get(key)}")
        if differing:
            raise CommandError(f"{len(differing)} of {len(was | now)} sums differ. --put-right counts anew.")
        self.stdout.write(f"All {len(now)} sums are right.")
