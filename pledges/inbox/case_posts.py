"""What can be posted on a case beside its moves: a note, ticks on the checklist, a mail that is sent again."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages

from pledges.checklist import check_criteria
from pledges.inbox.case_view import CaseView
from pledges.inbox.note_form import NoteForm
from pledges.mail.again import send_again
from pledges.notes import write_note

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class CasePostView(CaseView):
    """Abstract: does one thing and leads back to the ``anchor`` of the case where it stands. Only by POST."""

    anchor = ""

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        """Lead to the case: who had to log in again on the way arrives here."""
        return self.back()

    def back(self) -> HttpResponse:
        return redirect(self.case_url(self.pledge.pk) + self.anchor)


class NoteView(CasePostView):
    """Keeps a note."""

    anchor = "#case-timeline"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = NoteForm(request.POST)
        if not form.is_valid():
            self.refused_note = form
            return self.render_to_response(self.get_context_data(), status=422)
        write_note(self.pledge, request.user, form.cleaned_data["text"])
        messages.success(request, _("The note is kept. Only staff read it."))
        return self.back()


class ChecklistForm(forms.Form):
    """``met`` are the ids of the criteria that are ticked, ``seen`` those that were when the page was opened."""

    def __init__(self, criteria: list[int], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("met", "seen"):
            choices = [(key, key) for key in criteria]
            self.fields[name] = forms.TypedMultipleChoiceField(choices=choices, coerce=int, required=False)


class ChecklistView(CasePostView):
    """Keeps what changed on the checklist since the page was opened: ticks of somebody else in between stay."""

    anchor = "#case-checklist"

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = ChecklistForm([line.criterion.pk for line in self.checklist], request.POST)
        if form.is_valid():
            met, seen = set(form.cleaned_data["met"]), set(form.cleaned_data["seen"])
            check_criteria(self.pledge, request.user, met=met - seen, unmet=seen - met)
            messages.success(request, _("The checklist is kept."))
        else:
            messages.error(
                request, _("The criteria of this case have changed since, so nothing was kept. Please tick them again.")
            )
        return self.back()


class SendAgainView(CasePostView):
    """Sends a mail once more that was given up."""

    done = gettext_lazy("The mail is on its way again.")

    def post(self, request: HttpRequest, pk: int, mail: int) -> HttpResponse:
        if send_again(get_object_or_404(self.pledge.mails, pk=mail), request.user):
            messages.success(request, self.done)
        else:
            messages.warning(request, _("This mail is not sent again: it was not given up, or the engagement is spam."))
        return self.back()
