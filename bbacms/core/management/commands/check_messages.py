"""Hold the message catalogues to the code: a reader in any language must find every string in it."""

from __future__ import annotations

import gettext
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any

import polib
from django.conf import settings
from django.core.management.base import BaseCommand, CommandError

LANGUAGES = ("nl", "fr", "de")  # English is the source
SOURCES = ("bbacms", "home", "stories", "pledges", "search", "templates", "static")
TOOLS = ("xgettext", "msgmerge", "msguniq", "msgattrib", "msgfmt")


class Command(BaseCommand):
    help = "Fail if a string of our own is missing, untranslated, fuzzy or not compiled in a language."
    requires_system_checks = ()

    def handle(self, *args: Any, **options: Any) -> None:
        if missing := [tool for tool in TOOLS if not shutil.which(tool)]:
            raise CommandError(f"{', '.join(missing)} not found: install gettext (apt-get install gettext).")
        root = Path(settings.BASE_DIR)
        with tempfile.TemporaryDirectory() as name:
            fresh = _collect(root, Path(name))
            problems = [
                problem for language in LANGUAGES for problem in _problems(language, root / "locale", fresh / "locale")
            ]
        if problems:
            raise CommandError("\n".join([*problems, f"{len(problems)} in all. “make messages” collects the strings."]))
        self.stdout.write("Every string is translated.")


def _collect(root: Path, copy: Path) -> Path:
    """Collect the strings of the code into a copy of the catalogues; the project itself is not touched."""
    for source in SOURCES:
        if (root / source).is_dir():
            shutil.copytree(root / source, copy / source)
    for language in LANGUAGES:
        folder = copy / "locale" / language / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue = _catalogue(root / "locale", language)
        if catalogue.exists():
            shutil.copy(catalogue, folder)
    # Without settings, makemessages writes to ./locale instead of the project's own folder.
    environment = {key: value for key, value in os.environ.items() if key != "DJANGO_SETTINGS_MODULE"}
    languages = [option for language in LANGUAGES for option in ("--locale", language)]
    result = subprocess.run(  # noqa: S603  our own command
        [sys.executable, "-m", "django", "makemessages", *languages, "--add-location", "file"],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    if result.returncode:
        raise CommandError(f"The strings cannot be collected:\n{result.stderr}")
    return copy


def _catalogue(locale: Path, language: str) -> Path:
    return locale / language / "LC_MESSAGES" / "django.po"


def _problems(language: str, locale: Path, fresh: Path) -> list[str]:
    """One line for each string that a reader of ``language`` would not find in it."""
    ours = _catalogue(locale, language)
    merged = polib.pofile(str(_catalogue(fresh, language)))
    known = {(entry.msgctxt, entry.msgid) for entry in polib.pofile(str(ours))} if ours.exists() else set()
    problems = []
    for entry in merged:
        if entry.obsolete:
            continue
        where = ", ".join(sorted({file.removeprefix("./") for file, _line in entry.occurrences}))
        if (entry.msgctxt, entry.msgid) not in known:
            problems.append(f"{language}: missing: {entry.msgid!r} ({where})")
        elif entry.fuzzy:
            problems.append(f"{language}: fuzzy: {entry.msgid!r} ({where})")
        elif not entry.translated():
            problems.append(f"{language}: untranslated: {entry.msgid!r} ({where})")
    return problems or _problems_of_compiled(language, ours)


def _problems_of_compiled(language: str, catalogue: Path) -> list[str]:
    """Whether ``catalogue`` compiles, and the compiled file beside it says the same."""
    compiled = catalogue.with_suffix(".mo")
    with tempfile.TemporaryDirectory() as name:
        fresh = Path(name) / compiled.name
        result = subprocess.run(  # noqa: S603  the tool was looked for above
            ["msgfmt", "--check-format", "--output-file", str(fresh), str(catalogue)],  # noqa: S607
            capture_output=True,
            text=True,
            check=False,
        )
        if result.returncode:
            return [f"{language}: {line}" for line in result.stderr.splitlines()]
        if not compiled.exists() or _messages(compiled) != _messages(fresh):
            return [f"{language}: {compiled.name} is older than {catalogue.name}: run “make messages”"]
    return []


def _messages(compiled: Path) -> dict[Any, str]:
    """All messages of a compiled catalogue but its head, which holds a date."""
    with compiled.open("rb") as file:
        messages: dict[Any, str] = dict(vars(gettext.GNUTranslations(file))["_catalog"])
    messages.pop("", None)
    return messages
