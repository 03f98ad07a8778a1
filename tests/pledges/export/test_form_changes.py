"""A form is renamed, translated, reordered, cut and mended: what was sent before reads exactly as it was sent."""

import pytest
from bs4 import BeautifulSoup
from django.test import Client

from pledges.choices import MailKind
from pledges.models import OutgoingMail, Pledge
from tests.factories.core import ActorKindFactory, IndicatorFactory
from tests.support.exports import exported, exported_sheet
from tests.support.join_forms import (
    join_pages,
    name,
    needed_questions,
    option_ids,
    post,
    published_form,
    question,
    republish,
    section,
    send,
)


def text_of(client, address):
    page = BeautifulSoup(client.get(address).content, "html.parser")
    return " ".join(page.main.get_text(" ").split())


@pytest.fixture
def form_parts(db):
    ActorKindFactory(code="citizen", label="Citizen")
    IndicatorFactory(code="ha")
    return needed_questions() | {
        "why": question("long_text", "Why?"),
        "how": question("one_of", "How?", options=("By hand", "By machine")),
    }


@pytest.fixture
def sent(form_parts):
    """A form that a member has filled in in Dutch; where the copy stands that they may print."""
    form = published_form(section("Part", *form_parts.values()))
    start = f"/nl/pledge/start/{join_pages(form)['nl'].pk}/"
    client = Client()
    fields = {
        name(form_parts["title"]): "Een poel",
        name(form_parts["engagement"]): "ha",
        f"{name(form_parts['engagement'])}-quantity": "2,5",
        name(form_parts["actor_kind"]): "citizen",
        name(form_parts["email"]): "an@example.org",
        name(form_parts["why"]): "Voor de salamanders",
        name(form_parts["how"]): option_ids(form_parts["how"])[0],
    }
    begun = post(client, start, fields)
    assert begun.status_code == 303, begun.content.decode()
    return form, send(client, begun.url).url


def renamed(parts):
    for key in ("why", "how"):
        parts[key]["value"]["label"] = dict.fromkeys(("en", "nl", "fr", "de"), f"Renamed {key}")
    parts["how"]["value"]["options"][0]["value"] = dict.fromkeys(("en", "nl", "fr", "de"), "Renamed option")
    return list(parts.values())


def other_options(parts):
    """The option that the member chose is gone."""
    chosen_from = parts["how"]["value"]
    left = chosen_from["options"][1:] + question("one_of", "", options=("Otherwise",))["value"]["options"]
    return list((parts | {"how": parts["how"] | {"value": chosen_from | {"options": left}}}).values())


CHANGES = {
    "rename and translate": renamed,
    "reorder": lambda parts: list(reversed(parts.values())),
    "take out": lambda parts: [part for key, part in parts.items() if key not in ("why", "how")],
    "put back": lambda parts: list(parts.values()),
    "other options": other_options,
}


def test_it_reads_as_it_was_sent_in_case_receipt_and_export(desk, sent, form_parts):
    form, copy = sent
    pledge = Pledge.objects.get()
    visitor = Client()

    def read():
        receipt = OutgoingMail.objects.get(kind=MailKind.RECEIPT)
        (in_csv,), (in_workbook,) = exported(desk), exported_sheet(desk)
        answers = {answer.display for answer in pledge.answers.all()}
        case = text_of(desk, f"/admin/inbox/{pledge.pk}/")
        return {
            "receipt": receipt.body,
            "copy": text_of(visitor, copy),
            "case": case[case.index("Answers") : case.index("Notes and timeline")],
            "csv": sorted(set(in_csv.values()) & answers),
            "workbook": sorted(set(in_workbook.values()) & answers),
        }

    before = read()
    assert {"Voor de salamanders", "By hand (nl)"} <= set(before["csv"])
    assert before["csv"] == before["workbook"]
    for change, parts in CHANGES.items():
        republish(form, section("Part", *parts(form_parts)))
        assert read() == before, change
