"""The sender is killed a hundred times at random points: no mail is lost, and every copy too many has its kill."""

from __future__ import annotations

import contextlib
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter

import pytest
from django.db import transaction
from django.utils import timezone

from pledges.choices import MailKind, MailState
from pledges.mail.messages import queue_receipt
from pledges.models import OutgoingMail
from pledges.moves import MOVES, Said, apply
from tests.factories.pledges import PledgeFactory
from tests.factories.users import UserFactory
from tests.support.databases import migrated_rows  # noqa: F401  a fixture
from tests.support.mail_server import (
    ALIAS,
    PATIENCE,
    ROOT,
    environment_of_senders,
    mail_server,
    start_sender,
    wait_until,
    whole_database,
)

pytestmark = pytest.mark.endurance

KILLS = 100
PLEDGES = 150
# A sender is killed while it sends one of its first mails, or up to so many seconds after that arrived.
MAILS_OF_A_LIFE = 4
LONGEST_AFTER = 0.08
LETTERS = ("accept", "decline", "ask_changes")
SAID = Said(reason="because", message="Where is it?")


def fill_outbox():
    """Receipts of many engagements, and letters of the moves that were made on them, all due."""
    officer = UserFactory(group="Pledge officers")
    for number in range(PLEDGES):
        pledge = PledgeFactory()
        with transaction.atomic():
            queue_receipt(pledge)
        apply(pledge, MOVES[LETTERS[number % len(LETTERS)]], officer, 1, SAID)
    # What time does by itself: the minute for undoing is over.
    OutgoingMail.objects.update(due_at=timezone.now())


class Senders:
    """One real sender after the other, each a process of its own; what they write is in ``log``."""

    def __init__(self, database_url, port, log):
        self.nursery = subprocess.Popen(
            [sys.executable, "-m", "tests.support.forked_senders"],
            cwd=ROOT,
            env=environment_of_senders(database_url, port),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=log,
            text=True,
            bufsize=1,
        )

    def start(self):
        self.nursery.stdin.write("\n")
        return int(self.nursery.stdout.readline())

    def kill(self, number):
        os.kill(number, signal.SIGKILL)
        assert int(self.nursery.stdout.readline()) == -signal.SIGKILL, "it had ended by itself"

    def close(self):
        self.nursery.stdin.close()
        self.nursery.wait(timeout=PATIENCE)
        self.nursery.stdout.close()


@pytest.mark.usefixtures("migrated_rows")
@pytest.mark.django_db(transaction=True, serialized_rollback=True)
def test_no_mail_is_lost_and_each_copy_too_many_has_its_kill(tmp_path, capsys, django_db_blocker):
    fill_outbox()
    began = time.monotonic()
    at_hand_when_killed: Counter[str] = Counter()
    arrived_when_killed: Counter[str] = Counter()
    with (
        mail_server() as smtp,
        django_db_blocker.unblock(),
        whole_database(tmp_path) as database_url,
        (tmp_path / "log").open("w") as log,
        contextlib.closing(Senders(database_url, smtp.port, log)) as senders,
    ):
        smtp.delay = 0.02
        mails = OutgoingMail.objects.using(ALIAS)
        for _kill in range(KILLS):
            assert mails.filter(state=MailState.QUEUED).count() > MAILS_OF_A_LIFE, "nothing is left to be killed at"
            enough = smtp.began + random.randint(1, MAILS_OF_A_LIFE)
            sender = senders.start()
            wait_until(lambda enough=enough: smtp.began >= enough)
            time.sleep(random.uniform(0, LONGEST_AFTER))
            senders.kill(sender)
            wait_until(lambda: smtp.talking == 0)
            at_hand = mails.filter(state=MailState.QUEUED).exclude(lease_token=None)
            for mail in at_hand:
                # This try arrived if there are more copies than of the tries before.
                if smtp.received.count(mail.message_id) > arrived_when_killed[mail.message_id]:
                    arrived_when_killed[mail.message_id] += 1
                at_hand_when_killed[mail.message_id] += 1
            assert at_hand.count() <= 1, "a sender has one mail at hand"
            # What time does by itself: the lease of a killed sender ends.
            at_hand.update(leased_until=timezone.now())
        # The last one is started as on a live site.
        output, _nothing = start_sender(database_url, smtp.port).communicate(timeout=PATIENCE)
        rows = list(mails.values("message_id", "state", "tries", "kind"))

    received = Counter(smtp.received)
    with capsys.disabled():
        print(
            f"\n{KILLS} kills, {at_hand_when_killed.total()} of them at a mail; {len(rows)} mails, "
            f"{received.total()} arrived, {arrived_when_killed.total()} kills between arrival and the note of it; "
            f"{time.monotonic() - began:.0f} s"
        )
    assert len(rows) == 2 * PLEDGES
    assert {row["kind"] for row in rows} == {MailKind.RECEIPT, *(MOVES[name].mail for name in LETTERS)}
    assert {row["state"] for row in rows} == {MailState.SENT}
    for row in rows:
        key = row["message_id"]
        assert received[key] == 1 + arrived_when_killed[key]
        assert row["tries"] == 1 + at_hand_when_killed[key]
    assert received.total() == len(rows) + arrived_when_killed.total(), "a mail arrived that is in no outbox"
    assert arrived_when_killed.total() > 0, "no kill fell where one can double a mail, so this shows nothing"
    assert "@example.org" not in output + (tmp_path / "log").read_text()
