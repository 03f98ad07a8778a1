"""A screen that comes in after its draft was sent, from another tab or by the back button: nothing of it is taken."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.shortcuts import render

from pledges.changes import answers_of
from pledges.engine.journey import Journey
from pledges.engine.steps import SectionForm
from pledges.models import Pledge, PledgeForm, SentChange
from pledges.views.guards import not_found, without_draft

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from wagtail.models import Revision

    from pledges.engine.steps import Row


def step_without_draft(request: HttpRequest, token: str) -> HttpResponse:
    """The answer to a screen whose draft is gone: who looks is led on, who sent something reads that it was not taken.

    What was typed is shown again, so that it can be copied.
    """
    if request.method != "POST":
        return without_draft(request, token)
    pledges = Pledge.objects.select_related("form__live_revision", "form_revision")
    pledge = pledges.filter(token=token).first()
    revision = pledge.form_revision if pledge else None
    if pledge is None:
        pledge = pledges.filter(sent_changes__in=SentChange.objects.filter(token=token)).first()
        revision = pledge.form.live_revision if pledge and pledge.form else None
    if pledge is None:
        return not_found(request)
    rows = _rows_as_typed(pledge, revision, request.POST) if revision else []
    return render(request, "pledges/sent_already.html", {"pledge": pledge, "rows": rows}, status=409)


def _rows_as_typed(pledge: Pledge, revision: Revision, sent: Any) -> list[Row]:
    """The questions of the screen that ``sent`` comes from, as they were typed; shown or not as the answers are now."""
    journey = Journey(PledgeForm.body_at(revision), answers_of(pledge))
    values, names = journey.answers, list(sent)
    for position, section in enumerate(journey.all_sections):
        if any(name.startswith(question.name) for question in section.questions for name in names):
            earlier = journey.all_sections[:position]
            form = SectionForm(section, journey.vocabulary, sent, values=values, earlier=earlier, settled=earlier)
            return [row for row in form.rows_as_typed if row.text]
    return []
