"""Walks a site as a browser does: every page that a link of its own leads to."""

from __future__ import annotations

import re
from collections import deque
from html import unescape
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.http import HttpResponseBase
    from django.test import Client

LINK = re.compile(r'(?:href|src|action|data-[\w-]*url[\w-]*)="([^"]+)"')
HOST = "http://testserver"
# Where a look would end the walk, or where nothing of the site's own is.
LEFT_OUT = ("/logout", "/static/", "/jsi18n/", "/dismiss", "/sprite")


def walk(client: Client, starts: Iterable[str], most: int) -> Iterator[tuple[str, HttpResponseBase]]:
    """Every answer on the way, at most ``most``; of addresses that differ in their query alone the first few."""
    waiting, seen, per_path = deque(starts), set(starts), {}
    while waiting and most:
        address = waiting.popleft()
        path = address.partition("?")[0]
        per_path[path] = per_path.get(path, 0) + 1
        if per_path[path] > 3:
            continue
        most -= 1
        response = client.get(address, follow=True)
        yield address, response
        if response.streaming or not response["Content-Type"].startswith(("text/", "application/")):
            continue
        for found in LINK.findall(response.content.decode(errors="replace")):
            link = urldefrag(urljoin(f"{HOST}{address}", unescape(found)))[0].removeprefix(HOST)
            if link.startswith("/") and link not in seen and not any(part in link for part in LEFT_OUT):
                seen.add(link)
                waiting.append(link)
