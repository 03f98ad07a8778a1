"""The three forms that the benchmark sends, with the same questions and answers; each tells how long its posts took."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from wagtail.models import Page

from home.models import HomePage
from pledges.models import JoinPage, PledgeDraft, PledgeForm
from tests.bench.models import WagtailFormField, WagtailFormPage
from tests.factories.core import ActorKindFactory, IndicatorFactory, ObjectiveFactory
from tests.factories.home import HomePageFactory
from tests.factories.pledges import JoinPageFactory
from tests.support.join_forms import name, needed_questions, post, published_form, question, section, take_time

ANSWER = "A hedge behind the school"
TEXTS = 4  # free questions beside the needed ones


def bare_post(client: Client) -> Callable[[], float]:
    return lambda: _timed(lambda: client.post("/bench/bare/", {"text": ANSWER}), expect=200)[0]


def wagtail_post(client: Client) -> Callable[[], float]:
    """A form page with as many questions as our form has; it asks for the token that a browser would send."""
    page = WagtailFormPage(title="Form", slug="form")
    _home().add_child(instance=page)
    labels = ["Title", "Objective", "Quantity", "Kind", "Email", *(f"Text {number}" for number in range(TEXTS))]
    for number, label in enumerate(labels):
        kind = "email" if label == "Email" else "singleline"
        WagtailFormField.objects.create(page=page, sort_order=number, label=label, field_type=kind)
    names = [field.clean_name for field in page.form_fields.all()]
    answers = {each: "an@example.org" if each == "email" else ANSWER for each in names}

    return lambda: _timed(lambda: client.post("/en/form/", answers), expect=200)[0]


class Ours:
    """The join form in two screens and the check page; ``posts`` is how many posts one submission takes."""

    posts = 3

    def __init__(self, client: Client) -> None:
        self.client = client
        ActorKindFactory(code="citizen", label="Citizen")
        IndicatorFactory(objective=ObjectiveFactory(code="A1-1", label="Town green"), code="ha")
        self.page, self.first, self.second = self._form("join", extra=0)

    def send_one(self) -> float:
        first, begun = _timed(lambda: post(self.client, f"/en/pledge/start/{self.page.pk}/", self.first), expect=303)
        second, complete = _timed(lambda: post(self.client, begun.url, self.second), expect=303)
        # What a member does between the posts, reading for a while, is not timed.
        token = complete.url.split("/")[3]
        take_time(token)
        body = urlencode({"version": PledgeDraft.objects.get(token=token).version})
        as_browsers = "application/x-www-form-urlencoded"
        third, _sent = _timed(lambda: self.client.post(complete.url, body, content_type=as_browsers), expect=303)
        return first + second + third

    def queries_with(self, extra: int) -> dict[str, int]:
        """The queries of every request on the way through a form with ``extra`` questions more."""
        page, first, second = self._form(f"join-{extra}", extra)
        found: dict[str, int] = {}

        def counted(label: str, request: Callable[[], Any]) -> Any:
            with CaptureQueriesContext(connection) as queries:
                response = request()
            found[label] = len(queries)
            return response

        counted("join page", lambda: self.client.get(page.url))
        step = counted("first post", lambda: post(self.client, f"/en/pledge/start/{page.pk}/", first)).url
        counted("second screen", lambda: self.client.get(step))
        check = counted("second post", lambda: post(self.client, step, second)).url
        counted("check page", lambda: self.client.get(check))
        return found

    def _form(self, slug: str, extra: int) -> tuple[JoinPage, dict[str, str], dict[str, str]]:
        asked = needed_questions()
        texts = [question("short_text", f"Text {number}") for number in range(TEXTS + extra)]
        form: PledgeForm = published_form(
            section("What", asked["title"], asked["engagement"], *texts),
            section("Who", asked["actor_kind"], asked["email"]),
            name=slug,
        )
        page = JoinPageFactory(parent=_home(), form=form, slug=slug)
        first = {
            name(asked["title"]): ANSWER,
            name(asked["engagement"]): "ha",
            f"{name(asked['engagement'])}-quantity": "1500",
        } | {name(text): ANSWER for text in texts}
        second = {name(asked["actor_kind"]): "citizen", name(asked["email"]): "an@example.org"}
        return page, first, second


def _timed(send: Callable[[], Any], *, expect: int) -> tuple[float, Any]:
    """The seconds that ``send`` takes, and its response, which must have the status ``expect``."""
    start = time.perf_counter()
    response = send()
    seconds = time.perf_counter() - start
    assert response.status_code == expect, response.status_code
    return seconds, response


def _home() -> Page:
    found = HomePage.objects.filter(locale__language_code="en").first()
    return found or HomePageFactory(language="en")
