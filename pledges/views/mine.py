"""What a member does with an engagement that was sent, by the link of the receipt: see, complete, correct, withdraw."""

from __future__ import annotations

from django.db.models import prefetch_related_objects
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from pledges.asked import Named, begin_answer, open_request
from pledges.changes import begin_change, may_add, may_correct
from pledges.choices import MEMBER_LABELS, OPEN_STATES, LinkPurpose, PledgeState, SectionStage
from pledges.consents import consents_in_force, withdraw_consent
from pledges.drafts import journey_of
from pledges.models import MemberLink, Pledge
from pledges.moves import MoveError, withdraw
from pledges.views.addresses import address_to_answer, address_to_go_on, check_address, step_address
from pledges.views.guards import SeeOther, join_page_here, link_not_valid, visitor_view


@visitor_view
def mine(request: HttpRequest, signed: str) -> HttpResponse:
    """The engagement with what may be done; each button is a post."""
    link = MemberLink.find(signed, LinkPurpose.MINE)
    if link is None or not link.is_valid or link.pledge is None:
        return link_not_valid(request)
    pledge = link.pledge
    if request.method == "POST":
        confirm_address(pledge)  # whoever has the link reads the mail of this address
        return _do(request, pledge)
    prefetch_related_objects([pledge], "answers")
    answers = list(pledge.answers.all())
    # Two consents may read the same, such as those for a picture and for a logo.
    labels = {answer.question_id: answer.label for answer in answers}
    asked = open_request(pledge)
    context = {
        "pledge": pledge,
        "asked": asked,
        "named": Named.of(pledge, asked) if asked else None,
        "state": MEMBER_LABELS.get(PledgeState(pledge.state), pledge.get_state_display()),
        "answers": answers,
        "changes": pledge.proposals.all(),
        "consents": [(record, labels.get(record.question_id, "")) for record in consents_in_force(pledge)],
        "may_correct": may_correct(pledge),
        "may_add": may_add(pledge),
        "may_withdraw": pledge.state in OPEN_STATES,
        "done": request.GET.get("done", ""),
        "join_page": join_page_here(request),
    }
    return render(request, "pledges/mine.html", context)


@visitor_view
def confirm(request: HttpRequest, signed: str) -> HttpResponse:
    """Confirm that the address of the receipt is the member's own."""
    link = MemberLink.find(signed, LinkPurpose.CONFIRM)
    if link is None or not link.is_valid or link.pledge is None:
        return link_not_valid(request)
    if request.method == "POST":
        confirm_address(link.pledge)
        return SeeOther(f"{request.path}?done")
    context = {"pledge": link.pledge, "join_page": join_page_here(request)}
    return render(request, "pledges/confirm.html", context)


def confirm_address(pledge: Pledge) -> None:
    """Mark the address as the member's own, the first time."""
    Pledge.objects.filter(pk=pledge.pk, email_confirmed_at__isnull=True).update(email_confirmed_at=timezone.now())


def _do(request: HttpRequest, pledge: Pledge) -> HttpResponse:
    """Do what the pressed button says, and lead to where it goes on."""
    action = request.POST.get("action", "")
    stages = {"correct": SectionStage.JOIN, "add": SectionStage.MORE}
    if action in stages and (may_correct(pledge) if action == "correct" else may_add(pledge)):
        draft = begin_change(pledge, stages[action])
        if draft is not None:
            journey = journey_of(draft)
            if draft.was_reworded:
                return SeeOther(address_to_go_on(draft, journey))
            complete = action == "correct" and journey.first_incomplete is None
            return SeeOther(check_address(draft.token) if complete else step_address(draft.token, 1))
    elif action == "answer" and may_correct(pledge) and (asked := open_request(pledge)):
        begun = begin_answer(pledge, asked, Named.of(pledge, asked).stage)
        if begun is not None:
            return SeeOther(address_to_answer(*begun))
    elif action == "withdraw":
        try:
            withdraw(pledge)
        except MoveError:
            return SeeOther(f"{request.path}?done=not-withdrawn")
        return SeeOther(f"{request.path}?done=withdrawn")
    elif action == "consent":
        for record in consents_in_force(pledge):
            if str(record.question_id) == request.POST.get("question"):
                withdraw_consent(pledge, record)
        return SeeOther(f"{request.path}?done=consent")
    return SeeOther(request.path)
