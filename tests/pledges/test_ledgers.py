"""The ledger of outgoing mail, and the texts that mails are made from."""

import re

import pytest
from bs4 import BeautifulSoup

from pledges.choices import UNDELIVERED_STATES, MailState
from pledges.models import MailText, OutgoingMail
from tests.factories.pledges import MailTextFactory, OutgoingMailFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(group="Pledge officers"))
    return client


class TestOutgoingMail:
    def test_it_lists_what_went_wrong(self, desk):
        mail = OutgoingMailFactory(state=MailState.FAILED, error="SMTPRecipientsRefused 550", recipient="an@x.be")
        text = desk.get("/admin/outgoing-mail/").content.decode()
        for word in (mail.pledge.public_id, "failed", "SMTPRecipientsRefused 550", "an@x.be"):
            assert word in text

    def test_it_is_filtered_by_state_and_searched_by_number(self, desk):
        failed, sent = OutgoingMailFactory(state=MailState.FAILED), OutgoingMailFactory(state=MailState.SENT)
        for query, shown, hidden in (
            ({"state__exact": "failed"}, failed, sent),
            ({"q": sent.pledge.public_id}, sent, failed),
        ):
            text = desk.get("/admin/outgoing-mail/", query).content.decode()
            assert shown.pledge.public_id in text
            assert hidden.pledge.public_id not in text

    def test_the_inbox_counts_what_was_not_sent_and_what_came_back_and_links_to_these(self, desk):
        reached_nobody = [OutgoingMailFactory(state=state) for state in (MailState.FAILED, MailState.BOUNCED)]
        others = [OutgoingMailFactory(state=state) for state in MailState if state not in UNDELIVERED_STATES]
        page = BeautifulSoup(desk.get("/admin/inbox/").content, "html.parser")
        link = page.find("a", string=re.compile("2 mails could not be sent"))
        listing = desk.get(link["href"]).content.decode()
        for mail in reached_nobody:
            assert mail.pledge.public_id in listing
        for mail in others:
            assert mail.pledge.public_id not in listing

    def test_one_mail_is_shown_whole_and_as_text(self, desk):
        mail = OutgoingMailFactory(body="Dear <b>An</b>", subject="Received")
        text = desk.get(f"/admin/outgoing-mail/inspect/{mail.pk}/").content.decode()
        assert "Dear &lt;b&gt;An&lt;/b&gt;" in text
        assert "Received" in text

    @pytest.mark.parametrize("verb", ["create/", "edit/{}/", "delete/{}/", "history/{}/"])
    def test_nobody_changes_it(self, client, admin_user, verb):
        mail = OutgoingMailFactory()
        client.force_login(admin_user)
        address = "/admin/outgoing-mail/" + verb.format(mail.pk)
        for response in (client.get(address, follow=True), client.post(address, follow=True)):
            assert response.status_code == 404
        assert OutgoingMail.objects.get() == mail

    def test_the_list_offers_nothing_that_changes_it(self, desk):
        mail = OutgoingMailFactory()
        text = desk.get("/admin/outgoing-mail/").content.decode()
        assert f"/admin/outgoing-mail/inspect/{mail.pk}/" in text
        for verb in ("create", "edit", "delete"):
            assert f"/admin/outgoing-mail/{verb}" not in text

    def test_queries_do_not_grow_with_the_rows(self, desk, django_assert_max_num_queries):
        def count(rows):
            for _row in range(rows):
                OutgoingMailFactory()
            with django_assert_max_num_queries(25) as queries:
                desk.get("/admin/outgoing-mail/")
            return len(queries)

        desk.get("/admin/outgoing-mail/")
        assert count(3) == count(15)


class TestMailTexts:
    def test_an_officer_writes_and_changes_one(self, desk):
        values = {"kind": "receipt", "language": "nl", "subject": "Dank u", "body": "Wij hebben het ontvangen."}
        assert desk.post("/admin/mail-texts/new/", values).status_code == 302
        text = MailText.objects.get()
        assert desk.post(f"/admin/mail-texts/edit/{text.pk}/", values | {"subject": "Bedankt"}).status_code == 302
        text.refresh_from_db()
        assert (text.subject, text.language) == ("Bedankt", "nl")
        assert "Bedankt" in desk.get("/admin/mail-texts/").content.decode()

    def test_a_second_text_for_the_same_mail_and_language_is_refused(self, desk):
        MailTextFactory(kind="receipt", language="nl")
        values = {"kind": "receipt", "language": "nl", "subject": "Dank u", "body": "Ontvangen."}
        response = desk.post("/admin/mail-texts/new/", values)
        assert response.status_code == 200
        assert "already exists" in response.content.decode()
        assert "Ontvangen." in response.content.decode()
        assert MailText.objects.count() == 1
