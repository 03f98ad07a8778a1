"""What the settings promise, seen in the responses and objects they change."""

import json
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest
from django.db import connections
from django.db.backends.sqlite3.base import DatabaseWrapper

from bbacms.env import database_from_env
from tests.factories.home import HomePageFactory

ROOT = Path(__file__).resolve().parents[2]
SECRETS = {
    "SECRET_KEY": "a-long-and-random-key-of-a-live-site-0123456789abcdefghijklmnop",
    "ALLOWED_HOSTS": "bba.example.org",
    "DATABASE_URL": "sqlite://:memory:",
    "BBACMS_BASE_URL": "https://bba.example.org",
    "EMAIL_URL": "submission://user:password@mail.example.org:587",
    "DEFAULT_FROM_EMAIL": "Alliance <bba@example.org>",
}
# Prints, as JSON, what a visitor of the live site gets for a plain and for a secure request.
ASK_LIVE_SITE = """
import json, logging
import django
django.setup()
logging.disable()
from django.conf import settings
from django.test import Client, RequestFactory
from pledges.spam.rate import visitor_network

def answer(path, **options):
    response = Client(HTTP_HOST=options.pop("host", "bba.example.org")).get(path, **options)
    return {"status": response.status_code, "headers": dict(response.headers)}

print(json.dumps({
    "plain": answer("/en/"),
    "probe": answer("/healthz"),
    "secure": answer("/healthz", secure=True),
    "behind_proxy": answer("/healthz", HTTP_X_FORWARDED_PROTO="https"),
    "other_host": answer("/healthz", secure=True, host="evil.example.net"),
    "mail": [settings.EMAIL_BACKEND, settings.EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS],
    "debug": settings.DEBUG,
    "visitor": visitor_network(
        RequestFactory().get("/", REMOTE_ADDR="10.0.0.1", HTTP_X_FORWARDED_FOR="203.0.113.9, 192.0.2.1")
    ),
}))
"""


# Collects our own style sheets alone, which is quick, and asks for one under its hashed name.
ASK_STATIC_FILE = """
import json, sys
from django.conf import settings
settings.STATIC_ROOT = sys.argv[1]
settings.STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
import django
django.setup()
from django.core.management import call_command
from django.templatetags.static import static
from django.test import Client

call_command("collectstatic", interactive=False, verbosity=0)
address = static("css/site.css")
response = Client(HTTP_HOST="bba.example.org").get(address, secure=True, HTTP_ACCEPT_ENCODING="br")
plain = Client(HTTP_HOST="bba.example.org").get(address, secure=True)
print(json.dumps({
    "address": address,
    "status": response.status_code,
    "headers": dict(response.headers),
    "imports": b"@import" in b"".join(plain.streaming_content),
}))
"""


def run_live(code: str, tmp_path: Path, *arguments: str, **changes: str | None) -> subprocess.CompletedProcess[str]:
    """Run ``code`` in a process with the live settings; a change to None takes the variable away."""
    environment = {"PATH": os.environ["PATH"], "BBACMS_VAR_DIR": str(tmp_path), **SECRETS, **changes}
    return subprocess.run(
        [sys.executable, "-c", code, *arguments],
        cwd=ROOT,
        env={"DJANGO_SETTINGS_MODULE": "bbacms.settings.production"}
        | {name: value for name, value in environment.items() if value is not None},
        capture_output=True,
        text=True,
        check=False,
    )


@pytest.fixture(scope="module")
def live(tmp_path_factory):
    """What the live site answered."""
    result = run_live(ASK_LIVE_SITE, tmp_path_factory.mktemp("live"))
    assert result.returncode == 0, result.stderr
    return json.loads(result.stdout)


def test_live_site_starts_with_all_its_secrets(tmp_path):
    assert run_live("import bbacms.settings.production", tmp_path).returncode == 0


@pytest.mark.parametrize("name", SECRETS)
@pytest.mark.parametrize("value", [None, ""])
def test_live_site_refuses_to_start_without_a_secret_and_names_it(tmp_path, name, value):
    result = run_live("import bbacms.settings.production", tmp_path, **{name: value})

    assert result.returncode != 0
    assert name in result.stderr.splitlines()[-1]


@pytest.mark.parametrize("address", ["smtp+tls://mail.example.org", "console://", "mail.example.org:25"])
def test_live_site_refuses_a_mail_server_it_would_not_reach_safely(tmp_path, address):
    result = run_live("import bbacms.settings.production", tmp_path, EMAIL_URL=address)

    assert result.returncode != 0
    assert "EMAIL_URL" in result.stderr.splitlines()[-1]


def test_plain_request_is_sent_to_the_secure_address_but_a_probe_is_answered(live):
    assert live["plain"]["status"] == 301
    assert live["plain"]["headers"]["Location"] == "https://bba.example.org/en/"
    assert live["probe"]["status"] == 200


@pytest.mark.parametrize("request_name", ["secure", "behind_proxy"])
def test_secure_answer_carries_the_security_headers(live, request_name):
    assert live[request_name]["status"] == 200
    headers = live[request_name]["headers"]
    assert headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains; preload"
    assert headers["X-Content-Type-Options"] == "nosniff"
    assert headers["Referrer-Policy"] == "same-origin"
    assert headers["Cross-Origin-Opener-Policy"] == "same-origin"
    assert headers["X-Frame-Options"] == "SAMEORIGIN"


def test_a_visitor_behind_the_proxy_is_told_by_the_address_that_the_proxy_saw(live):
    assert live["visitor"] == "192.0.2.1"


def test_other_host_name_is_refused(live):
    assert live["other_host"]["status"] == 400


def test_live_mail_goes_to_the_named_server(live):
    assert live["mail"] == ["django.core.mail.backends.smtp.EmailBackend", "mail.example.org", 587, True]
    assert live["debug"] is False


def test_live_site_serves_style_sheets_compressed_and_for_ever(tmp_path):
    result = run_live(ASK_STATIC_FILE, tmp_path, str(tmp_path / "static"))
    assert result.returncode == 0, result.stderr
    answer = json.loads(result.stdout)

    assert re.fullmatch(r"/static/css/site\.[0-9a-f]{12}\.css", answer["address"])
    assert answer["status"] == 200
    assert answer["headers"]["Content-Encoding"] == "br"
    assert "immutable" in answer["headers"]["Cache-Control"]
    assert answer["imports"] is False


def test_sqlite_waits_for_its_turn_and_lets_readers_read(tmp_path, monkeypatch):
    monkeypatch.delenv("DATABASE_URL", raising=False)
    file = tmp_path / "db.sqlite3"
    database = DatabaseWrapper({**connections["default"].settings_dict, **database_from_env(file)}, "sqlite_check")
    try:
        database.inc_thread_sharing()
        parameters = database.get_connection_params()
        raw = database.get_new_connection(parameters)
        assert file.exists()
        assert raw.execute("PRAGMA journal_mode").fetchone()[0] == "wal"
        assert raw.execute("PRAGMA busy_timeout").fetchone()[0] == 20_000
        assert database.transaction_mode == "IMMEDIATE"
        raw.close()
    finally:
        database.close()


def test_database_url_decides(monkeypatch, tmp_path):
    monkeypatch.setenv("DATABASE_URL", "postgres://bba:secret@db.example.org:5433/site")

    config = database_from_env(tmp_path / "db.sqlite3")

    assert config["ENGINE"] == "django.db.backends.postgresql"
    assert (config["NAME"], config["HOST"], config["PORT"]) == ("site", "db.example.org", 5433)


@pytest.mark.django_db
def test_pages_are_sent_compressed_to_whoever_can_read_that(client):
    HomePageFactory(language="en")
    assert client.get("/en/", headers={"Accept-Encoding": "gzip"})["Content-Encoding"] == "gzip"
    assert "Content-Encoding" not in client.get("/en/")
