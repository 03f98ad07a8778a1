"""One question as a form of one screen, and texts that people send to break it."""

import json

from django.http import QueryDict

from pledges.engine.journey import Journey
from pledges.models import PledgeForm
from tests.support.join_forms import name, section

HOSTILE = {
    "emoji": "🌱🦔",
    "10 000 characters": "x" * 10_000,
    "right to left, turned": "\u202e\u05d2\u05e0\u05d8",
    "right to left": "\u063a\u0646\u062a",
    "header": "an\r\nBcc: everyone@example.org",
    "SQL": "Robert'); DROP TABLE pledges_pledge;--",
    "script": "<script>alert(1)</script>",
    "path": "../../x",
    "placeholders": "%s %(names)s {0}",
    "combining": "e\u0301" * 200,
    "null": "\x00",
    "surrogate": "\ud800",
}
# A browser can send the others in a form.
SENDABLE = {key: text for key, text in HOSTILE.items() if key not in ("null", "surrogate")}


def journey_with(*questions):
    body = PledgeForm._meta.get_field("body").to_python(json.dumps([section("Section", *questions)]))
    return Journey(body, {})


def answered(block, typed):
    data = QueryDict(mutable=True)
    data.setlist(name(block), [typed])
    return journey_with(block).form(1, data)


def value_of(block, typed):
    form = answered(block, typed)
    assert form.is_valid(), form.errors
    return form.values[block["id"]]


def words_for(block, value):
    journey = journey_with(block)
    return journey.sections[0].questions[0].display(value, journey.vocabulary)


def complaint(block, typed):
    """The one sentence with which ``typed`` is refused."""
    form = answered(block, typed)
    assert not form.is_valid()
    (sentence,) = form.errors[name(block)]
    return sentence


def control(block):
    return str(journey_with(block).form(1)[name(block)])
