"""The administrator of a new site."""

import pytest
from django.core.management import call_command

from bbacms.users.models import User

pytestmark = pytest.mark.django_db


@pytest.fixture
def password_file(settings, tmp_path):
    settings.VAR_DIR = tmp_path / "var"
    return settings.VAR_DIR / "admin-password.txt"


def test_printed_password_opens_the_admin_and_only_the_owner_can_read_the_file(password_file, client, capsys):
    call_command("create_first_admin")

    password = password_file.read_text().strip()
    assert password in capsys.readouterr().out
    assert password_file.stat().st_mode & 0o777 == 0o600
    assert client.login(username="admin", password=password)
    assert User.objects.get().is_superuser


def test_second_run_changes_nothing_and_says_where_the_password_is(password_file, client, capsys):
    call_command("create_first_admin")
    password = password_file.read_text().strip()
    capsys.readouterr()

    call_command("create_first_admin")

    printed = capsys.readouterr().out
    assert str(password_file) in printed
    assert password not in printed
    assert client.login(username="admin", password=password)


def test_old_file_of_another_database_is_replaced(password_file, client):
    password_file.parent.mkdir()
    password_file.write_text("old")

    call_command("create_first_admin")

    assert client.login(username="admin", password=password_file.read_text().strip())
    assert password_file.stat().st_mode & 0o777 == 0o600
