"""What a person does with all that is held about them: ask for a link by mail, see, download, correct, erase."""

from __future__ import annotations

import logging
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django import forms
from django.http import FileResponse, HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from bbacms.core.models import active_language
from pledges.choices import ErasureWish, LinkPurpose
from pledges.engine.fields import OneChoice, TypedEmail
from pledges.links import keep_link, link_for_letter
from pledges.models import ErasureRecord, MemberLink, Pledge, PledgeDraft
from pledges.personal_data.asking import send_link
from pledges.personal_data.contents import mails_of, member_state
from pledges.personal_data.erasure import Outcome, Wishes, counts, erase, outcome
from pledges.personal_data.handover import hand_to_member
from pledges.personal_data.keeping import kept_until
from pledges.personal_data.person import Person
from pledges.personal_data.removal import KINDS
from pledges.spam import rate
from pledges.views.guards import SeeOther, link_not_valid, visitor_view

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

logger = logging.getLogger("pledges.personal_data")

DOWNLOAD_NAME = "my-data.zip"


class AskForm(forms.Form):
    """Whose data somebody wants to see."""

    use_required_attribute = False

    def __init__(self, data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self.fields["email"] = TypedEmail(
            label=_("Your e-mail address"),
            help_text=_("The one that you gave us with your engagement."),
            error_messages={"required": _("Write the address that we shall send the link to.")},
        )
        self.fields["email"].widget.attrs["autocomplete"] = "email"


class EraseForm(forms.Form):
    """What becomes of each engagement that counts, once it has no name any more."""

    use_required_attribute = False

    def __init__(self, pledges: Sequence[Pledge], data: Any = None) -> None:
        super().__init__(data, auto_id="%s")
        self.names = {pledge.pk: f"wish-{pledge.public_id}" for pledge in pledges if may_choose(pledge)}
        for pledge in pledges:
            if pledge.pk in self.names:
                self.fields[self.names[pledge.pk]] = OneChoice(
                    label=f"{pledge.title} ({pledge.public_id})",
                    choices=ErasureWish.choices,
                    widget=forms.RadioSelect,
                    initial=ErasureWish.NAMELESS,
                )

    @property
    def wishes(self) -> Wishes:
        """What was chosen in a valid form."""
        return Wishes(of={key: ErasureWish(self.cleaned_data[name]) for key, name in self.names.items()})


@dataclass(frozen=True)
class ShownEngagement:
    """One engagement with what its person is told of it; ``numbers`` says of what there is how much."""

    pledge: Pledge
    state: StrOrPromise
    kept: str
    numbers: Sequence[tuple[StrOrPromise, int]]

    @classmethod
    def of(cls, pledge: Pledge) -> ShownEngagement:
        numbers = [(KINDS[kind], getattr(pledge, kind).count()) for kind in ("answers", "files", "consents")]
        return cls(pledge, member_state(pledge), kept_until(pledge), [found for found in numbers if found[1]])


@visitor_view
def ask_data(request: HttpRequest) -> HttpResponse:
    """Ask for an address, and send the link there where something is held; the answer is the same where nothing is."""
    form = AskForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        _send_if_not_too_often(request, form.cleaned_data["email"])
        return SeeOther(f"{request.path}?sent")
    if not form.is_bound and "erased" in request.GET:
        return _erased(request)
    context = {"form": form, "was_sent": "sent" in request.GET and not form.is_bound}
    return render(request, "pledges/data_ask.html", context, status=422 if form.is_bound else 200)


@visitor_view
def data(request: HttpRequest, signed: str) -> HttpResponse | FileResponse:
    """Everything that is held about the address of the link, and what may be done with it; each button is a post."""
    link = MemberLink.find(signed, LinkPurpose.DATA)
    if link is None or not link.is_valid:
        return link_not_valid(request, ask_url=reverse("pledges:ask_data"))
    person = Person(link.address)
    if request.method == "POST":
        return _do(request, person)
    if "erase" in request.GET:
        return _erase_page(request, person, EraseForm(person.pledges))
    pledges, drafts = person.pledges, person.own_drafts
    context = {
        "address": person.address,
        "works_until": link.expires_at,
        "engagements": [ShownEngagement.of(pledge) for pledge in pledges],
        "drafts": drafts,
        "mails": mails_of(person).count(),
    }
    return render(request, "pledges/data.html", context)


def may_choose(pledge: Pledge) -> bool:
    """Whether its person has a choice what becomes of ``pledge`` when their data are erased."""
    return counts(pledge) and not pledge.held_at


def _send_if_not_too_often(request: HttpRequest, address: str) -> None:
    """Counted whether anything is held or not, so that nobody learns that from a limit."""
    if rate.too_many(request, rate.ASKED) or rate.too_many_to(address, rate.ASKED):
        return
    rate.count(request, rate.ASKED)
    rate.count_to(address, rate.ASKED)
    send_link(address, active_language())


def _do(request: HttpRequest, person: Person) -> HttpResponse | FileResponse:
    """Do what the pressed button says, and lead to where it goes on."""
    action = request.POST.get("action", "")
    if action == "download":
        file = hand_to_member(person)
        return FileResponse(file, as_attachment=True, filename=DOWNLOAD_NAME, content_type="application/zip")
    if action == "open":
        number = request.POST.get("engagement")
        if pledge := next((pledge for pledge in person.pledges if pledge.public_id == number), None):
            link = link_for_letter(LinkPurpose.MINE, pledge)
            keep_link(link)
            return SeeOther(reverse("pledges:mine", args=[link.signed]))
    elif action == "erase":
        return _erase(request, person)
    return SeeOther(request.path)


def _erase(request: HttpRequest, person: Person) -> HttpResponse:
    pledges = person.pledges
    form = EraseForm(pledges, request.POST)
    if request.POST.get("seen") != _what_goes(pledges, person.own_drafts):
        return _erase_page(request, person, EraseForm(pledges), status=409)
    if not form.is_valid():
        return _erase_page(request, person, form, status=422)
    try:
        record = erase(person, form.wishes, by_member=True)
    except OSError as error:
        # Its text may name a file of this person.
        logger.error("An erasure could not be written down, so nothing was erased: %s", type(error).__name__)
        return _erase_page(request, person, form, status=503)
    return SeeOther(f"{reverse('pledges:ask_data')}?erased={record.key}")


def _erase_page(request: HttpRequest, person: Person, form: EraseForm, status: int = 200) -> HttpResponse:
    """What will go, to be confirmed. ``status`` says why it is shown again: 409 changed meanwhile, 503 not possible."""
    pledges, drafts = person.pledges, person.own_drafts
    others = [(pledge, outcome(pledge, ErasureWish.NAMELESS)) for pledge in pledges if not may_choose(pledge)]
    context = {
        "address": person.address,
        "form": form,
        "choices": [form[name] for name in form.names.values()],
        "removed": [pledge for pledge, becomes in others if becomes is Outcome.REMOVED],
        "nameless": [pledge for pledge, becomes in others if becomes is Outcome.NAMELESS],
        "held": [pledge for pledge, becomes in others if becomes is Outcome.HELD],
        "drafts": drafts,
        "mails": mails_of(person).count(),
        "seen": _what_goes(pledges, drafts),
        "was_changed": status == 409,
        "has_failed": status == 503,
        "back_url": request.path,
    }
    return render(request, "pledges/data_erase.html", context, status=status)


def _what_goes(pledges: Sequence[Pledge], drafts: Sequence[PledgeDraft]) -> str:
    """What stands for all that the page of an erasure lists: another one as soon as anything else would go."""
    becomes = [f"{pledge.public_id}={outcome(pledge, ErasureWish.NAMELESS)}/{may_choose(pledge)}" for pledge in pledges]
    return " ".join([*becomes, *(str(draft.pk) for draft in drafts)])


def _erased(request: HttpRequest) -> HttpResponse:
    """What went, by the key of the record: the link that led here is gone with the rest."""
    record = _record(request.GET["erased"])
    went = record.counts if record else {}
    held = [number for number, becomes in record.numbers.items() if becomes == Outcome.HELD] if record else []
    context = {
        "went": [(KINDS[kind], number) for kind, number in went.items() if kind in KINDS],
        "held": held,
        "is_left": bool(record and record.left),
    }
    return render(request, "pledges/data_erased.html", context)


def _record(key: str) -> ErasureRecord | None:
    try:
        return ErasureRecord.objects.filter(key=UUID(key), by_member=True).first()
    except ValueError:
        return None
