"""Links in mails: whoever has one may go on with a draft, or with an engagement that was sent, without an account."""

from __future__ import annotations

import hashlib
import uuid

from django.core import signing
from django.db import models
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from pledges.choices import LinkPurpose
from pledges.models.draft import PledgeDraft
from pledges.models.pledge import Pledge

SEPARATOR = "."


class MemberLink(models.Model):
    """A signed address with one purpose, which expires and can be revoked.

    The address carries ``key`` and a signature made with the site's secret, so that whoever reads this table alone
    cannot build one.
    """

    key = models.UUIDField(unique=True, default=uuid.uuid4, editable=False)
    purpose = models.CharField(max_length=10, choices=LinkPurpose.choices)
    draft = models.ForeignKey(PledgeDraft, on_delete=models.CASCADE, null=True, related_name="links")
    pledge = models.ForeignKey(Pledge, on_delete=models.CASCADE, null=True, related_name="links")
    # Neither of the two, but of all that is held about this address.
    address = models.EmailField(blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    expires_at = models.DateTimeField()
    revoked_at = models.DateTimeField(null=True)

    wagtail_reference_index_ignore = True

    class Meta:
        verbose_name = _("link of a member")
        verbose_name_plural = _("links of members")
        default_permissions = ()
        constraints = [
            models.CheckConstraint(
                condition=models.Q(draft__isnull=True, pledge__isnull=False, address="")
                | models.Q(draft__isnull=False, pledge__isnull=True, address="")
                | (models.Q(draft__isnull=True, pledge__isnull=True) & ~models.Q(address="")),
                name="link_of_a_draft_a_pledge_or_an_address",
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_purpose_display()} {self.pk}"

    @property
    def is_valid(self) -> bool:
        return self.revoked_at is None and self.expires_at > timezone.now()

    @property
    def signed(self) -> str:
        """What stands in the address."""
        return _signer(self.purpose).sign(self.key.hex)

    @property
    def mask(self) -> str:
        """What stands in its place where staff read along.

        Nobody who writes to us can know it before the link is made, so none of their words can be taken for it. It
        tells nothing of the key.
        """
        return f"…{hashlib.sha256(b'mask' + self.key.bytes).hexdigest()[:16]}…"

    @classmethod
    def find(cls, signed: str, purpose: LinkPurpose) -> MemberLink | None:
        """The link that was given out as ``signed`` for ``purpose``, valid or not any more; None when never given."""
        try:
            key = uuid.UUID(_signer(purpose).unsign(signed))
        except (signing.BadSignature, ValueError):
            return None
        found = cls.objects.select_related("draft__form__live_revision", "draft__form_revision", "pledge__form")
        return found.filter(key=key, purpose=purpose).first()


def _signer(purpose: str) -> signing.Signer:
    # A salt of its own for each purpose: a link of one is worth nothing for another.
    return signing.Signer(salt=f"pledges.link.{purpose}", sep=SEPARATOR)
