"""No log line holds the token that opens an engagement."""

import io
import logging

import pytest
from django.utils.log import configure_logging

from bbacms.core.logging import mask_tokens

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

    assert "/en/pledge/…/nothing-here/" in console.getvalue()
    assert TOKEN not in console.getvalue()


@pytest.mark.parametrize(
    ("text", "masked"),
    [
        (f'"GET /fr/pledge/{TOKEN} HTTP/1.1" 200', '"GET /fr/pledge/… HTTP/1.1" 200'),
        (f'referer "http://localhost/de/pledge/{TOKEN}/received/"', 'referer "http://localhost/de/pledge/…/received/"'),
        ("/en/pledges/", "/en/pledges/"),
    ],
)
def test_only_the_token_is_masked(text, masked):
    assert mask_tokens(text) == masked
