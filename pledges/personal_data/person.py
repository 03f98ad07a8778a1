"""What is held about the person who has an e-mail address.

An engagement is theirs when its address is the same but for capitals. One whose address only resembles it (another
part after a plus, dots where a provider ignores them) may be theirs: staff decide that. In engagements of others the
address may be mentioned: as that of a second contact, in a note, or as the one before it was corrected.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import reduce
from operator import or_
from typing import TYPE_CHECKING, Any

from django.db.models import Q, TextField
from django.db.models.functions import Cast
from django.urls import reverse
from wagtail.models import Page, Revision

from bbacms.users.models import User
from pledges.choices import MatchKind
from pledges.duplicates.keys import email_key
from pledges.models import (
    Answer,
    ChangeRequest,
    MatchKey,
    MemberLink,
    OutgoingMail,
    Pledge,
    PledgeDraft,
    PledgeNote,
    ProposedChange,
)

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from django.db.models import QuerySet

# What a member may have written into an engagement in words of their own.
PLEDGE_TEXTS = ("title", "summary", "name", "organisation", "place", "municipality", "website", "figure_text")


def same_address(one: str, other: str) -> bool:
    """Whether two addresses differ in capitals and spaces around them at most."""
    return one.strip().casefold() == other.strip().casefold() != ""


@dataclass(frozen=True)
class Mentions:
    """Where an address stands in an engagement of somebody else."""

    pledge: Pledge
    answers: QuerySet[Answer]
    notes: QuerySet[PledgeNote]
    requests: QuerySet[ChangeRequest]
    proposals: list[ProposedChange]
    mails: QuerySet[OutgoingMail]


class Person:
    """Finds everything; each property asks the database anew, so that it is true inside a transaction."""

    def __init__(self, address: str) -> None:
        self.address = address.strip()

    @property
    def pledges(self) -> list[Pledge]:
        """The engagements of this address, the newest first."""
        return [pledge for pledge in self._alike() if same_address(pledge.email, self.address)]

    @property
    def similar(self) -> list[Pledge]:
        """Those of an address that may be the same person's."""
        return [pledge for pledge in self._alike() if not same_address(pledge.email, self.address)]

    @property
    def drafts(self) -> list[PledgeDraft]:
        """What was begun and not sent, with this address in whatever question."""
        mailed = set(PledgeDraft.objects.filter(mails__recipient__iexact=self.address).values_list("pk", flat=True))
        begun = PledgeDraft.objects.order_by("pk")
        return [draft for draft in begun if draft.pk in mailed or self.is_named_in([draft.answers, draft.unfinished])]

    @property
    def links(self) -> QuerySet[MemberLink]:
        """The links that were asked for to see what is held."""
        return MemberLink.objects.filter(address__iexact=self.address)

    @property
    def other_mails(self) -> QuerySet[OutgoingMail]:
        """Mails to this address that belong to no engagement or draft."""
        return OutgoingMail.objects.filter(recipient__iexact=self.address, pledge__isnull=True, draft__isnull=True)

    @property
    def is_known(self) -> bool:
        """Whether anything is held that this person may see by themselves."""
        return bool(self.pledges or self.drafts)

    def mentions(self, but: Iterable[Pledge] = ()) -> list[Mentions]:
        """Where the address stands in engagements other than those of this address and ``but``."""
        keys = {pledge.pk for pledge in (*self.pledges, *but)}
        said = self.address
        changes = ProposedChange.objects.all()
        in_columns = reduce(or_, (Q(**{f"{name}__icontains": said}) for name in PLEDGE_TEXTS))
        found = {
            *Pledge.objects.filter(in_columns | Q(contributions__place__icontains=said)).values_list("pk", flat=True),
            *Answer.objects.filter(display__icontains=said).values_list("pledge", flat=True),
            *PledgeNote.objects.filter(text__icontains=said).values_list("pledge", flat=True),
            *ChangeRequest.objects.filter(message__icontains=said).values_list("pledge", flat=True),
            *OutgoingMail.objects.filter(self._in_mail(), pledge__isnull=False).values_list("pledge", flat=True),
            *(change.pledge_id for change in changes if self.is_named_in([change.value, change.display])),
        }
        return [self._mentions_in(pledge) for pledge in Pledge.objects.filter(pk__in=found - keys).order_by("pk")]

    def page_addresses(self) -> list[tuple[str, str]]:
        """Pages of the site whose newest wording holds the address: their title, and where an editor changes them."""
        content = Revision.page_revisions.annotate(text=Cast("content", TextField()))
        keys = content.filter(text__icontains=self.address).values_list("object_id", flat=True).distinct()
        pages = Page.objects.filter(pk__in=[int(key) for key in keys])
        return [(page.get_admin_display_title(), reverse("wagtailadmin_pages:edit", args=[page.pk])) for page in pages]

    def has_account(self) -> bool:
        """Whether somebody with this address works in the admin: that is for an administrator of users."""
        return User.objects.filter(email__iexact=self.address).exists()

    def is_named_in(self, value: Any) -> bool:
        """Whether the address stands in a text anywhere in ``value``, which is of JSON."""
        said = self.address.casefold()
        return any(said in text.casefold() for text in texts_in(value))

    def leave_out_of(self, text: str) -> str:
        """``text`` with an ellipsis wherever the address stands in it."""
        return re.sub(re.escape(self.address), "…", text, flags=re.IGNORECASE)

    def _alike(self) -> list[Pledge]:
        key = email_key(self.address)
        keys = MatchKey.objects.filter(kind=MatchKind.EMAIL, value=key).values("pledge")
        return list(Pledge.objects.filter(pk__in=keys).select_related("form", "actor_kind")) if key else []

    def _in_mail(self) -> Q:
        said = self.address
        return Q(recipient__iexact=said) | Q(reply_to__iexact=said) | Q(body__icontains=said)

    def _mentions_in(self, pledge: Pledge) -> Mentions:
        return Mentions(
            pledge,
            pledge.answers.filter(display__icontains=self.address),
            pledge.notes.filter(text__icontains=self.address),
            pledge.change_requests.filter(message__icontains=self.address),
            [change for change in pledge.proposals.all() if self.is_named_in([change.value, change.display])],
            pledge.mails.filter(self._in_mail()),
        )


def texts_in(value: Any) -> Iterator[str]:
    """Every text in ``value``, which is of JSON."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for key, inner in value.items():
            yield key
            yield from texts_in(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)
