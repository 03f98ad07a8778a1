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
from wagtail.models import Page, Revision

from bbacms.users.models import User
from pledges.choices import MatchKind
from pledges.drafts import typed_address
from pledges.duplicates.keys import email_key
from pledges.models import (
    Answer,
    ChangeRequest,
    Contribution,
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
    from datetime import datetime

    from django.db.models import QuerySet

# What a member may have written into an engagement in words of their own.
PLEDGE_TEXTS = ("title", "summary", "name", "organisation", "place", "municipality", "website", "figure_text")


def same_address(one: str, other: str) -> bool:
    """Whether two addresses differ in capitals and spaces around them at most."""
    # Not folded further: ß and ss are two addresses, and may be of two people.
    return one.strip().lower() == other.strip().lower() != ""


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
    """Finds everything; each property asks the database anew, so that it is true inside a transaction.

    With ``before``, what came in later is left out: somebody may take part again after an erasure.
    """

    def __init__(self, address: str, before: datetime | None = None) -> None:
        self.address = address.strip()
        self.before = before

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
        begun = self._earlier(PledgeDraft.objects.order_by("pk"), "created_at")
        return [draft for draft in begun if draft.pk in mailed or self.is_named_in([draft.answers, draft.unfinished])]

    @property
    def own_drafts(self) -> list[PledgeDraft]:
        """Those of them that this person began, or got a link to. In the others somebody else names the address."""
        return [
            draft
            for draft in self.drafts
            if same_address(typed_address(draft), self.address)
            or draft.mails.filter(recipient__iexact=self.address).exists()
        ]

    @property
    def links(self) -> QuerySet[MemberLink]:
        """The links that were asked for to see what is held."""
        return self._earlier(MemberLink.objects.filter(address__iexact=self.address), "created_at")

    @property
    def other_mails(self) -> QuerySet[OutgoingMail]:
        """Mails to this address that belong to no engagement or draft."""
        loose = OutgoingMail.objects.filter(recipient__iexact=self.address, pledge__isnull=True, draft__isnull=True)
        return self._earlier(loose, "created_at")

    @property
    def is_known(self) -> bool:
        """Whether anything is held that this person may see by themselves."""
        return bool(self.pledges or self.own_drafts)

    def mentions(self, but: Iterable[Pledge] = ()) -> list[Mentions]:
        """Where the address stands in engagements other than those of this address and ``but``."""
        keys = {pledge.pk for pledge in (*self.pledges, *but)}
        changes = ProposedChange.objects.all()
        mails = OutgoingMail.objects.filter(pledge__isnull=False)
        found = {
            *self._naming(Pledge.objects.all(), *PLEDGE_TEXTS),
            *(row.pledge_id for row in self._naming(Contribution.objects.all(), "place").values()),
            *(answer.pledge_id for answer in self._naming(Answer.objects.all(), "display").values()),
            *(note.pledge_id for note in self._naming(PledgeNote.objects.all(), "text").values()),
            *(request.pledge_id for request in self._naming(ChangeRequest.objects.all(), "message").values()),
            *mails.filter(self._in_mail(mails)).values_list("pledge", flat=True),
            *(change.pledge_id for change in changes if self.is_named_in([change.value, change.display])),
        }
        others = self._earlier(Pledge.objects.filter(pk__in=found - keys), "submitted_at")
        return [self._mentions_in(pledge) for pledge in others.order_by("pk")]

    def pages(self) -> list[Page]:
        """Pages of the site of which a wording holds the address: an editor changes them."""
        content = Revision.page_revisions.annotate(text=Cast("content", TextField()))
        holding = content.filter(text__icontains=self.address)
        keys = {int(wording.object_id) for wording in holding if self.is_named_in(wording.content)}
        return list(Page.objects.filter(pk__in=keys).order_by("pk"))

    def has_account(self) -> bool:
        """Whether somebody with this address works in the admin: that is for an administrator of users."""
        return User.objects.filter(email__iexact=self.address).exists()

    def is_named_in(self, value: Any) -> bool:
        """Whether the address stands in a text anywhere in ``value``, which is of JSON."""
        return any(self._said.search(text) for text in texts_in(value))

    def leave_out_of(self, text: str) -> str:
        """``text`` with an ellipsis wherever the address stands in it."""
        return self._said.sub("…", text)

    @property
    def _said(self) -> re.Pattern[str]:
        """The address as such: it may be the end, or the beginning, of the longer one of somebody else."""
        return re.compile(rf"(?<![\w.+-]){re.escape(self.address)}(?![\w-]|\.\w)", re.IGNORECASE)

    def _earlier(self, rows: QuerySet, came: str) -> QuerySet:
        return rows.filter(**{f"{came}__lte": self.before}) if self.before else rows

    def _naming(self, rows: QuerySet, *names: str) -> dict[int, Any]:
        """Those of ``rows`` that hold the address in one of these columns, by their key."""
        holding = rows.filter(reduce(or_, (Q(**{f"{name}__icontains": self.address}) for name in names)))
        return {row.pk: row for row in holding if self.is_named_in([getattr(row, name) for name in names])}

    def _alike(self) -> list[Pledge]:
        key = email_key(self.address)
        keys = MatchKey.objects.filter(kind=MatchKind.EMAIL, value=key).values("pledge")
        found = self._earlier(Pledge.objects.filter(pk__in=keys), "submitted_at")
        return list(found.select_related("form", "actor_kind")) if key else []

    def _in_mail(self, mails: QuerySet) -> Q:
        said = self.address
        return Q(recipient__iexact=said) | Q(reply_to__iexact=said) | Q(pk__in=self._naming(mails, "body").keys())

    def _mentions_in(self, pledge: Pledge) -> Mentions:
        return Mentions(
            pledge,
            pledge.answers.filter(pk__in=self._naming(pledge.answers.all(), "display").keys()),
            pledge.notes.filter(pk__in=self._naming(pledge.notes.all(), "text").keys()),
            pledge.change_requests.filter(pk__in=self._naming(pledge.change_requests.all(), "message").keys()),
            [change for change in pledge.proposals.all() if self.is_named_in([change.value, change.display])],
            pledge.mails.filter(self._in_mail(pledge.mails.all())),
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
