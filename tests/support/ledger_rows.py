"""One row in every ledger, written into the database of a running site (``LiveSite.run``)."""

import uuid

from django.contrib.auth import get_user_model
from wagtail.models import Revision

from bbacms.core.models import CustomImage
from pledges.choices import ConsentPurpose, MailKind, MailState
from pledges.models import ConsentRecord, ErasureRecord, ExportRecord, OutgoingMail, Pledge, RetentionRun


def write() -> list[str]:
    """Write them; returns the addresses of the lists and of the rows."""
    admin, pledge = get_user_model().objects.get(username="admin"), Pledge.objects.first()
    rows = {
        "outgoing-mail": OutgoingMail.objects.create(
            kind=MailKind.RECEIPT,
            pledge=pledge,
            recipient="an@example.org",
            language="nl",
            subject="Dank u",
            body="Wij hebben het ontvangen.",
            state=MailState.FAILED,
            error="SMTPRecipientsRefused 550",
        ),
        "consents": ConsentRecord.objects.create(
            pledge=pledge,
            question_id=uuid.uuid4(),
            purpose=ConsentPurpose.PICTURE,
            given=True,
            wording="You may show it.",
            language="en",
            form_revision=Revision.objects.filter(content_type__model="pledgeform").first(),
        ),
        "exports": ExportRecord.objects.create(
            user=admin, format="csv", filters="/admin/inbox/all/?language=nl&searched=yes", number=12
        ),
        "retention-runs": RetentionRun.objects.create(warned=3, removed=1),
        "erasures": ErasureRecord.objects.create(
            key=uuid.uuid4(),
            user=admin,
            counts={"removed": 1, "answers": 12},
            numbers={"BBA-1": "removed", "BBA-2": "held"},
            left=[{"picture": CustomImage.objects.first().pk}, {"page": "About us"}],
        ),
    }
    return [
        address
        for ledger, row in rows.items()
        for address in (f"/admin/{ledger}/", f"/admin/{ledger}/inspect/{row.pk}/")
    ]
