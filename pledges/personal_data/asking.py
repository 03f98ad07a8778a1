"""Send a person the link to what is held about them, and forget later that they asked."""

from __future__ import annotations

from datetime import timedelta

from django.db import transaction
from django.utils import timezone

from pledges.choices import LinkPurpose, MailKind
from pledges.drafts import typed_address
from pledges.links import give_data_link
from pledges.mail.messages import queue_data_link
from pledges.models import MemberLink, OutgoingMail
from pledges.personal_data.person import Person, same_address

# Long enough to see that a mail came back, and to help somebody who did not find it.
KEPT_FOR = timedelta(days=30)


def send_link(address: str, language: str) -> None:
    """Queue the mail with the link, in ``language``, if anything is held that the person may see by themselves."""
    person = Person(address)
    pledges, drafts = person.pledges, person.own_drafts
    stored = [*(pledge.email for pledge in pledges), *map(typed_address, drafts)]
    # As it is stored: in other capitals it might be the mailbox of somebody else.
    recipient = next((known for known in stored if same_address(known, address)), person.address)
    with transaction.atomic():
        queue_data_link(give_data_link(recipient), language)
        # Written, and then thrown away: so the time that this takes does not tell whether anything is held.
        transaction.set_rollback(not (pledges or drafts))


def forget_questions() -> int:
    """Remove the mails and links of those who asked long ago, and return how many mails there were."""
    before = timezone.now() - KEPT_FOR
    MemberLink.objects.filter(purpose=LinkPurpose.DATA, created_at__lt=before).delete()
    return (
        OutgoingMail.objects.filter(kind=MailKind.DATA, created_at__lt=before)
        .delete()[1]
        .get(OutgoingMail._meta.label, 0)
    )
