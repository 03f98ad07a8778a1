"""Save and come back: a link by mail to a draft, and the page it leads to."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django import forms
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from pledges.choices import LinkPurpose
from pledges.drafts import find_draft, hold, journey_of, keep_for_later, remove_draft, take_up, typed_address
from pledges.engine.fields import TypedEmail
from pledges.links import give_link
from pledges.mail.messages import queue_resume
from pledges.models import MemberLink
from pledges.spam import rate
from pledges.views.addresses import address_of_next, address_to_go_on
from pledges.views.guards import SeeOther, deleted, link_not_valid, visitor_view, without_draft

if TYPE_CHECKING:
    from pledges.models import PledgeDraft

# The name of the second button of each screen.
LATER = "later"
# Enough for a typing mistake in the address, too few to annoy a stranger with.
MOST_MAILS = 3


class LaterForm(forms.Form):
    """Where to send the link to."""

    use_required_attribute = False

    def __init__(self, draft: PledgeDraft, request: HttpRequest | None = None) -> None:
        self.draft, self.request = draft, request
        super().__init__(request.POST if request else None, auto_id="%s", initial={"email": typed_address(draft)})
        self.fields["email"] = TypedEmail(
            label=_("Your e-mail address"),
            help_text=_("We send one mail with the link, and use the address for nothing else."),
            error_messages={"required": _("Write the address that we shall send the link to.")},
        )
        self.fields["email"].widget.attrs["autocomplete"] = "email"

    def clean(self) -> dict[str, object]:
        if self.draft.mails.count() >= MOST_MAILS:
            self.add_error("email", _("The link was sent three times already. Please look among unwanted mail too."))
        elif self.request and rate.too_many(self.request, rate.LINKS):
            too_many = _(
                "Many links were sent over this connection today. Please ask for yours again tomorrow, or go on now: "
                "what you typed is kept for 24 hours."
            )
            self.add_error("email", too_many)
        return self.cleaned_data


@visitor_view
def later(request: HttpRequest, token: str) -> HttpResponse:
    """Ask for an address and send the link to the draft there."""
    draft = find_draft(token)
    if draft is None:
        return without_draft(request, token)
    if request.method == "POST":
        with transaction.atomic():
            # Held fast first, so that of several posts at the same moment each counts the mails of those before.
            if hold(draft) is None:
                return without_draft(request, token)
            form = LaterForm(draft, request)
            if form.is_valid():
                keep_for_later(draft)
                queue_resume(draft, form.cleaned_data["email"], give_link(LinkPurpose.RESUME, draft))
                rate.count(request, rate.LINKS)
                return SeeOther(f"{reverse('pledges:later', args=[token])}?sent")
    else:
        form = LaterForm(draft)
    context = {
        "form": form,
        "draft": draft,
        "was_sent": "sent" in request.GET and not form.is_bound,
        "back_url": address_of_next(token, journey_of(draft)),
    }
    return render(request, "pledges/later.html", context, status=422 if form.is_bound else 200)


@visitor_view
def resume(request: HttpRequest, signed: str) -> HttpResponse:
    """The page of the link: go on, or delete what was typed. Says so when the form was changed meanwhile."""
    link = MemberLink.find(signed, LinkPurpose.RESUME)
    draft = find_draft(link.draft.token) if link and link.is_valid and link.draft else None
    if draft is None:
        return deleted(request) if "deleted" in request.GET else link_not_valid(request)
    if request.method == "POST":
        if "delete" in request.POST:
            if not remove_draft(draft):
                return without_draft(request, draft.token)
            return SeeOther(f"{request.path}?deleted")
        if not take_up(draft):
            return without_draft(request, draft.token)
        return SeeOther(address_to_go_on(draft, journey_of(draft)))
    changed = draft.form.is_open and draft.form_revision_id != draft.form.live_revision_id
    context = {
        "draft": draft,
        "rows": journey_of(draft).rows_as_typed,
        "form_changed": changed,
        "form_closed": not draft.form.is_open,
    }
    return render(request, "pledges/resume.html", context)
