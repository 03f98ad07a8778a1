"""What a case says when mails to its member do not arrive."""

import pytest
from bs4 import BeautifulSoup

from pledges.choices import MailKind, MailState
from pledges.mail.bounces import take_bounce
from tests.factories.pledges import OutgoingMailFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.bounces import report

pytestmark = pytest.mark.django_db

DID_NOT_ARRIVE = "A mail did not arrive"
CAME_BACK, NOT_SENT = "sent it back later", "it could not be sent"


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
        (MailState.BOUNCED, "5.1.1", CAME_BACK),
        (MailState.BOUNCED, "5.2.2", CAME_BACK),
        (MailState.FAILED, "SMTPRecipientsRefused 550", NOT_SENT),
        (MailState.FAILED, "ConnectionRefusedError", NOT_SENT),
    ],
)
def test_it_says_why_the_member_reads_nothing(read_case, pledge, state, error, sentence):
    OutgoingMailFactory(pledge=pledge, state=state, error=error)
    said = read_case()
    assert DID_NOT_ARRIVE in said
    assert [text for text in (CAME_BACK, NOT_SENT) if text in said] == [sentence]
    assert error in said


@pytest.mark.parametrize("state", [MailState.SENT, MailState.QUEUED, MailState.HELD])
def test_it_says_nothing_while_mail_arrives(read_case, pledge, state):
    OutgoingMailFactory(pledge=pledge, state=state)
    assert DID_NOT_ARRIVE not in read_case()


def test_a_mail_that_arrived_since_ends_it(read_case, pledge):
    OutgoingMailFactory(pledge=pledge, state=MailState.BOUNCED, error="5.2.2")
    OutgoingMailFactory(pledge=pledge, state=MailState.SENT)
    assert DID_NOT_ARRIVE not in read_case()


@pytest.mark.parametrize("kind", [MailKind.STAFF_NOTICE, MailKind.ADDRESS_CHANGED])
def test_what_came_back_from_another_address_says_nothing_of_the_member(read_case, pledge, kind):
    OutgoingMailFactory(pledge=pledge, kind=kind, recipient="old@example.org", state=MailState.BOUNCED, error="5.1.1")
    assert DID_NOT_ARRIVE not in read_case()


def test_the_timeline_names_the_mail_server(read_case, pledge):
    mail = OutgoingMailFactory(pledge=pledge, state=MailState.SENT)
    take_bounce(report(mail.message_id))
    said = read_case()
    assert CAME_BACK in said
    assert "A mail came back: receipt to the member (5.1.1)." in said
    assert "the mail server" in said
