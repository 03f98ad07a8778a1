"""From the second screen to the received page, each below the token of the draft."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.urls import reverse

from pledges.drafts import find_draft, save_answers
from pledges.engine.journey import Journey
from pledges.intake import send_draft
from pledges.models import Pledge, PledgeDraft, PledgeForm
from pledges.views.guards import SeeOther, form_closed, join_page_here, not_found, visitor_view

if TYPE_CHECKING:
    from pledges.engine.sections import Section
    from pledges.engine.steps import Row, SectionForm


@visitor_view
def step(request: HttpRequest, token: str, number: int) -> HttpResponse:
    """Show one section, and take its answers: 303 to the next screen, or 422 with what was typed."""
    draft = find_draft(token)
    if draft is None:
        return _without_draft(request, token)
    journey = _journey(draft)
    if not journey.has(number):
        return SeeOther(_address_of_next(token, journey))
    section_form = journey.form(number, request.POST if request.method == "POST" else None)
    if not draft.form.is_open:
        return form_closed(request, _rows_with(journey, section_form), draft.form)
    if journey.first_incomplete is not None and number > journey.first_incomplete:
        return SeeOther(_step_address(token, journey.first_incomplete))
    if request.method != "POST":
        return _show_step(request, draft, journey, section_form)
    if not section_form.is_valid():
        return _show_step(request, draft, journey, section_form, status=422)
    if not save_answers(draft, journey, section_form.values):
        return _without_draft(request, token)
    return SeeOther(address_after(number, token, journey))


@visitor_view
def check(request: HttpRequest, token: str) -> HttpResponse:
    """Show every answer before it is sent; a post sends what the member saw, once."""
    draft = find_draft(token)
    if draft is None:
        return _without_draft(request, token)
    journey = _journey(draft)
    if not draft.form.is_open:
        return form_closed(request, journey.rows, draft.form)
    if journey.first_incomplete is not None:
        return SeeOther(_step_address(token, journey.first_incomplete))
    if request.method == "POST":
        # Without a pledge the draft was sent meanwhile, or changed: this address then leads on, or says so.
        sent = send_draft(draft, journey, seen=request.POST.get("version", ""))
        return SeeOther(_received_address(token) if sent else f"{_check_address(token)}?changed")
    context = {
        "draft": draft,
        "journey": journey,
        "sections": _with_addresses(journey, token),
        "was_changed": "changed" in request.GET,
    }
    return render(request, "pledges/check.html", context)


@visitor_view
def received(request: HttpRequest, token: str) -> HttpResponse:
    """Say that the engagement is in the database, under which number, and what happens next."""
    pledge = Pledge.objects.filter(token=token).first()
    if pledge is not None:
        context = {"pledge": pledge, "join_page": join_page_here(request)}
        return render(request, "pledges/received.html", context)
    draft = find_draft(token)
    return not_found(request) if draft is None else SeeOther(_address_of_next(token, _journey(draft)))


def address_after(number: int, token: str, journey: Journey) -> str:
    """Where to go after section ``number``: the check page once everything is answered, else the next section."""
    if journey.first_incomplete is None:
        return _check_address(token)
    following = journey.after(number)
    return _step_address(token, min(following or journey.first_incomplete, journey.first_incomplete))


def _journey(draft: PledgeDraft) -> Journey:
    return Journey(PledgeForm.body_at(draft.form_revision), draft.answers)


def _without_draft(request: HttpRequest, token: str) -> HttpResponse:
    """What was sent already leads to its received page; nothing else is known of the token."""
    sent = Pledge.objects.filter(token=token).exists()
    return SeeOther(_received_address(token)) if sent else not_found(request)


def _show_step(
    request: HttpRequest, draft: PledgeDraft, journey: Journey, section_form: SectionForm, status: int = 200
) -> HttpResponse:
    before = journey.before(section_form.section.number)
    context = {
        "draft": draft,
        "journey": journey,
        "section_form": section_form,
        "back_url": _step_address(draft.token, before) if before else "",
    }
    return render(request, "pledges/step.html", context, status=status)


def _rows_with(journey: Journey, section_form: SectionForm) -> list[Row]:
    """All answers so far, those of ``section_form`` as they were just typed."""
    if not section_form.is_bound:
        return journey.rows
    before = [row for row in journey.rows if row.section < section_form.section.number]
    after = [row for row in journey.rows if row.section > section_form.section.number]
    return [*before, *section_form.rows_as_typed, *after]


def _with_addresses(journey: Journey, token: str) -> list[tuple[Section, list[tuple[Row, str]]]]:
    """Each section with its answers, and with each answer the address where it can be changed."""
    entries: dict[int, list[tuple[Row, str]]] = defaultdict(list)
    for row in journey.rows:
        entries[row.section].append((row, f"{_step_address(token, row.section)}#{row.question.name}"))
    return [(section, entries[section.number]) for section in journey.sections]


def _address_of_next(token: str, journey: Journey) -> str:
    """Where a draft stands: its first section without valid answers, else the check page."""
    if journey.first_incomplete is None:
        return _check_address(token)
    return _step_address(token, journey.first_incomplete)


def _step_address(token: str, number: int) -> str:
    return reverse("pledges:step", args=[token, number])


def _check_address(token: str) -> str:
    return reverse("pledges:check", args=[token])


def _received_address(token: str) -> str:
    return reverse("pledges:received", args=[token])
