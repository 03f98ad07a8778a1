"""Give out the links of mails: each for one purpose, for a time, the newest alone valid."""

from __future__ import annotations

from collections.abc import Iterable
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


def masked_address(link: MemberLink, language: str, site: Site | None) -> str:
    """The whole address in ``language``, on ``site``, with the mask of the link where its secret stands.

    So it is written into the outbox, which staff read: whoever had the secret could act as the member.
    """
    with translation.override(language):
        path = reverse(f"pledges:{link.purpose}", args=[link.signed])
    return f"{site.root_url if site else ''}{path.replace(link.signed, link.mask)}"


def unmask(text: str, links: Iterable[MemberLink]) -> str:
    """``text`` with the secrets of ``links`` in the addresses that ``masked_address`` gave for them alone."""
    for link in links:
        text = text.replace(link.mask, link.signed)
    return text
