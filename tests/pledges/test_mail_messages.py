"""What members and staff read in their mails, and what a text that staff write may hold."""

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.db.transaction import TransactionManagementError
from wagtail.models import Site
from wagtail.users.models import UserProfile

from bbacms.core.models import SiteSettings
from pledges.choices import MailKind, PledgeSource, PrivacyClass
from pledges.mail.messages import queue_receipt, queue_staff_notice
from pledges.mail.outbox import queue
from pledges.mail.texts import BODY_PLACEHOLDERS, SHIPPED, SUBJECT_PLACEHOLDERS, fill, unknown_braces
from pledges.models import MailSettings, MailText, OutgoingMail
from tests.factories.pledges import AnswerFactory, PledgeFactory

LANGUAGES = ["en", "nl", "fr", "de"]
THANKS = {"en": "Thank you", "nl": "Hartelijk dank", "fr": "Nous vous remercions", "de": "vielen Dank"}
NEW = {"en": "New engagement", "nl": "Nieuw engagement", "fr": "Nouvel engagement", "de": "Neue Verpflichtung"}


@pytest.fixture
def site(db):
    return Site.objects.get(is_default_site=True)


@pytest.fixture
def staff(site):
    """Two members of staff receive the notices."""
    settings = MailSettings.for_site(site)
    settings.staff_recipients = "officer@example.org\n\nteam@example.org\nofficer@example.org\n"
    settings.save()
    return settings


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipt_is_a_whole_letter_in_the_members_language(site, language):
    pledge = PledgeFactory(language=language, title="Hagen & poelen")
    AnswerFactory(pledge=pledge, section="Waar", label="Plaats", display="Gent", privacy=PrivacyClass.PUBLIC)
    AnswerFactory(pledge=pledge, section="Waar", label="Wat", display="Een poel\nEen haag")

    mail = queue_receipt(pledge)

    assert mail.language == language
    assert mail.recipient == pledge.email
    assert pledge.public_id in mail.subject
    assert THANKS[language] in mail.body
    assert "Hagen & poelen" in mail.body
    assert "WAAR\nPlaats: Gent\nWat:\n    Een poel\n    Een haag\n" in mail.body
    assert "An Peeters" in mail.body
    assert "{" not in mail.subject + mail.body


def test_a_question_keeps_its_own_mark_before_the_answer(site):
    pledge = PledgeFactory()
    AnswerFactory(pledge=pledge, section="", label="Where?", display="Gent")
    assert "\nWhere? Gent\n" in queue_receipt(pledge).body


@pytest.mark.parametrize("language", LANGUAGES)
def test_receipt_without_a_name_greets_without_a_gap(site, language):
    first_line = queue_receipt(PledgeFactory(language=language, name="")).body.splitlines()[0]

    assert first_line.endswith(",")
    assert " ," not in first_line


def test_answer_to_the_receipt_reaches_the_contact_address_of_the_site(site):
    settings = SiteSettings.for_site(site)
    settings.contact_email = "hello@example.org"
    settings.save()

    assert queue_receipt(PledgeFactory()).reply_to == "hello@example.org"


def test_imported_engagement_gets_no_mail(staff):
    pledge = PledgeFactory(source=PledgeSource.IMPORT)

    assert queue_receipt(pledge) is None
    assert queue_staff_notice(pledge) == []
    assert not OutgoingMail.objects.exists()


def test_engagement_without_address_gets_no_receipt(site):
    assert queue_receipt(PledgeFactory(email="")) is None


def test_notice_goes_to_each_member_of_staff_once_and_answers_the_member(staff):
    pledge = PledgeFactory(language="de", title="Teich", email="member@example.org")

    mails = queue_staff_notice(pledge)

    assert [mail.recipient for mail in mails] == ["officer@example.org", "team@example.org"]
    assert {mail.reply_to for mail in mails} == {"member@example.org"}
    assert {mail.subject for mail in mails} == {f"New engagement {pledge.public_id}: Teich"}
    assert "http://localhost/admin/" in mails[0].body


def test_notice_holds_public_answers_alone(staff):
    pledge = PledgeFactory(name="An Peeters", email="member@example.org")
    AnswerFactory(pledge=pledge, label="Name", display="An Peeters", privacy=PrivacyClass.CONTACT)
    AnswerFactory(pledge=pledge, label="E-mail", display="member@example.org", privacy=PrivacyClass.CONTACT)
    AnswerFactory(pledge=pledge, label="Notes", display="Only for staff", privacy=PrivacyClass.STAFF)

    AnswerFactory(pledge=pledge, label="Place", display="Asse", privacy=PrivacyClass.PUBLIC)

    mail = queue_staff_notice(pledge)[0]

    assert "Place: Asse" in mail.body
    assert pledge.public_id in mail.body
    assert "Notes" not in mail.body
    assert "Only for staff" not in mail.body
    assert "Peeters" not in mail.subject + mail.body
    assert "member@example.org" not in mail.subject + mail.body


@pytest.mark.parametrize("language", LANGUAGES)
def test_notice_is_in_the_language_its_reader_chose_for_the_admin(staff, django_user_model, language):
    officer = django_user_model.objects.create_user("officer", email="Officer@example.org")
    UserProfile.objects.create(user=officer, preferred_language=language)

    to_officer, to_team = queue_staff_notice(PledgeFactory(language="fr"))

    assert (to_officer.language, to_team.language) == (language, "en")
    assert to_officer.subject.startswith(NEW[language])
    assert "{" not in to_officer.subject + to_officer.body


def test_text_written_by_staff_replaces_the_shipped_one_in_its_language_only(site):
    MailText.objects.create(kind=MailKind.RECEIPT, language="nl", subject="Dank! {number}", body="Dag {name}: {title}")

    dutch = queue_receipt(PledgeFactory(language="nl", title="Haag"))
    french = queue_receipt(PledgeFactory(language="fr"))

    assert dutch.subject == f"Dank! {dutch.pledge.public_id}"
    assert dutch.body == "Dag An Peeters: Haag"
    assert THANKS["fr"] in french.body


@pytest.mark.parametrize(
    ("kind", "field", "text", "named"),
    [
        (MailKind.RECEIPT, "body", "Hello {nmae}", "{nmae}"),
        (MailKind.RECEIPT, "subject", "{answers}", "{answers}"),
        (MailKind.STAFF_NOTICE, "body", "From { name }", "{name}"),
        (MailKind.RECEIPT, "body", "{name} Hello {first name}", "{first name}"),
        (MailKind.RECEIPT, "body", "{contact-person}", "{contact-person}"),
        (MailKind.RECEIPT, "subject", "{naam!}", "{naam!}"),
        (MailKind.RECEIPT, "body", "A {} b", "{}"),
        (MailKind.RECEIPT, "body", "{" + "x " * 500 + "}", "{" + "x " * 14 + "x…}"),
    ],
)
def test_unknown_placeholder_is_refused_with_its_name_and_those_that_exist(kind, field, text, named):
    values = {"subject": "Subject", "body": "Text", field: text}

    with pytest.raises(ValidationError) as refusal:
        MailText(kind=kind, language="en", **values).clean()

    [sentence] = refusal.value.message_dict[field]
    assert sentence.startswith(f"{named} is not known here.")
    assert "{number}" in sentence


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("Hello {{name}},", "{{name}}"),
        ("Hello {name,\nand {title}", "{name, and"),
        ("Hello name}, {title}", "}"),
        ("Hello {name}}", "{name}}"),
        ("Hello { {name} }", "{"),
        ("{" + "x" * 500, "{" + "x" * 28 + "…"),
    ],
)
@pytest.mark.parametrize("field", ["subject", "body"])
def test_a_brace_without_its_fellow_is_refused_too(field, text, named):
    with pytest.raises(ValidationError) as refusal:
        MailText(kind=MailKind.RECEIPT, language="en", **{"subject": "Subject", "body": "Text", field: text}).clean()
    [sentence] = refusal.value.message_dict[field]
    assert sentence.startswith(f"Something is wrong with the braces in “{named}”. Please write one before a name")
    assert "{number}" in sentence


def test_names_that_are_known_may_have_spaces_around_them():
    MailText(kind=MailKind.RECEIPT, language="en", subject="{ number }", body="{name},\n{\ntitle }{answers}").clean()


def test_braces_that_are_no_placeholder_stay_in_what_was_stored_before():
    assert fill("A {} {number}", {"number": "1"}) == "A {} 1"


def test_braces_in_what_a_member_wrote_mean_nothing(site):
    mail = queue_receipt(PledgeFactory(title="{name} {answers} {0}"))

    assert "{name} {answers} {0}" in mail.body


def test_line_break_in_a_title_cannot_begin_a_header(staff):
    pledge = PledgeFactory(title="Pond\r\nBcc: victim@example.org\u2028Cc: other@example.org")

    mail = queue_staff_notice(pledge)[0]

    assert mail.subject.endswith("Pond Bcc: victim@example.org Cc: other@example.org")
    assert len(mail.subject.splitlines()) == 1


def test_longest_title_still_fits_the_subject(staff):
    mail = queue_staff_notice(PledgeFactory(title="x" * 255))[0]

    assert len(mail.subject) == 255
    assert mail.subject.endswith("x…")


def test_every_shipped_text_exists_in_four_languages_and_keeps_to_its_placeholders():
    assert set(SHIPPED) == {(kind.value, language) for kind in MailKind for language in LANGUAGES}
    for (kind, language), text in SHIPPED.items():
        assert not unknown_braces(text.subject, SUBJECT_PLACEHOLDERS[kind]), (kind, language)
        assert not unknown_braces(text.body, BODY_PLACEHOLDERS[kind]), (kind, language)
        for name in BODY_PLACEHOLDERS[kind]:
            assert f"{{{name}}}" in text.body, (kind, language, name)


def test_mail_shows_the_number_of_the_engagement_and_no_address(site):
    mail = queue_receipt(PledgeFactory(email="member@example.org"))

    assert str(mail) == mail.pledge.public_id
    assert "member@example.org" not in repr(mail)


def test_mail_vanishes_with_the_transaction_it_was_queued_in(site):
    pledge = PledgeFactory()

    def queue_and_fail():
        with transaction.atomic():
            queue_receipt(pledge)
            assert OutgoingMail.objects.count() == 1
            raise LookupError

    with pytest.raises(LookupError):
        queue_and_fail()

    assert not OutgoingMail.objects.exists()


def test_queueing_outside_a_transaction_is_refused():
    with pytest.raises(TransactionManagementError):
        queue(
            MailKind.RECEIPT,
            PledgeFactory.build(),
            recipient="member@example.org",
            language="en",
            subject="Received",
            body="Thank you.",
        )
