"""No log line holds the token that opens an engagement, or what staff search the inbox for."""

import io
import logging

import pytest
from django.utils.log import configure_logging

from bbacms.core.logging import mask_secrets

TOKEN = "pSYMc4rKlhCqZJ1yW-DtbBjbxEfq8m0H3uXbV_Vv8Yk"


@pytest.fixture
def console(settings):
    """What the console shows, with the logging of the settings in place."""
    before = {
        name: (logging.getLogger(name).handlers[:], logging.getLogger(name).propagate)
        for name in ("django", "django.server", "gunicorn.access", None)
    }
    configure_logging(settings.LOGGING_CONFIG, settings.LOGGING)
    stream = io.StringIO()
    for handler in logging.getLogger().handlers + logging.getLogger("gunicorn.access").handlers:
        if type(handler) is logging.StreamHandler:
            handler.setStream(stream)
    yield stream
    for name, (handlers, propagate) in before.items():
        logger = logging.getLogger(name)
        logger.handlers[:], logger.propagate = handlers, propagate


@pytest.mark.parametrize("name", ["django.request", "django.server", "gunicorn.access", "pledges.mail"])
def test_token_is_masked_whoever_writes_the_line(console, name):
    logging.getLogger(name).warning("%s /nl/pledge/%s/check/?a=1 %s", "GET", TOKEN, 404)

    line = console.getvalue()
    assert "/nl/pledge/…/check/?a=1 404" in line
    assert TOKEN not in line
    assert line.count("\n") == 1


def test_token_is_masked_in_a_traceback(console):
    try:
        raise LookupError(f"/en/pledge/{TOKEN}/")
    except LookupError:
        logging.getLogger("django.request").exception("Internal Server Error: %s", f"/en/pledge/{TOKEN}/check")

    assert "LookupError" in console.getvalue()
    assert TOKEN not in console.getvalue()


@pytest.mark.django_db
def test_token_is_masked_in_the_line_of_a_missing_page(console, client):
    assert client.get(f"/en/pledge/{TOKEN}/nothing-here/").status_code == 404
    assert client.get(f"/en/pledge/my-data/{TOKEN}/").status_code == 404

    assert "/en/pledge/…/nothing-here/" in console.getvalue()
    assert "/en/pledge/my-data/…/" in console.getvalue()
    assert TOKEN not in console.getvalue()


@pytest.mark.parametrize("name", ["django.request", "django.server", "gunicorn.access"])
def test_what_staff_search_the_inbox_for_is_masked(console, name):
    logging.getLogger(name).warning('"%s" %s', "GET /admin/inbox/?q=ann%40example.org&p=2 HTTP/1.1", 200)

    assert '"GET /admin/inbox/?… HTTP/1.1" 200' in console.getvalue()
    assert "example.org" not in console.getvalue()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        ("GET /admin/inbox/all/results/?q=ann@x.be HTTP/1.1", "GET /admin/inbox/all/results/?… HTTP/1.1"),
        (
            '"http://localhost/admin/inbox/?p=2&q=o\'brien@x.be" "Firefox"',
            '"http://localhost/admin/inbox/?…" "Firefox"',
        ),
        ("<WSGIRequest: GET '/admin/inbox/?q=ann@x.be'>", "<WSGIRequest: GET '/admin/inbox/?…'>"),
        ('"GET /admin/inbox/?q="ann"@x.be HTTP/1.1"', '"GET /admin/inbox/?… HTTP/1.1"'),
        ("/admin/login/?next=/admin/inbox/%3Fq%3Dann%2540x.be 200", "/admin/login/?next=/admin/inbox/%3F… 200"),
        ("/admin/login/?next=%2Fadmin%2Finbox%2F%3fq%3Dann 200", "/admin/login/?next=%2Fadmin%2Finbox%2F%3f… 200"),
        (
            "GET /admin/bulk/pledges/pledge/spam/?q=ann@x.be&id=all&next=%2Fadmin%2Finbox%2F%3Fq%3Dann@x.be HTTP/1.1",
            "GET /admin/bulk/pledges/pledge/…/?… HTTP/1.1",
        ),
        (
            "/admin/login/?next=%2Fadmin%2Fbulk%2Fpledges%2Fpledge%2Fspam%2F%3Fq%3Dann 200",
            "/admin/login/?next=%2Fadmin%2Fbulk%2Fpledges%2Fpledge%2Fspam%2F%3F… 200",
        ),
        ("/admin/inbox/7/accept/ 302", "/admin/inbox/7/accept/ 302"),
        ("/admin/pages/?q=pond 200", "/admin/pages/?q=pond 200"),
    ],
)
def test_only_the_questions_to_the_inbox_are_masked(text, masked):
    assert mask_secrets(text) == masked


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f'"GET /fr/pledge/{TOKEN} HTTP/1.1" 200', '"GET /fr/pledge/… HTTP/1.1" 200'),
        (f'referer "http://localhost/de/pledge/{TOKEN}/received/"', 'referer "http://localhost/de/pledge/…/received/"'),
        (f'"GET /nl/pledge/my-data/{TOKEN}/?erase HTTP/1.1" 200', '"GET /nl/pledge/my-data/…/?erase HTTP/1.1" 200'),
        (f"<WSGIRequest: POST '/nl/pledge/my-data/{TOKEN}/'>", "<WSGIRequest: POST '/nl/pledge/my-data/…/'>"),
        (f"/nl/pledge/my-data/{TOKEN}", "/nl/pledge/my-data/…"),
        ("/nl/pledge/my-data/?sent 200", "/nl/pledge/my-data/?sent 200"),
        ("/en/pledges/", "/en/pledges/"),
    ],
)
def test_only_the_token_is_masked(text, masked):
    assert mask_secrets(text) == masked
