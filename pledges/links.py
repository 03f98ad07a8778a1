"""Give out the links of mails: each for one purpose, for a time, the newest alone valid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone, translation
from wagtail.models import Site

from pledges.choices import LinkPurpose
from pledges.models import MemberLink, Pledge, PledgeDraft
from pledges.models.draft import new_token

if TYPE_CHECKING:
    from django.db.models import QuerySet

LIFETIMES = {
    LinkPurpose.RESUME: timedelta(days=30),
    LinkPurpose.MINE: timedelta(days=365),
    LinkPurpose.CONFIRM: timedelta(days=30),
    # It shows everything there is, and another one is asked for in a moment.
    LinkPurpose.DATA: timedelta(hours=24),
}
# A link that ends within this time is no good for a new mail.
SOON = timedelta(days=30)


def give_link(purpose: LinkPurpose, of: PledgeDraft | Pledge) -> MemberLink:
    """A new link for ``purpose``; those given out before for the same are revoked."""
    owner = {"draft" if isinstance(of, PledgeDraft) else "pledge": of}
    revoke_links(purpose, of)
    return MemberLink.objects.create(purpose=purpose, expires_at=timezone.now() + LIFETIMES[purpose], **owner)


def give_data_link(address: str) -> MemberLink:
    """A new link to what is held about ``address``; those given out before are revoked."""
    revoke_data_links(address)
    expires_at = timezone.now() + LIFETIMES[LinkPurpose.DATA]
    return MemberLink.objects.create(purpose=LinkPurpose.DATA, address=address, expires_at=expires_at)


def link_for_letter(purpose: LinkPurpose, pledge: Pledge) -> MemberLink:
    """The link of ``pledge`` that works, or a new one that is not saved yet: see ``keep_link``.

    A mail that may be taken back must not end the link of the one before.
    """
    working = pledge.links.filter(
        purpose=purpose, revoked_at__isnull=True, expires_at__gt=timezone.now() + SOON
    ).first()
    return working or MemberLink(purpose=purpose, pledge=pledge, expires_at=timezone.now() + LIFETIMES[purpose])


def keep_link(link: MemberLink) -> None:
    """Give ``link`` out: saved if it is new, and then those given out before for the same are revoked."""
    if link.pledge is not None and link._state.adding:
        revoke_links(LinkPurpose(link.purpose), link.pledge)
        link.save()


def revoke_links(purpose: LinkPurpose, of: PledgeDraft | Pledge) -> int:
    """Make every link of ``of`` for ``purpose`` worthless, and return how many there were."""
    return of.links.filter(purpose=purpose, revoked_at__isnull=True).update(revoked_at=timezone.now())


def revoke_data_links(address: str) -> None:
    """Make every link worthless that shows what is held about ``address``."""
    given = MemberLink.objects.filter(purpose=LinkPurpose.DATA, address__iexact=address, revoked_at__isnull=True)
    given.update(revoked_at=timezone.now())


def end_access(pledge: Pledge, *, sent_just_now: str = "") -> None:
    """Make every address worthless by which somebody reaches ``pledge`` without an account, and what was begun by one.

    These are the links of mails, the received page, begun drafts and what is remembered of changes that were sent; all
    but the change of the token ``sent_just_now``, whose sender still has to be led on. The caller holds the engagement.
    """
    for purpose in (LinkPurpose.MINE, LinkPurpose.CONFIRM):
        revoke_links(purpose, pledge)
    if pledge.email:
        revoke_data_links(pledge.email)
    # Held fast: what hangs on a draft is looked up before it goes, and in between somebody may type again.
    begun = [draft.pk for draft in pledge.changes.select_for_update().order_by("pk").only("pk")]
    PledgeDraft.objects.filter(pk__in=begun).delete()
    pledge.sent_changes.exclude(token=sent_just_now).delete()
    # Not emptied: the received page of somebody who may still see it needs an address.
    Pledge.objects.filter(pk=pledge.pk).update(token=new_token())


def extend_links(links: QuerySet[MemberLink]) -> None:
    """Let ``links`` run as long as if they were given out now."""
    for purpose, lifetime in LIFETIMES.items():
        links.filter(purpose=purpose).update(expires_at=timezone.now() + lifetime)


def newest_for(link: MemberLink, recipient: str) -> MemberLink | None:
    """The link that replaced ``link`` and was written to ``recipient`` too; None where nobody else may have it."""
    same = MemberLink.objects.filter(
        purpose=link.purpose, draft=link.draft_id, pledge=link.pledge_id, address__iexact=link.address
    )
    return same.filter(revoked_at__isnull=True, expires_at__gt=timezone.now(), mails__recipient=recipient).first()


def masked_address(link: MemberLink, language: str, site: Site | None) -> str:
    """The whole address in ``language``, on ``site``, with the mask of the link where its secret stands.

    So it is written into the outbox, which staff read: whoever had the secret could act as the member.
    """
    with translation.override(language):
        path = reverse(f"pledges:{link.purpose}", args=[link.signed])
    return f"{site.root_url if site else ''}{path.replace(link.signed, link.mask)}"


def unmask(text: str, links: Mapping[str, MemberLink]) -> str:
    """``text`` with the secrets of ``links``, which stand there by their masks, and no other."""
    for mask, link in links.items():
        text = text.replace(mask, link.signed)
    return text
