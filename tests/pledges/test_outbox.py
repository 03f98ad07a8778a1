"""Which mails wait a minute, so that a move can be taken back, and which go out at once."""

import pytest
from django.db import transaction
from django.utils import timezone
from wagtail.models import Site

from pledges.choices import LinkPurpose, MailKind, MailState
from pledges.links import give_data_link, give_link
from pledges.mail.messages import (
    queue_address_changed,
    queue_data_link,
    queue_new_link,
    queue_receipt,
    queue_resume,
    queue_staff_notice,
)
from pledges.mail.sender import send_due
from pledges.models import MailSettings, OutgoingMail
from pledges.moves import HOLD, MOVES, Said, apply
from tests.factories.pledges import PledgeDraftFactory, PledgeFactory
from tests.factories.users import UserFactory

pytestmark = pytest.mark.django_db

SAID = Said(reason="because", message="Where is it?")
LETTERS = {move.name: move.mail for move in MOVES.values() if move.mail}


def resume():
    draft = PledgeDraftFactory()
    queue_resume(draft, "an@example.org", give_link(LinkPurpose.RESUME, draft))


def staff_notice():
    MailSettings.objects.update_or_create(
        site=Site.objects.get(is_default_site=True), defaults={"staff_recipients": "team@example.org"}
    )
    queue_staff_notice(PledgeFactory())


AT_ONCE = {
    MailKind.RECEIPT: lambda: queue_receipt(PledgeFactory()),
    MailKind.LINK: lambda: queue_new_link(PledgeFactory()),
    MailKind.ADDRESS_CHANGED: lambda: queue_address_changed(PledgeFactory()),
    MailKind.RESUME: resume,
    MailKind.STAFF_NOTICE: staff_notice,
    MailKind.DATA: lambda: queue_data_link(give_data_link("an@example.org"), "en"),
}


def test_every_kind_of_mail_either_waits_or_does_not():
    assert {*AT_ONCE, *LETTERS.values()} == {*MailKind}
    assert not {*AT_ONCE} & {*LETTERS.values()}


@pytest.mark.parametrize("kind", [*AT_ONCE])
def test_what_is_no_letter_of_a_move_goes_out_at_once(kind):
    with transaction.atomic():
        AT_ONCE[kind]()

    assert send_due() == 1

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.state, mail.pledge_version) == (kind, MailState.SENT, None)


@pytest.mark.parametrize("name", [*LETTERS])
def test_the_letter_of_a_move_waits_for_a_minute(name):
    move = MOVES[name]
    pledge = PledgeFactory(state=sorted(move.sources)[0])
    before = timezone.now()
    apply(pledge, move, UserFactory(group="Pledge officers"), 1, SAID)

    assert send_due() == 0

    mail = OutgoingMail.objects.get()
    assert (mail.kind, mail.state) == (LETTERS[name], MailState.QUEUED)
    assert HOLD.total_seconds() == 60
    assert before + HOLD <= mail.due_at <= timezone.now() + HOLD


def test_accepting_what_may_be_spam_lets_its_receipt_out_at_once_and_its_letter_later():
    pledge = PledgeFactory(spam_signs="trap")
    with transaction.atomic():
        queue_receipt(pledge)
    assert send_due() == 0

    apply(pledge, MOVES["accept"], UserFactory(group="Pledge officers"), 1)

    assert send_due() == 1
    states = dict(OutgoingMail.objects.values_list("kind", "state"))
    assert states == {MailKind.RECEIPT: MailState.SENT, MailKind.ACCEPTED: MailState.QUEUED}
