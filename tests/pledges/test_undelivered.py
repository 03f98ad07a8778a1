"""What a case says when mails to its member do not arrive."""

import re

import pytest
from bs4 import BeautifulSoup

from pledges.choices import MailKind, MailState
from pledges.mail.bounces import take_bounce
from tests.factories.pledges import OutgoingMailFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.bounces import report

pytestmark = pytest.mark.django_db

WRONG, FULL, NOT_SENT = "there is no such e-mail address", "their mailbox did not take it", "could not be sent"


@pytest.fixture
def pledge():
    return PledgeFactory(email="an@example.org")


@pytest.fixture
def read_case(client, pledge):
    def read():
        page = client.get(f"/admin/inbox/{pledge.pk}/")
        assert page.status_code == 200
        return " ".join(BeautifulSoup(page.content, "html.parser").main.get_text(" ", strip=True).split())

    client.force_login(UserFactory(group="Pledge officers"))
    return read


@pytest.mark.parametrize(
    ("state", "error", "sentence"),
    [
        (MailState.BOUNCED, "5.1.1", WRONG),
        (MailState.BOUNCED, "5.1.10", WRONG),
        (MailState.FAILED, "SMTPRecipientsRefused 550", WRONG),
        (MailState.BOUNCED, "5.2.2", FULL),
        (MailState.FAILED, "SMTPDataError 554", NOT_SENT),
        (MailState.FAILED, "ConnectionRefusedError", NOT_SENT),
    ],
)
def test_it_says_why_the_member_reads_nothing(read_case, pledge, state, error, sentence):
    OutgoingMailFactory(pledge=pledge, state=state, error=error)
    said = read_case()
    assert [text for text in (WRONG, FULL, NOT_SENT) if text in said] == [sentence]
    assert error in said


@pytest.mark.parametrize("state", [MailState.SENT, MailState.QUEUED, MailState.HELD])
def test_it_says_nothing_while_mail_arrives(read_case, pledge, state):
    OutgoingMailFactory(pledge=pledge, state=state)
    assert "The last mail to the member" not in read_case()


def test_a_mail_that_arrived_since_ends_it(read_case, pledge):
    OutgoingMailFactory(pledge=pledge, state=MailState.BOUNCED, error="5.2.2")
    OutgoingMailFactory(pledge=pledge, state=MailState.SENT)
    assert "The last mail to the member" not in read_case()


@pytest.mark.parametrize("kind", [MailKind.STAFF_NOTICE, MailKind.ADDRESS_CHANGED])
def test_what_went_to_another_address_says_nothing_of_the_member(read_case, pledge, kind):
    OutgoingMailFactory(pledge=pledge, kind=kind, recipient="old@example.org", state=MailState.BOUNCED, error="5.1.1")
    assert "The last mail to the member" not in read_case()


def test_the_history_names_the_mail_server(read_case, pledge):
    mail = OutgoingMailFactory(pledge=pledge, state=MailState.SENT)
    take_bounce(report(mail.message_id))
    said = read_case()
    assert WRONG in said
    assert re.search(r"A mail came back: receipt to the member \(5\.1\.1\)\. .{5,60} · the mail server", said)
