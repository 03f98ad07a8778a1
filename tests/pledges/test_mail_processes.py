"""Real sender processes against a real mail server: nothing is lost, nothing is doubled, a stop is clean."""

import os
import signal
import time
from datetime import timedelta

import pytest
from django.db import connection, connections
from django.utils import timezone

from pledges.choices import LinkPurpose, MailKind, MailState
from pledges.models import MemberLink, OutgoingMail, Pledge
from tests.support.mail_server import ALIAS, PATIENCE, database_of_its_own, mail_server, start_sender, wait_until

MAILS = 20


@pytest.fixture
def smtp():
    with mail_server() as server:
        yield server


@pytest.fixture
def database_url(db, tmp_path, django_db_blocker):
    with django_db_blocker.unblock(), database_of_its_own(tmp_path) as url:
        yield url


@pytest.fixture
def outbox(database_url):
    """Mails that wait in the database of the processes."""
    pledge = Pledge.objects.using(ALIAS).create(language="en", title="Pond", email="member@example.org")
    link = MemberLink.objects.using(ALIAS).create(
        purpose=LinkPurpose.MINE, pledge=pledge, expires_at=timezone.now() + timedelta(days=1)
    )
    mails = OutgoingMail.objects.using(ALIAS)
    mails.bulk_create(
        OutgoingMail(
            kind=MailKind.RECEIPT,
            pledge=pledge,
            recipient=f"member{number}@example.org",
            language="en",
            subject="Received",
            body=f"Thank you: /en/pledge/{link.mask}/mine/",
        )
        for number in range(MAILS)
    )
    link.mails.set(mails.all())
    return mails


def test_killed_senders_lose_nothing(smtp, database_url, outbox):
    smtp.delay = 0.02
    output = ""
    for kill_at in (5, 12):
        sender = start_sender(database_url, smtp.port, "--forever")
        wait_until(lambda number=kill_at: smtp.began >= number)
        os.kill(sender.pid, signal.SIGKILL)
        output += sender.communicate()[0]
        # What time does by itself: the lease of the mail at hand ends.
        outbox.update(leased_until=timezone.now())
    last = start_sender(database_url, smtp.port)
    output += last.communicate(timeout=PATIENCE)[0]

    assert set(smtp.received) == set(outbox.values_list("message_id", flat=True))
    assert len(smtp.received) <= MAILS + 2, "a kill may double the one mail at hand, no more"
    assert set(outbox.values_list("state", flat=True)) == {MailState.SENT}
    link = MemberLink.objects.using(ALIAS).get()
    texts = {message.get_payload()[0].get_payload(decode=True).decode() for message in smtp.messages}
    assert texts == {f"Thank you: /en/pledge/{link.signed}/mine/"}
    assert "@example.org" not in output
    assert link.signed not in output


def test_two_senders_at_once_double_nothing(smtp, database_url, outbox):
    smtp.delay = 0.02
    senders = [start_sender(database_url, smtp.port) for _number in range(2)]
    outputs = [sender.communicate(timeout=PATIENCE)[0] for sender in senders]

    assert sorted(smtp.received) == sorted(outbox.values_list("message_id", flat=True))
    assert outputs[0] + outputs[1]
    assert "@example.org" not in outputs[0] + outputs[1]


def test_stop_finishes_the_mail_at_hand_and_a_slow_server_holds_up_no_writer(smtp, database_url, outbox):
    smtp.delay = 1.5
    sender = start_sender(database_url, smtp.port, "--forever")
    wait_until(lambda: smtp.began == 1)

    began = time.monotonic()
    Pledge.objects.using(ALIAS).create(language="en", title="Hedge")
    waited = time.monotonic() - began
    sender.send_signal(signal.SIGTERM)
    sender.communicate(timeout=PATIENCE)

    assert waited < 1, "a transaction was open while the mail server was talked to"
    assert sender.returncode == 0
    assert smtp.began == 1
    assert outbox.filter(state=MailState.SENT).count() == 1
    assert outbox.filter(state=MailState.QUEUED, leased_until=None, tries=0).count() == MAILS - 1


def end_sessions_of_senders():
    """What happens to a sender when the database server is restarted."""
    with connections[ALIAS].cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE datname = current_database() AND pid != pg_backend_pid()"
        )
        return cursor.rowcount


@pytest.mark.skipif(connection.vendor != "postgresql", reason="SQLite has no server that could be restarted")
def test_database_that_is_restarted_while_a_mail_is_sent_doubles_none_and_the_sender_goes_on(
    smtp, database_url, outbox
):
    smtp.delay = 0.5
    sender = start_sender(database_url, smtp.port, "--forever")
    wait_until(lambda: smtp.began == 1)
    assert end_sessions_of_senders() == 1
    wait_until(lambda: len(smtp.received) == 1)
    smtp.delay = 0
    wait_until(lambda: not outbox.exclude(state=MailState.SENT).exists())
    # Between two looks into the outbox it may have none for a moment.
    wait_until(lambda: end_sessions_of_senders() == 1)
    late = outbox.create(
        kind=MailKind.RECEIPT, recipient="late@example.org", language="en", subject="Received", body="Thank you."
    )
    wait_until(lambda: late.message_id in smtp.received)
    sender.send_signal(signal.SIGTERM)
    output = sender.communicate(timeout=PATIENCE)[0]

    assert sender.returncode == 0
    assert len(smtp.received) == len(set(smtp.received)) == MAILS + 1
    assert set(outbox.values_list("tries", flat=True)) == {1}
    assert "@example.org" not in output
