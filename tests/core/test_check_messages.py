"""The check that holds the message catalogues to the code. The GNU tools may be absent where tests run."""

import polib
import pytest
from django.core.management import CommandError, call_command

from bbacms.core.management.commands import check_messages


@pytest.fixture
def locale(tmp_path):
    """Return a function that writes a French catalogue below ``name`` and gives the folder."""

    def write(name, entries):
        folder = tmp_path / name / "fr" / "LC_MESSAGES"
        folder.mkdir(parents=True)
        catalogue = polib.POFile()
        catalogue.metadata = {"Content-Type": "text/plain; charset=UTF-8"}
        catalogue.extend(entries)
        catalogue.save(str(folder / "django.po"))
        return tmp_path / name

    return write


def entry(msgid, msgstr="", **options):
    return polib.POEntry(msgid=msgid, msgstr=msgstr, occurrences=[("./home/models.py", "")], **options)


@pytest.mark.parametrize(
    ("ours", "collected", "problem"),
    [
        ([], entry("Join us"), "fr: missing: 'Join us' (home/models.py)"),
        ([entry("Join us")], entry("Join us"), "fr: untranslated: 'Join us' (home/models.py)"),
        (
            [entry("Join us", "Rejoignez-nous")],
            entry("Join us", "Rejoignez-nous", flags=["fuzzy"]),
            "fr: fuzzy: 'Join us' (home/models.py)",
        ),
        (
            [entry("Join", "Rejoindre")],
            entry("Join", "", msgctxt="button"),
            "fr: missing: 'Join' (home/models.py)",
        ),
    ],
)
def test_string_that_a_reader_would_not_find_is_named(locale, ours, collected, problem):
    assert check_messages._problems("fr", locale("ours", ours), locale("fresh", [collected])) == [problem]


def test_string_that_the_code_no_longer_holds_is_no_problem(locale, monkeypatch):
    monkeypatch.setattr(check_messages, "_problems_of_compiled", lambda language, catalogue: [])
    ours = locale("ours", [entry("Old", "Vieux")])
    fresh = locale("fresh", [polib.POEntry(msgid="Old", msgstr="Vieux", obsolete=True)])

    assert check_messages._problems("fr", ours, fresh) == []


def test_missing_tools_are_named_with_the_package_that_brings_them(monkeypatch):
    monkeypatch.setattr(check_messages.shutil, "which", lambda tool: None)

    with pytest.raises(CommandError, match=r"xgettext.* not found: install gettext"):
        call_command("check_messages")
