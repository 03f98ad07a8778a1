"""How officers write the text of a mail, and how they go back to the shipped one."""

from datetime import timedelta

import pytest
from django.core import mail as django_mail
from django.utils.html import escape

from pledges.choices import MailKind
from pledges.mail.messages import queue_letter, queue_receipt
from pledges.mail.sender import send_due
from pledges.mail.texts import BODY_PLACEHOLDERS, SHIPPED, SUBJECT_PLACEHOLDERS
from pledges.models import MailText, OutgoingMail
from tests.factories.pledges import AnswerFactory, MailTextFactory, PledgeFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db
LIST, NEW = "/admin/mail-texts/", "/admin/mail-texts/new/"


@pytest.fixture
def desk(client):
    client.force_login(UserFactory(group="Pledge officers"))
    return client


@pytest.mark.parametrize("query", [{}, {"kind": "receipt"}, {"kind": "spam", "language": "xx"}])
def test_a_new_text_asks_for_mail_and_language(desk, query):
    response = desk.get(NEW, query)
    page = response.content.decode()
    assert response.status_code == 200
    assert '<select name="kind"' in page
    assert '<select name="language"' in page
    assert 'name="body"' not in page


@pytest.mark.parametrize(("kind", "language"), SHIPPED)
def test_it_begins_as_the_shipped_one(desk, kind, language):
    response = desk.get(NEW, {"kind": kind, "language": language})
    page = response.content.decode()
    shipped = SHIPPED[kind, language]
    assert escape(shipped.subject) in page
    assert escape(shipped.body) in page
    form = response.context["form"]
    assert (form["kind"].value(), form["language"].value()) == (kind, language)
    # Nothing is kept before it is sent.
    assert not MailText.objects.exists()
    values = {name: form[name].value() for name in ("kind", "language", "subject", "body")}
    assert desk.post(NEW, {**values, "subject": "My own"}).status_code == 302
    assert MailText.objects.get(kind=kind, language=language).subject == "My own"


def test_a_text_that_is_written_already_is_opened(desk):
    text = MailTextFactory(kind=MailKind.RECEIPT, language="nl")
    response = desk.get(NEW, {"kind": "receipt", "language": "nl"})
    assert response["Location"] == f"{LIST}edit/{text.pk}/"


def test_a_second_one_is_refused_and_nothing_is_lost(desk):
    MailTextFactory(kind=MailKind.RECEIPT, language="nl")
    response = desk.post(NEW, {"kind": "receipt", "language": "nl", "subject": "Second", "body": "Long work"})
    assert response.status_code == 200
    assert "Long work" in response.content.decode()
    assert MailText.objects.count() == 1


@pytest.mark.parametrize("address", [f"{NEW}?kind=staff_notice&language=fr", f"{LIST}edit/{{}}/"])
def test_each_kind_of_mail_says_what_may_stand_in_it(desk, address):
    form = desk.get(address.format(MailTextFactory().pk)).context["form"]
    for field, allowed in (("subject", SUBJECT_PLACEHOLDERS), ("body", BODY_PLACEHOLDERS)):
        for kind in MailKind:
            names = ", ".join(f"{{{name}}}" for name in allowed[kind])
            assert f"In the {kind.label} you can use: {names}." in form.fields[field].help_text


def test_deleting_goes_back_to_the_shipped_text(desk):
    text = MailTextFactory(kind=MailKind.RECEIPT, language="en", subject="My own")
    assert queue_receipt(PledgeFactory()).subject == "My own"
    address = f"{LIST}delete/{text.pk}/"
    assert "the shipped text will be sent again" in desk.get(address).content.decode()
    answer = desk.post(address, follow=True).content.decode()
    assert "The shipped text is sent again." in answer
    assert queue_receipt(PledgeFactory()).subject.startswith("We have received your engagement")


class TestLineEnds:
    """A browser sends a line break as two characters; a mail reads as if it were one."""

    @pytest.fixture
    def pledge(self):
        pledge = PledgeFactory(name="", email="an@example.org", language="nl")
        AnswerFactory(pledge=pledge, section="Wie", label="Naam", display="An")
        return pledge

    def letters(self, pledge):
        """Accepted without a word, and asked for changes with two paragraphs: the text and the HTML of each."""
        for kind, message in ((MailKind.ACCEPTED, ""), (MailKind.CHANGES_REQUESTED, "Waar?\n\nHoe groot?")):
            queue_letter(kind, pledge, message=message, hold=timedelta(0))
        django_mail.outbox.clear()
        send_due()
        return [(mail.body.strip(), mail.alternatives[0].content) for mail in django_mail.outbox]

    def test_a_text_as_a_browser_sends_it_reads_as_the_shipped_one(self, desk, pledge):
        shipped = self.letters(pledge)
        for kind in (MailKind.ACCEPTED, MailKind.CHANGES_REQUESTED):
            text = SHIPPED[kind, "nl"]
            typed = {"subject": text.subject, "body": text.body.replace("\n", "\r\n")}
            assert desk.post(NEW, {"kind": kind, "language": "nl", **typed}).status_code == 302
            assert MailText.objects.get(kind=kind).body == text.body.strip()
        assert self.letters(pledge) == shipped

    @pytest.mark.parametrize("end", ["\r\n", "\r"])
    def test_one_that_was_stored_before_does_too(self, pledge, end):
        shipped = self.letters(pledge)
        for kind in (MailKind.ACCEPTED, MailKind.CHANGES_REQUESTED):
            text = SHIPPED[kind, "nl"]
            MailTextFactory(kind=kind, language="nl", subject=text.subject, body=text.body.replace("\n", end))
        assert self.letters(pledge) == shipped

    def test_a_mail_that_waits_already_has_paragraphs(self, pledge):
        queue_receipt(pledge)
        body = OutgoingMail.objects.get().body
        OutgoingMail.objects.update(body=body.replace("\n", "\r\n"))
        send_due()
        page = django_mail.outbox[-1].alternatives[0].content
        assert page.count("<p") > 3
