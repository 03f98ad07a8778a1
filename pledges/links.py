"""Give out the links of mails: each for one purpose, for a time, the newest alone valid."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Site

from pledges.choices import LinkPurpose
from pledges.models import MemberLink, Pledge, PledgeDraft

LIFETIMES = {
    LinkPurpose.RESUME: timedelta(days=30),
    LinkPurpose.MINE: timedelta(days=365),
    LinkPurpose.CONFIRM: timedelta(days=30),
}


def give_link(purpose: LinkPurpose, of: PledgeDraft | Pledge) -> MemberLink:
    """A new link for ``purpose``; those given out before for the same are revoked."""
    owner = {"draft" if isinstance(of, PledgeDraft) else "pledge": of}
    revoke_links(purpose, of)
    return MemberLink.objects.create(purpose=purpose, expires_at=timezone.now() + LIFETIMES[purpose], **owner)


def revoke_links(purpose: LinkPurpose, of: PledgeDraft | Pledge) -> int:
    """Make every link of ``of`` for ``purpose`` worthless, and return how many there were."""
    return of.links.filter(purpose=purpose, revoked_at__isnull=True).update(revoked_at=timezone.now())


def address_of(link: MemberLink, language: str) -> str:
    """The whole address for a mail, in ``language``, on the default site."""
    site = Site.objects.filter(is_default_site=True).first()
    with translation.override(language):
        path = reverse(f"pledges:{link.purpose}", args=[link.signed])
    return f"{site.root_url if site else ''}{path}"
