"""An export while others work: every row tells of one moment, none comes twice, and nobody waits for the reader."""

import itertools
import threading
import uuid

import pytest
from django.db import connection, connections, transaction
from django.test import Client

from pledges.inbox.export import run
from pledges.models import Answer, Contribution, ExportRecord, Pledge
from pledges.moves import MOVES, apply
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import AnswerFactory, ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.databases import migrated_rows  # noqa: F401  a fixture
from tests.support.exports import by_heading, csv_rows, download

pytestmark = [
    pytest.mark.skipif(connection.vendor != "postgresql", reason="the test database of SQLite lives in one connection"),
    pytest.mark.usefixtures("migrated_rows"),
    pytest.mark.django_db(transaction=True, serialized_rollback=True),
]


def test_no_row_tells_half_of_a_change(monkeypatch):
    """Title, quantity and answer are changed in one transaction again and again; a row has all three of one time."""
    monkeypatch.setattr(run, "BATCH", 7)
    indicator, question = IndicatorFactory(), uuid.uuid4()
    for _number in range(40):
        pledge = PledgeFactory(title="0")
        ContributionFactory(pledge=pledge, indicator=indicator, declared=0)
        AnswerFactory(pledge=pledge, question_id=question, label="Said", display="0")
    desk = Client()
    desk.force_login(UserFactory(is_superuser=True))
    done, failed = threading.Event(), []

    def work():
        try:
            for number in itertools.count(1):
                if done.is_set():
                    break
                with transaction.atomic():
                    Pledge.objects.update(title=str(number))
                    Contribution.objects.update(declared=number)
                    Answer.objects.update(display=str(number))
                PledgeFactory(actor_kind=pledge.actor_kind, title="one more")
        except Exception as error:
            failed.append(error)
        finally:
            connections.close_all()

    writer = threading.Thread(target=work)
    writer.start()
    try:
        for _time in range(8):
            rows = by_heading(csv_rows(download(desk, "csv", "view=all&ordering=title")))
            numbers = [row["Number"] for row in rows]
            assert len(set(numbers)) == len(numbers) == ExportRecord.objects.latest("pk").number
            declared = next(heading for heading in rows[0] if heading.endswith(": declared"))
            asked = [row for row in rows if row["Said"]]
            assert len(asked) == 40
            assert [row for row in asked if not row["Title"] == row["Said"] == row[declared]] == []
    finally:
        done.set()
        writer.join()
    assert failed == []


def test_nobody_waits_for_a_slow_reader(monkeypatch):
    """Between two pieces no transaction is open: whoever decides meanwhile goes on at once."""
    monkeypatch.setattr(run, "BATCH", 1)
    first, second = PledgeFactory(), PledgeFactory()
    staff, desk = UserFactory(is_superuser=True), Client()
    desk.force_login(staff)
    pieces = iter(desk.post("/admin/inbox/export/?view=all&ordering=title", {"format": "csv"}).streaming_content)
    next(pieces)
    next(pieces)
    assert not connection.in_atomic_block

    def decide():
        for pledge in (first, second):
            apply(pledge, MOVES["accept"], staff, 1)
        connections.close_all()

    writer = threading.Thread(target=decide)
    writer.start()
    writer.join(timeout=20)
    assert not writer.is_alive()
    # What is read later says how it stands then.
    assert b"Accepted" in b"".join(pieces)
