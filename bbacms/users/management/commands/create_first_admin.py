"""Create the administrator of a new site, with a password that nobody could guess."""

import os
import secrets
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand
from django.db import transaction

from bbacms.users.models import User

USERNAME = "admin"
PASSWORD_FILE = "admin-password.txt"  # noqa: S105  the name of the file


class Command(BaseCommand):
    help = f"Create the administrator “{USERNAME}” once; print the password and keep it in {PASSWORD_FILE}."

    def handle(self, *args: Any, **options: Any) -> None:
        file = Path(settings.VAR_DIR) / PASSWORD_FILE
        if User.objects.filter(username=USERNAME).exists():
            self.stdout.write(f"The administrator “{USERNAME}” exists. The first password is in {file}.")
            return
        password = secrets.token_urlsafe(12)
        with transaction.atomic():
            User.objects.create_superuser(USERNAME, password=password)
            _write_private(file, password + "\n")
        self.stdout.write(f"Administrator “{USERNAME}”, password {password} (also in {file}).")


def _write_private(file: Path, text: str) -> None:
    """Write ``text`` so that only the owner can read it, from the first moment on."""
    file.parent.mkdir(parents=True, exist_ok=True)
    file.unlink(missing_ok=True)
    with os.fdopen(os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w") as handle:
        handle.write(text)
