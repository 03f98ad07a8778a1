"""From the second screen to the received page, each below the token of the draft."""

from __future__ import annotations

from functools import partial
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone

from pledges.asked import Named, asked_in, begin_answer
from pledges.blocks.files import LARGEST
from pledges.changes import begin_change, may_add, may_send, send_change
from pledges.choices import COUNTED_STATES, MEMBER_LABELS, UNDECIDED_STATES, PledgeState, PrivacyClass, SectionStage
from pledges.drafts import KEPT_FOR, find_draft, journey_of
from pledges.file_content import MEGABYTE
from pledges.intake import send_draft
from pledges.models import Pledge, PledgeDraft, SpamSettings
from pledges.screens import take_screen
from pledges.spam import rate
from pledges.spam.proof import challenge_for
from pledges.spam.signs import signs_at_sending
from pledges.uploads import held_files
from pledges.views.addresses import (
    REWORDED,
    address_after,
    address_of_next,
    address_to_answer,
    address_to_go_on,
    advice_with_addresses,
    changed_address,
    check_address,
    received_address,
    rows_with_addresses,
    step_address,
)
from pledges.views.guards import (
    SeeOther,
    decided_meanwhile,
    form_closed,
    join_page_here,
    not_found,
    visitor_view,
    without_draft,
)
from pledges.views.later import LATER
from pledges.views.sent_already import step_without_draft

if TYPE_CHECKING:
    from pledges.asked import AskedAgain
    from pledges.engine.journey import Journey
    from pledges.engine.steps import Row, SectionForm


# The name of the button that leads to the screen before.
BACK = "back"
# In the address of a screen that a member was led back to.
FINISH_FIRST = "first"


def _begun(request: HttpRequest, token: str) -> tuple[PledgeDraft, Journey] | None:
    """The draft of ``token`` and where it stands, looked up once for a request; None where there is none.

    A post with files asks before its body is read, too.
    """
    if not hasattr(request, "begun"):
        draft = find_draft(token)
        request.begun = (draft, journey_of(draft)) if draft else None  # type: ignore[attr-defined]
    return request.begun  # type: ignore[attr-defined, no-any-return]


def _upload_limit(request: HttpRequest, token: str, number: int) -> int:
    """How many bytes of files a post to this step may bring: none unless its section asks for files.

    One more than all that may be given, so that somebody whose photograph is too large is told so beside the question.
    """
    begun = _begun(request, token)
    questions = begun[1].file_questions(number) if begun and begun[1].has(number) else []
    return sum(question.most_bytes for question in questions) + LARGEST * MEGABYTE if questions else 0


@partial(visitor_view, upload_limit=_upload_limit)
def step(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Show one section, and take its answers: 303 to the next screen, or 422 with what was typed.

    Whoever goes back or stops is not held up by what is not finished: it is kept as it was typed.
    """
    begun = _begun(request, token)
    if begun is None:
        return step_without_draft(request, token)
    draft, journey = begun
    if not journey.has(number):
        return SeeOther(address_of_next(token, journey))
    sent = request.POST if request.method == "POST" else None
    asked = asked_in(draft, journey)
    if not draft.form.is_open:
        return form_closed(request, _rows_with(journey, journey.form(number, sent)), draft.form)
    if not may_send(draft):
        return decided_meanwhile(request, _rows_with(journey, journey.form(number, sent)))
    comes_too_early = journey.first_incomplete is not None and number > journey.first_incomplete
    if sent is None and comes_too_early:
        return SeeOther(address_of_next(token, journey))
    if sent is None:
        held = held_files(draft, journey.file_questions(number))
        return _show_step(request, draft, journey, journey.form_to_show(number, held=held), asked)
    stops = LATER in sent or BACK in sent or comes_too_early
    section_form = take_screen(draft, journey, number, request, stops=stops)
    if section_form is None:
        return step_without_draft(request, token)
    if LATER in sent:
        return SeeOther(reverse("pledges:later", args=[token]))
    if BACK in sent:
        return SeeOther(step_address(token, journey.before(number) or number))
    if comes_too_early:
        return SeeOther(_unfinished_address(token, journey))
    if not section_form.is_valid():
        return _show_step(request, draft, journey, section_form, asked, status=422)
    return SeeOther(address_to_answer(draft, asked, number) if asked else address_after(number, token, journey))


@visitor_view
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Show every answer before it is sent; a post sends what the member saw, once."""
    draft = find_draft(token)
    if draft is None:
        return without_draft(request, token, saved=request.method == "POST")
    journey = journey_of(draft)
    if not draft.form.is_open:
        return form_closed(request, journey.rows_as_typed, draft.form)
    if not may_send(draft):
        return decided_meanwhile(request, journey.rows_as_typed)
    if journey.first_incomplete is not None:
        is_sent = request.method == "POST"
        return SeeOther(_unfinished_address(token, journey) if is_sent else address_of_next(token, journey))
    if request.method == "POST":
        # Without a pledge the draft was sent meanwhile, or changed: this address then leads on, or says so.
        seen = request.POST.get("version", "")
        if draft.pledge:
            # Of several posts at the same moment one writes, and all are told of it.
            asked = asked_in(draft, journey)
            sent_now = send_change(draft, journey, seen=seen)
            if sent_now and asked and (rest := _address_of_rest(sent_now, draft)):
                return SeeOther(rest)
            changed = sent_now or Pledge.objects.filter(sent_changes__token=token).first()
            return SeeOther(changed_address(changed) if changed else f"{check_address(token)}?changed")
        signs = signs_at_sending(request, draft, journey)
        sent = send_draft(draft, journey, seen=seen, signs=signs)
        if sent:
            rate.count(request)
            rate.count_to(sent.email)
        return SeeOther(received_address(token) if sent else f"{check_address(token)}?changed")
    context = {
        "draft": draft,
        "journey": journey,
        "sections": rows_with_addresses(journey, partial(step_address, token)),
        "asked": asked_in(draft, journey),
        "advice": [] if draft.pledge else advice_with_addresses(journey, partial(step_address, token)),
        "was_changed": "changed" in request.GET,
        "challenge": challenge_for(draft) if SpamSettings.asks_for_proof(request) else "",
    }
    return render(request, "pledges/check.html", context)


@visitor_view
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the engagement is in the database, under which number, and what happens next.

    The address stays in the history of a browser that others may use: later it shows no more than the number.
    """
    pledge = Pledge.objects.select_related("form__live_revision").filter(token=token).first()
    if pledge is not None:
        fresh = is_fresh(pledge)
        context = {
            "pledge": pledge,
            "join_page": join_page_here(request),
            "is_fresh": fresh,
            "state": MEMBER_LABELS.get(PledgeState(pledge.state), pledge.get_state_display()),
            # Of what may be spam, and of what is, the member is told the same as of every other one.
            "is_undecided": pledge.state in (*UNDECIDED_STATES, PledgeState.SPAM) and not pledge.is_merged,
            "is_counted": pledge.state in COUNTED_STATES and not pledge.is_merged,
            # To be printed and laid on a desk: without the contact data.
            "answers": pledge.answers.exclude(privacy=PrivacyClass.CONTACT) if fresh else [],
            "may_tell_more": may_tell_more(pledge),
            "told_more": "more" in request.GET,
        }
        return render(request, "pledges/received.html", context)
    draft = find_draft(token)
    return without_draft(request, token) if draft is None else SeeOther(address_of_next(token, journey_of(draft)))


@visitor_view
def more(request: HttpRequest, token: str) -> HttpResponse:
    """From the received page to "Tell us more", as long as that page may still be open in front of the member."""
    pledge = Pledge.objects.select_related("form__live_revision").filter(token=token).first()
    if pledge is None:
        return not_found(request)
    draft = begin_change(pledge, SectionStage.MORE) if request.method == "POST" and may_tell_more(pledge) else None
    if draft is not None and draft.was_reworded:
        return SeeOther(address_to_go_on(draft, journey_of(draft)))
    return SeeOther(step_address(draft.token, 1) if draft else received_address(token))


def is_fresh(pledge: Pledge) -> bool:
    """Whether the received page may still be open in front of the member: later the link of the receipt leads on.

    So it may of somebody who has just answered what staff asked.
    """
    return max(pledge.submitted_at, pledge.answered_at or pledge.submitted_at) > timezone.now() - KEPT_FOR


def may_tell_more(pledge: Pledge) -> bool:
    """Whether the received page leads to "Tell us more"."""
    return is_fresh(pledge) and may_add(pledge)


def _show_step(
    request: HttpRequest,
    draft: PledgeDraft,
    journey: Journey,
    section_form: SectionForm,
    asked: AskedAgain | None,
    status: int = 200,
) -> HttpResponse:
    concerned = asked if asked and asked.concerns(section_form.section.number) else None
    context = {
        "draft": draft,
        "asked": concerned,
        "journey": journey,
        "section_form": section_form,
        "has_back": journey.before(section_form.section.number) is not None,
        "was_reworded": REWORDED in request.GET and not section_form.is_bound,
        "must_be_finished": FINISH_FIRST in request.GET and section_form.section.number == journey.first_incomplete,
    }
    return render(request, "pledges/step.html", context, status=status)


def _address_of_rest(pledge: Pledge, sent: PledgeDraft) -> str:
    """Where the member goes on who has answered a part of what staff asked; empty where that was all."""
    request = pledge.change_requests.first()
    if (
        request is None
        or sent.stage != SectionStage.JOIN
        or not Named.of(pledge, request).is_asked_in(SectionStage.MORE)
    ):
        return ""
    begun = begin_answer(pledge, request, SectionStage.MORE)
    return address_to_answer(*begun) if begun else ""


def _unfinished_address(token: str, journey: Journey) -> str:
    """The first screen that is not finished, which then says that it has to be."""
    return f"{address_of_next(token, journey)}?{FINISH_FIRST}"


def _rows_with(journey: Journey, section_form: SectionForm) -> list[Row]:
    """All answers so far, those of ``section_form`` as they were just typed."""
    if not section_form.is_bound:
        return journey.rows_as_typed
    before = [row for row in journey.rows_as_typed if row.section < section_form.section.number]
    after = [row for row in journey.rows_as_typed if row.section > section_form.section.number]
    return [*before, *section_form.rows_as_typed, *after]
