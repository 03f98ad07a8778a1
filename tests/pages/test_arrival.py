"""A page that arrives in pieces is drawn before it is whole; what is drawn already stays where it is."""

from __future__ import annotations

import threading
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

import pytest

from tests.pages.look import OBSERVE_SHIFTS

pytestmark = pytest.mark.pages

# A page with a band that ends it, one with a hero, and one with questions that a script shows and hides.
PATHS = ("/en/stories/only-a-title/", "/en/", "/en/join/")
PIECE = 1500  # characters
PAUSE = 0.05  # seconds; long enough for a frame to be drawn
LARGEST_SHIFT = 0.01


@contextmanager
def slowly(site: str) -> Iterator[str]:
    """Serve ``site`` again, with its pages in pieces; everything else at once."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with urllib.request.urlopen(site + self.path) as answer:  # noqa: S310  our own address
                content, kind = answer.read(), answer.headers["Content-Type"]
            self.send_response(200)
            self.send_header("Content-Type", kind)
            self.end_headers()
            pieces = [content[start : start + PIECE] for start in range(0, len(content), PIECE)]
            for piece in pieces if kind.startswith("text/html") else [content]:
                self.wfile.write(piece)
                self.wfile.flush()
                time.sleep(PAUSE if len(pieces) > 1 and kind.startswith("text/html") else 0)

        def log_message(self, *args: object) -> None:
            """Nothing: what is asked for is of no interest here."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    try:
        yield f"http://127.0.0.1:{server.server_port}"
    finally:
        server.shutdown()
        server.server_close()


@pytest.mark.parametrize("path", PATHS)
@pytest.mark.parametrize("width", [320, 768, 1440])
def test_a_page_in_pieces_does_not_shift(browser, site, path, width):
    context = browser.new_context(viewport={"width": width, "height": 900})
    context.add_init_script(OBSERVE_SHIFTS)
    page = context.new_page()
    with slowly(site) as address:
        page.goto(address + path, wait_until="networkidle")
        shift, parts = page.evaluate("[window.layoutShift, window.shiftedParts]")
    context.close()
    assert shift <= LARGEST_SHIFT, parts
