"""How long the server takes to open a form in the editor, and to save it."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from typing import Any

from django.test import Client

from tests.factories.users import UserFactory
from tests.support.editor_posts import posted
from tests.support.join_forms import needed_questions, published_form, section
from tests.support.large_form import LargeForm

TIMES = 5


def editing() -> Iterator[tuple[str, float, float]]:
    """For opening and for saving: the median seconds of a form of 300 questions, and of one with one section."""
    client = Client()
    client.force_login(UserFactory(is_superuser=True))
    large, small = LargeForm().sections, [section("All", *needed_questions().values())]
    forms = [
        (f"/admin/snippets/pledges/pledgeform/edit/{published_form(*sections, name=name).pk}/", posted(sections))
        for name, sections in (("large", large), ("small", small))
    ]
    opened = [_median(lambda: client.get(address), expect=200) for address, _data in forms]  # noqa: B023
    saved = [_median(lambda: client.post(address, data), expect=302) for address, data in forms]  # noqa: B023
    yield "open", opened[0], opened[1]
    yield "save", saved[0], saved[1]


def _median(request: Callable[[], Any], *, expect: int) -> float:
    seconds = []
    for _time in range(TIMES):
        start = time.perf_counter()
        response = request()
        seconds.append(time.perf_counter() - start)
        assert response.status_code == expect, response.status_code
    return statistics.median(seconds)
