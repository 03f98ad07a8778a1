"""The links in mails: whole for their reader, worthless to whoever reads the outbox."""

import re
from datetime import timedelta
from unittest.mock import Mock

import pytest
from django.core import mail as django_mail
from django.db import OperationalError
from django.utils import timezone
from wagtail.models import Site

from pledges.choices import LinkPurpose, MailState, SpamSign
from pledges.links import give_data_link, give_link
from pledges.mail.messages import (
    queue_data_link,
    queue_new_link,
    queue_receipt,
    queue_resume,
    queue_staff_notice,
)
from pledges.mail.sender import send_due
from pledges.models import MailSettings, MailText, MemberLink, OutgoingMail
from pledges.moves import MOVES, apply
from tests.factories.pledges import PledgeDraftFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.support.mail_server import mail_server
from tests.support.mails import link_in

pytestmark = pytest.mark.django_db

LANGUAGES = ["en", "nl", "fr", "de"]


def path_of(link, language="en"):
    if link.purpose == LinkPurpose.DATA:
        return f"/{language}/pledge/my-data/{link.signed}/"
    return f"/{language}/pledge/{link.signed}/{link.purpose}/"


def queue_all(language="en"):
    """A mail with each link there is."""
    queue_both(language)
    queue_data_link(give_data_link("an@example.org"), language)


def queue_both(language="en"):
    """A receipt with its two links, and the link to a draft."""
    draft = PledgeDraftFactory(language=language)
    return queue_receipt(PledgeFactory(language=language)), queue_resume(
        draft, "an@example.org", give_link(LinkPurpose.RESUME, draft)
    )


@pytest.mark.parametrize("language", LANGUAGES)
def test_reader_gets_each_link_whole_as_text_and_on_the_page(client, language):
    queue_all(language)
    send_due()
    text = "".join(message.body for message in django_mail.outbox)
    pages = "".join(message.alternatives[0].content for message in django_mail.outbox)
    links = list(MemberLink.objects.all())
    assert {link.purpose for link in links} == set(LinkPurpose.values)
    for link in links:
        path = path_of(link, language)
        assert f"http://localhost{path}" in text
        assert f'href="http://localhost{path}"' in pages
        assert client.get(path).status_code == 200
    assert "…" not in text


def test_nobody_finds_a_link_that_works_in_the_ledger_or_in_the_outbox(client):
    mails = queue_both()
    send_due()
    client.force_login(UserFactory(is_superuser=True))
    for mail in mails:
        page = client.get(f"/admin/outgoing-mail/inspect/{mail.pk}/").content.decode()
        assert re.search(rf"/en/pledge/…\w+…/{'mine' if mail.pledge else 'resume'}/", page)
        for address in re.findall(r"/en/pledge/[^/\s]+/\w+/", page):
            assert client.get(address).status_code == 404
    rows = str(list(OutgoingMail.objects.values()))
    for link in MemberLink.objects.all():
        assert link.signed not in rows
        assert link.key.hex not in rows


def test_mail_that_was_refused_for_now_still_carries_its_link(settings):
    queue_receipt(PledgeFactory())
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        server.refuse_data = "451 Try later"
        send_due()
        server.refuse_data = ""
        OutgoingMail.objects.update(due_at=timezone.now())
        send_due()
        text = server.messages[-1].get_payload()[0].get_payload(decode=True).decode()
    assert path_of(MemberLink.objects.get(purpose=LinkPurpose.MINE)) in text


def test_link_survives_a_change_of_the_sites_host_name(client):
    queue_receipt(PledgeFactory())
    Site.objects.update(hostname="www.example.org")
    send_due()
    assert path_of(MemberLink.objects.get(purpose=LinkPurpose.MINE)) in django_mail.outbox[0].body


def test_late_mail_to_an_old_address_is_not_sent_once_its_link_was_replaced():
    pledge = PledgeFactory(email="old@example.org")
    late = queue_receipt(pledge)
    pledge.email = "new@example.org"
    queue_receipt(pledge)
    send_due()
    assert [message.to for message in django_mail.outbox] == [["new@example.org"]]
    late.refresh_from_db()
    assert (late.state, late.tries, late.lease_token) == (MailState.CANCELLED, 1, None)


def test_late_mail_carries_the_link_that_the_same_reader_got_since(client):
    pledge = PledgeFactory(email="an@example.org")
    queue_receipt(pledge)
    queue_new_link(pledge)
    send_due()
    newest = MemberLink.objects.filter(purpose=LinkPurpose.MINE).latest("pk")
    assert len(django_mail.outbox) == 2
    assert all(path_of(newest) in message.body for message in django_mail.outbox)
    assert client.get(path_of(newest)).status_code == 200


def test_mail_without_the_link_that_was_revoked_is_sent():
    MailText.objects.create(kind="receipt", language="en", subject="Thanks", body="Thank you.")
    pledge = PledgeFactory(email="an@example.org")
    queue_receipt(pledge)
    pledge.links.update(revoked_at=timezone.now())
    send_due()
    assert [message.body for message in django_mail.outbox] == ["Thank you."]


def test_receipt_that_staff_let_out_late_carries_links_that_work(client):
    pledge = PledgeFactory(email="an@example.org", spam_signs=SpamSign.TRAP)
    mail = queue_receipt(pledge)
    pledge.links.update(expires_at=timezone.now() - timedelta(days=1))
    apply(pledge, MOVES["not_spam"], UserFactory(group="Pledge officers"), pledge.version)
    send_due()
    assert len(django_mail.outbox) == 1
    for kind in ("mine", "confirm"):
        assert client.get(link_in(mail, kind)).status_code == 200


def test_text_of_staff_may_leave_the_link_out_or_name_it_twice():
    MailText.objects.create(kind="receipt", language="nl", subject="Dank", body="Dank u.")
    MailText.objects.create(kind="receipt", language="fr", subject="Merci", body="{my_url} {my_url}")
    queue_receipt(PledgeFactory(language="nl"))
    french = PledgeFactory(language="fr")
    queue_receipt(french)
    send_due()
    dutch_text, french_text = (message.body for message in django_mail.outbox)
    assert dutch_text == "Dank u."
    assert french_text.count(path_of(french.links.get(purpose=LinkPurpose.MINE), "fr")) == 2


def test_dots_typed_by_a_member_give_staff_no_link():
    site = Site.objects.get(is_default_site=True)
    MailSettings.objects.create(site=site, staff_recipients="staff@example.org")
    pledge = PledgeFactory(title="/en/pledge/…/mine/ {my_url}")
    queue_receipt(pledge)
    queue_staff_notice(pledge)
    send_due()
    (notice,) = (message for message in django_mail.outbox if message.to == ["staff@example.org"])
    assert "/en/pledge/…/mine/ {my_url}" in notice.body
    assert not [link for link in MemberLink.objects.all() if link.signed in notice.body]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("place", ["title", "name"])
def test_address_typed_by_a_member_never_gets_a_secret(language, place):
    other = PledgeFactory(language=language)
    masks = [re.search(r"…\w+…", queue_receipt(other).body)[0], "…", "{my_url}"]
    typed = " ".join(f"https://evil.example/{language}/pledge/{mask}/mine/" for mask in masks)
    mail = queue_receipt(PledgeFactory(language=language, **{place: typed}))
    OutgoingMail.objects.exclude(pk=mail.pk).delete()
    send_due()
    (message,) = django_mail.outbox
    for text in (message.body, message.alternatives[0].content):
        links = [link for link in mail.links.all() if link.signed in text]
        assert len(links) == 2
        assert not [
            link for link in MemberLink.objects.all() if f"evil.example/{language}/pledge/{link.signed}" in text
        ]
        assert "https://evil.example/" in text


def test_mail_that_waits_is_deleted_with_its_links():
    mail = queue_both()[1]
    mail.draft.delete()
    assert not MemberLink.objects.filter(purpose=LinkPurpose.RESUME).exists()
    assert OutgoingMail.objects.get().state == MailState.QUEUED


def test_mail_whose_links_cannot_be_read_now_goes_out_later(monkeypatch):
    queue_receipt(PledgeFactory())
    with monkeypatch.context() as away:
        away.setattr("pledges.mail.sender.unmask", Mock(side_effect=OperationalError))
        with pytest.raises(OperationalError):
            send_due()
    assert OutgoingMail.objects.get().state == MailState.QUEUED
    OutgoingMail.objects.update(leased_until=timezone.now())
    send_due()
    assert path_of(MemberLink.objects.get(purpose=LinkPurpose.MINE)) in django_mail.outbox[0].body
