"""Mails that did not arrive: the case says so and what to do, and one that was given up can be sent again."""

from datetime import timedelta

import pytest
from django.core import mail as sink
from django.test import Client
from django.utils import timezone
from wagtail.models import ModelLogEntry

from pledges.choices import LinkPurpose, MailKind, MailState
from pledges.links import give_link
from pledges.mail.outbox import requeue
from pledges.mail.sender import MAX_TRIES, send_due
from tests.factories.pledges import OutgoingMailFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.pledges.test_inbox import text_of

pytestmark = pytest.mark.django_db


@pytest.fixture
def officer():
    return UserFactory(group="Pledge officers")


@pytest.fixture
def desk(client, officer):
    client.force_login(officer)
    return client


def given_up(**columns):
    values = {"state": MailState.FAILED, "error": "SMTPRecipientsRefused 550", "tries": MAX_TRIES, **columns}
    return OutgoingMailFactory(**values)


def send_again(client, mail, **options):
    return client.post(f"/admin/inbox/{mail.pledge_id}/mails/{mail.pk}/send-again/", **options)


def case(desk, mail):
    return text_of(desk.get(f"/admin/inbox/{mail.pledge_id}/"))


def test_the_case_says_what_failed_and_what_to_do(desk):
    text = case(desk, given_up())
    assert "A mail did not arrive" in text
    assert "it could not be sent, and no further try is made." in text
    assert "The mail server says: SMTPRecipientsRefused 550" in text
    assert "Send again" in text


def test_a_notice_to_staff_points_to_the_settings(desk):
    mail = given_up(kind=MailKind.STAFF_NOTICE, recipient="office@example.org")
    assert "Check the address in the mail settings" in case(desk, mail)


def test_a_mail_that_came_back_is_told_while_the_address_is_the_same(desk):
    mail = OutgoingMailFactory(state=MailState.BOUNCED, error="5.1.1")
    text = case(desk, mail)
    assert "the mail server took it and sent it back later." in text
    assert "Send again" not in text
    type(mail.pledge).objects.update(email="another@example.org")
    text = case(desk, mail)
    assert "did not arrive" not in text
    assert "came back: it could not be delivered" in text


@pytest.mark.parametrize("state", [state for state in MailState if state not in (MailState.FAILED, MailState.BOUNCED)])
def test_any_other_mail_is_no_trouble(desk, state):
    assert "did not arrive" not in case(desk, OutgoingMailFactory(state=state))


def test_sent_again_it_goes_out(desk, officer):
    mail = given_up()
    link = give_link(LinkPurpose.MINE, mail.pledge)
    mail.links.add(link)
    type(link).objects.update(expires_at=timezone.now() + timedelta(days=1))
    assert "The mail is on its way again." in text_of(send_again(desk, mail, follow=True))
    entry = ModelLogEntry.objects.get(action="pledges.send_again")
    assert (entry.user, entry.data) == (officer, {"mail": "receipt"})
    send_due()
    assert [message.to for message in sink.outbox] == [[mail.recipient]]
    mail.refresh_from_db()
    link.refresh_from_db()
    assert (mail.state, mail.tries, mail.error) == (MailState.SENT, 1, "")
    assert link.expires_at > timezone.now() + timedelta(days=30)


@pytest.mark.parametrize("state", [state for state in MailState if state != MailState.FAILED])
def test_only_what_was_given_up_is_sent_again(desk, state):
    mail = OutgoingMailFactory(state=state)
    assert "it was not given up" in text_of(send_again(desk, mail, follow=True))
    mail.refresh_from_db()
    assert mail.state == state
    assert not ModelLogEntry.objects.filter(action="pledges.send_again").exists()


def test_the_second_of_two_clicks_does_nothing():
    mail = given_up()
    assert requeue(mail)
    assert not requeue(mail)


def test_a_revoked_link_stays_revoked():
    mail = given_up()
    link = give_link(LinkPurpose.MINE, mail.pledge)
    mail.links.add(link)
    give_link(LinkPurpose.MINE, mail.pledge)
    ends = link.expires_at
    requeue(mail)
    link.refresh_from_db()
    assert link.expires_at == ends


def test_a_mail_of_another_case_is_not_found(desk):
    mail = given_up()
    address = f"/admin/inbox/{PledgeFactory().pk}/mails/{mail.pk}/send-again/"
    assert desk.post(address).status_code == 404
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


@pytest.mark.parametrize("group", ["Moderators", "Editors"])
def test_whoever_may_not_decide_sends_nothing(client, group):
    mail = given_up()
    client.force_login(UserFactory(group=group))
    send_again(client, mail)
    mail.refresh_from_db()
    assert mail.state == MailState.FAILED


def test_a_post_without_token_is_refused(officer):
    client = Client(enforce_csrf_checks=True)
    client.force_login(officer)
    assert send_again(client, given_up()).status_code == 403
