"""What becomes of a mail in the outbox: sent once, tried again, or set aside where staff can see it."""

import logging
import time
import uuid
from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.core.mail.backends.locmem import EmailBackend
from django.core.management import call_command
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.choices import MailKind, MailState
from pledges.mail import sender
from pledges.mail.sender import HANG_UP_LIMIT, LEASE, MAX_TRIES, RETRY_PAUSES, TIME_LIMIT, claim_next, send_due
from pledges.mail.undelivered import FAILED_ACTION
from pledges.models import OutgoingMail
from tests.factories.pledges import OutgoingMailFactory, PledgeDraftFactory
from tests.support.mail_server import free_port, mail_server

pytestmark = pytest.mark.django_db


@pytest.fixture
def smtp(settings):
    """Mail goes to a real server on this machine."""
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST = "127.0.0.1"
        settings.EMAIL_PORT = server.port
        yield server


def make_due(mail):
    OutgoingMail.objects.filter(pk=mail.pk).update(due_at=timezone.now())


def test_mail_arrives_as_it_was_written(smtp):
    mail = OutgoingMailFactory(
        recipient="member@example.org",
        reply_to="hello@example.org",
        language="fr",
        subject="Reçu",
        body="Merci à vous.",
    )

    assert send_due() == 1

    [message] = smtp.messages
    assert message["To"] == "member@example.org"
    assert message["Reply-To"] == "hello@example.org"
    assert message["Message-ID"] == mail.message_id
    assert message["Auto-Submitted"] == "auto-generated"
    text, page = (part.get_payload(decode=True).decode() for part in message.get_payload())
    assert text == "Merci à vous."
    assert '<html lang="fr">' in page
    assert "<p>Merci à vous.</p>" in page
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.error) == (MailState.SENT, 1, "")
    assert mail.sent_at is not None


def test_mail_comes_back_to_the_address_that_is_set_for_it(smtp, settings):
    settings.DEFAULT_FROM_EMAIL = "Alliance <hello@example.org>"
    settings.EMAIL_RETURN_PATH = "bounces@example.org"
    OutgoingMailFactory()

    send_due()

    assert smtp.senders == ["bounces@example.org"]
    assert smtp.messages[0]["From"] == "Alliance <hello@example.org>"


def test_without_one_it_comes_back_to_its_sender(smtp, settings):
    settings.DEFAULT_FROM_EMAIL = "Alliance <hello@example.org>"
    OutgoingMailFactory()

    send_due()

    assert smtp.senders == ["hello@example.org"]
    assert smtp.messages[0]["From"] == "Alliance <hello@example.org>"


def test_sent_mail_is_not_sent_again(smtp):
    OutgoingMailFactory()

    assert [send_due(), send_due()] == [1, 0]
    assert len(smtp.received) == 1


def test_mail_waits_for_its_time():
    OutgoingMailFactory(due_at=timezone.now() + timedelta(seconds=60))

    assert send_due() == 0


def test_oldest_mail_goes_first():
    later = OutgoingMailFactory(due_at=timezone.now() - timedelta(minutes=1))
    sooner = OutgoingMailFactory(due_at=timezone.now() - timedelta(minutes=2))

    send_due()

    assert [message.to for message in django_mail.outbox] == [[sooner.recipient], [later.recipient]]


def test_server_that_is_away_is_tried_again_with_growing_pauses_then_the_mail_is_set_aside(settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST = "127.0.0.1"
    settings.EMAIL_PORT = free_port()
    mail = OutgoingMailFactory()
    pauses = []

    for _try in range(MAX_TRIES - 1):
        before = timezone.now()
        assert send_due() == 1
        assert send_due() == 0, "tried again without a pause"
        mail.refresh_from_db()
        assert mail.state == MailState.QUEUED
        pauses.append(round((mail.due_at - before).total_seconds()))
        make_due(mail)
    send_due()

    assert pauses == [pause.total_seconds() for pause in RETRY_PAUSES]
    assert pauses == sorted(set(pauses))
    mail.refresh_from_db()
    assert (mail.state, mail.error) == (MailState.FAILED, "ConnectionRefusedError")
    make_due(mail)
    assert send_due() == 0


@pytest.mark.parametrize("answer", ["refuse_recipient", "refuse_data"])
def test_mail_refused_for_good_is_set_aside_at_once(smtp, answer):
    setattr(smtp, answer, "550 No such user member@example.org")
    mail = OutgoingMailFactory(recipient="member@example.org")

    send_due()

    mail.refresh_from_db()
    assert (mail.state, mail.tries) == (MailState.FAILED, 1)
    assert mail.error in {"SMTPRecipientsRefused 550", "SMTPDataError 550"}


def test_what_is_set_aside_is_logged_on_the_engagement_once_it_is(smtp):
    smtp.refuse_data = "451 Try later an@example.org"
    mail = OutgoingMailFactory()
    send_due()
    assert not ModelLogEntry.objects.exists()

    smtp.refuse_data = "554 Refused an@example.org"
    make_due(mail)
    send_due()

    entry = ModelLogEntry.objects.for_instance(mail.pledge).get()
    assert (entry.action, entry.user_id) == (FAILED_ACTION, None)
    assert entry.message == "A mail could not be sent: receipt to the member (SMTPDataError 554)."
    assert "example.org" not in str(entry.data)


def test_mail_of_a_draft_is_set_aside_too(smtp):
    smtp.refuse_recipient = "550 No such user"
    draft = PledgeDraftFactory()
    mail = OutgoingMailFactory(kind=MailKind.RESUME, pledge=None, draft=draft, recipient="an@example.org")

    send_due()

    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


@pytest.mark.parametrize("answer", ["refuse_recipient", "refuse_data"])
def test_mail_refused_for_now_is_tried_again(smtp, answer):
    setattr(smtp, answer, "451 Try later")
    mail = OutgoingMailFactory()

    send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.error.split()[-1]) == (MailState.QUEUED, "451")

    setattr(smtp, answer, "")
    make_due(mail)
    send_due()
    mail.refresh_from_db()
    assert (mail.state, mail.tries, mail.error) == (MailState.SENT, 2, "")
    assert smtp.received == [mail.message_id]


def test_mail_that_cannot_be_built_is_set_aside_and_the_next_one_goes_out(smtp):
    broken = OutgoingMailFactory(subject="Two\nlines")
    fine = OutgoingMailFactory()

    assert send_due() == 2

    broken.refresh_from_db()
    assert (broken.state, broken.error) == (MailState.FAILED, "BadHeaderError")
    assert smtp.received == [fine.message_id]


def test_slow_server_is_cut_off_and_the_mail_tried_again(smtp, monkeypatch):
    monkeypatch.setattr(sender, "TIME_LIMIT", 0.2)
    monkeypatch.setattr(sender, "HANG_UP_LIMIT", 0.2)
    smtp.delay = 5
    mail = OutgoingMailFactory()

    began = time.monotonic()
    send_due()

    assert time.monotonic() - began < 3
    mail.refresh_from_db()
    assert (mail.state, mail.error) == (MailState.QUEUED, "SendingTookTooLongError")


def test_lease_outlasts_the_longest_conversation():
    assert LEASE.total_seconds() > 2 * (TIME_LIMIT + HANG_UP_LIMIT)


def test_claimed_mail_is_free_for_nobody_else_until_its_lease_ends():
    mail = OutgoingMailFactory()

    assert claim_next() == mail
    assert claim_next() is None

    OutgoingMail.objects.update(leased_until=timezone.now())
    assert claim_next() == mail


def test_result_of_a_sender_that_lost_its_lease_is_not_written(monkeypatch):
    mail = OutgoingMailFactory()
    other = uuid.uuid4()

    class Backend(EmailBackend):
        def send_messages(self, messages):
            OutgoingMail.objects.filter(pk=mail.pk).update(lease_token=other)
            raise ConnectionResetError

    monkeypatch.setattr(sender, "get_connection", Backend)
    send_due()

    mail.refresh_from_db()
    assert (mail.state, mail.lease_token, mail.error) == (MailState.QUEUED, other, "")


def test_mail_that_kills_its_sender_again_and_again_is_set_aside():
    mail = OutgoingMailFactory()
    for _killed in range(MAX_TRIES):
        assert claim_next() == mail
        OutgoingMail.objects.update(leased_until=timezone.now())

    send_due()

    mail.refresh_from_db()
    assert (mail.state, mail.error) == (MailState.FAILED, "SenderStopped")
    assert not django_mail.outbox


def test_failure_is_logged_without_address_or_server_text(smtp, caplog):
    caplog.set_level(logging.DEBUG)
    smtp.refuse_recipient = "550 No such user member@example.org"
    mail = OutgoingMailFactory(recipient="member@example.org", pledge__email="member@example.org")

    send_due()

    ours = [record.getMessage() for record in caplog.records if record.name == "pledges.mail"]
    assert ours == [f"Mail {mail.pk} failed for good at try 1: SMTPRecipientsRefused 550"]
    mail.refresh_from_db()
    assert "@" not in mail.error


def test_command_sends_what_is_due_and_says_how_many(capsys):
    OutgoingMailFactory.create_batch(2)

    call_command("run_worker")

    assert len(django_mail.outbox) == 2
    assert "Mails tried: 2" in capsys.readouterr().out
