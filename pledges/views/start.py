"""The first post: from the cacheable join page to a draft with addresses of its own."""

from __future__ import annotations

import re

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.urls import reverse

from bbacms.core.querysets import under_restriction
from pledges.consents import reworded
from pledges.drafts import begin_draft, save_unfinished
from pledges.engine.journey import Journey
from pledges.models import JoinPage, PledgeForm
from pledges.spam.signs import signs_at_start
from pledges.views.addresses import address_after
from pledges.views.guards import SeeOther, form_closed, not_found, visitor_view
from pledges.views.later import LATER

# The number of a revision, and no more digits than every database takes.
NUMBER = re.compile(r"[0-9]{1,18}", re.ASCII)
# What the name of a tick ends in: of a consent, and of the rights of pictures.
TICKS = ("", "-rights")


@visitor_view
def start(request: HttpRequest, page_id: int) -> HttpResponse:
    """Take the first section: valid answers begin a draft (303), others are shown again with what was typed (422)."""
    page = (
        JoinPage.objects.filter(~under_restriction())
        .select_related("form__live_revision")
        # Not pk: only for a plain number field does Django know that a number may be too large for SQLite.
        .filter(id=page_id, locale__language_code=request.LANGUAGE_CODE)
        .first()
    )
    if page is None:
        return not_found(request)
    if request.method != "POST":
        # Somebody reloads the address that an invalid first post left in the address bar.
        return SeeOther(page.get_url(request)) if page.live else not_found(request)
    form = page.form
    if form is None or not (page.live and form.is_open):
        typed = Journey(form.body, {}) if form else None
        return form_closed(request, typed.form(1, request.POST).rows_as_typed if typed and typed.has(1) else [], form)
    journey = Journey(PledgeForm.body_at(form.live_revision), {})
    if not journey.has(1):
        return form_closed(request, [], form)
    posted, was_reworded = _without_old_ticks(form, request.POST)
    section_form = journey.form(1, posted)
    is_valid = section_form.is_valid()
    journey.answers = section_form.values if is_valid else section_form.valid_values
    # The page may come from a cache, from before a question moved to a later screen.
    moved = journey.typed_for_others(1, posted)
    if was_reworded:
        context = page.get_context(request, section_form=section_form)
        context |= {"was_reworded": True, "typed_for_others": moved}
        return render(request, page.get_template(request), context, status=422)
    if LATER in request.POST:
        draft = begin_draft(form, {}, signs_at_start(request), moved)
        save_unfinished(draft, journey, section_form)
        return SeeOther(reverse("pledges:later", args=[draft.token]))
    if not is_valid:
        context = page.get_context(request, section_form=section_form) | {"typed_for_others": moved}
        return render(request, page.get_template(request), context, status=422)
    journey.unfinished = moved
    draft = begin_draft(form, journey.answers, signs_at_start(request), moved)
    return SeeOther(address_after(1, draft.token, journey))


def _without_old_ticks(form: PledgeForm, posted: QueryDict) -> tuple[QueryDict, bool]:
    """What was posted, without ticks beside words that are others by now, and whether there were any.

    The page may come from a cache, so it says which wording of the form it shows.
    """
    shown, live = posted.get("wording", ""), form.live_revision
    if live is None or shown in ("", str(live.pk)):
        return posted, False
    number = int(shown) if NUMBER.fullmatch(shown) else 0
    names = {f"q-{key}{end}" for key in reworded(form.revisions.filter(id=number).first(), live) for end in TICKS}
    kept = posted.copy()
    ticked = [name for name in names if kept.pop(name, None)]
    return kept, bool(ticked)
