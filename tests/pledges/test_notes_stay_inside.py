"""No note and no reason of staff is ever part of a mail: tried with every move, in every language, by real SMTP."""

from decimal import Decimal

import pytest
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from pledges.choices import MailKind
from pledges.mail.messages import queue_address_changed, queue_new_link, queue_receipt, queue_staff_notice
from pledges.mail.sender import send_due
from pledges.mail.texts import BODY_PLACEHOLDERS, SUBJECT_PLACEHOLDERS, in_braces
from pledges.models import MailSettings, MailText, OutgoingMail, Pledge
from pledges.moves import MOVES, Mark, Said, apply
from pledges.notes import write_note
from tests.factories.core import IndicatorFactory
from tests.factories.pledges import AnswerFactory, ContributionFactory, PledgeFactory
from tests.factories.users import UserFactory
from tests.pledges.test_mail_messages import LANGUAGES
from tests.support.mail_server import mail_server

NOTE, REASON, MESSAGE = "Zwaluwstaart", "Kwartelei", "Roodborstje"


@pytest.fixture
def smtp(settings):
    with mail_server() as server:
        settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
        settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
        yield server


def write_own_texts(language):
    """Texts of staff with all that a text may hold."""
    for kind in MailKind:
        MailText.objects.create(
            kind=kind,
            language=language,
            subject=f"{kind} {in_braces(SUBJECT_PLACEHOLDERS[kind])}"[:160],
            body=f"{kind}\n{in_braces(BODY_PLACEHOLDERS[kind])}",
        )


def case_for(move, language, officer):
    """A case from which ``move`` starts, full of what staff wrote to each other."""
    pledge = PledgeFactory(language=language)
    AnswerFactory(pledge=pledge)
    row = ContributionFactory(pledge=pledge, indicator=IndicatorFactory(), declared=5)
    write_note(pledge, officer, f"{NOTE} about {{name}}")
    apply(pledge, MOVES["change_figures"], officer, 1, Said(reason=REASON, figures={row.pk: Decimal(3)}))
    archived = timezone.now() if move.mark is Mark.RESTORE else None
    Pledge.objects.filter(pk=pledge.pk).update(state=sorted(move.sources)[0], archived_at=archived)
    pledge.refresh_from_db()
    figures = {row.pk: Decimal(4)} if move.mark is Mark.FIGURES else {}
    into = PledgeFactory() if move.mark in (Mark.MERGE, Mark.SEPARATE) else None
    if move.mark is Mark.SEPARATE:
        Pledge.objects.filter(pk=pledge.pk).update(merged_into=into)
        pledge.refresh_from_db()
    return pledge, Said(reason=REASON, message=MESSAGE, figures=figures, into=into, into_version=1)


def words_of(message):
    parts = [part.get_payload(decode=True).decode() for part in message.walk() if not part.is_multipart()]
    return "\n".join([*(str(value) for value in message.values()), *parts])


@pytest.mark.parametrize("own_texts", [False, True], ids=["shipped texts", "own texts"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_mail_holds_a_note_or_a_reason(db, smtp, language, own_texts):
    if own_texts:
        write_own_texts(language)
    officer = UserFactory(group="Pledge officers", email="officer@example.org")
    for move in MOVES.values():
        pledge, said = case_for(move, language, officer)
        apply(pledge, move, officer, pledge.version, said)
    pledge, _said = case_for(MOVES["accept"], language, officer)
    site = Site.objects.get(is_default_site=True)
    MailSettings.objects.update_or_create(site=site, defaults={"staff_recipients": "staff@example.org"})
    with transaction.atomic():
        for queue in (queue_receipt, queue_new_link, queue_address_changed, queue_staff_notice):
            queue(pledge)
    OutgoingMail.objects.update(due_at=timezone.now())
    send_due()

    queued = [mail.subject + mail.body for mail in OutgoingMail.objects.all()]
    sent = [words_of(message) for message in smtp.messages]
    assert len(queued) == len(sent) == sum(move.mail is not None for move in MOVES.values()) + 4
    for text in (*queued, *sent):
        assert NOTE not in text
        assert REASON not in text
    # What is meant for the member does arrive, so the marks would have been seen.
    assert sum(MESSAGE in text for text in sent) == sum(move.mail is not None for move in MOVES.values())


@pytest.mark.parametrize("name", ["note", "notes", "reason", "reasons"])
@pytest.mark.parametrize("kind", MailKind)
def test_a_text_cannot_ask_for_them(kind, name):
    for field in ("subject", "body"):
        values = {"subject": "Subject", "body": "Text", field: f"Dear {{{name}}}"}
        with pytest.raises(ValidationError) as refusal:
            MailText(kind=kind, language="en", **values).clean()
        assert f"{{{name}}} is not known here." in refusal.value.message_dict[field][0]
