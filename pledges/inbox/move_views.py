"""Moving a case, looking at its mail first, and taking the last move back. Only by POST: a link must never decide."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.http import Http404
from django.shortcuts import redirect
from django.utils.text import Truncator
from django.utils.translation import gettext as _
from wagtail.admin import messages

from pledges.inbox.case_view import CaseView
from pledges.inbox.mail_preview import preview_of
from pledges.inbox.move_forms import MoveForm
from pledges.moves import MOVES, MoveError, apply, undo

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class MoveView(CaseView):
    """Makes one move and leads back to the case."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Lead to the case: who had to log in again on the way to a move arrives here."""
        if name not in MOVES:
            raise Http404
        return redirect(self.case_url(self.pledge.pk))

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        if name not in MOVES:
            raise Http404
        move, case_url = MOVES[name], self.case_url(pk)
        form = MoveForm(move, self.pledge, request.POST)
        if not form.is_valid():
            if "version" in form.errors:
                messages.error(request, _("This form was not complete. Please try again; nothing was changed."))
                return redirect(case_url)
            self.refused_form = form
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            apply(self.pledge, move, request.user, form.cleaned_data["version"], form.said)
        except MoveError as refusal:
            messages.error(request, refusal.message)
            if form.typed:
                return self.show_again(form)
        else:
            messages.success(request, move.done, buttons=self.get_next_buttons())
        return redirect(case_url)

    def get_next_buttons(self) -> list[Any]:
        """The way on in the list that the person goes through, or back to it when nothing is left."""
        # Its place is the one it had before the move, which may have taken it out of the list.
        if following := self.place.next_after(self.pledge):
            title = Truncator(following.title).chars(60)
            return [messages.button(following.url, _("Next: %(title)s") % {"title": title})]
        return [messages.button(self.place.list_url, _("Back to the inbox"))]

    def show_again(self, form: MoveForm) -> HttpResponse:
        """The case as it is by now, with what was typed into ``form``."""
        del self.pledge
        # Whoever sends it again has seen this version, and was told that there is another one.
        data = self.request.POST.copy()
        data["version"] = str(self.pledge.version)
        self.refused_form = MoveForm(form.move, self.pledge, data)
        return self.render_to_response(self.get_context_data(), status=409)


class PreviewView(CaseView):
    """Shows the mail of a move, with what was typed so far; nothing is written."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Lead to the case: who had to log in again on the way arrives here."""
        return redirect(self.case_url(self.pledge.pk))

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        if name not in MOVES or MOVES[name].mail is None:
            raise Http404
        form = MoveForm(MOVES[name], self.pledge, request.POST)
        form.ask_for_nothing()
        self.refused_form = form
        if form.is_valid():
            self.preview = preview_of(form)
        elif "version" in form.errors:
            messages.error(request, _("This form was not complete. Please try again; nothing was changed."))
            return redirect(self.case_url(self.pledge.pk))
        return self.render_to_response(self.get_context_data(), status=422 if form.errors else 200)


class UndoForm(forms.Form):
    version = forms.IntegerField(min_value=1)


class UndoView(CaseView):
    """Takes the last move back, for as long as its mail is held back."""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the case: who had to log in again on the way arrives here."""
        return redirect(self.case_url(self.pledge.pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        form = UndoForm(request.POST)
        if not form.is_valid():
            messages.error(request, _("This form was not complete. Please try again; nothing was changed."))
            return redirect(self.case_url(self.pledge.pk))
        try:
            undo(self.pledge, request.user, form.cleaned_data["version"])
        except MoveError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, _("Undone: the engagement is as it was before, and no mail went out."))
        return redirect(self.case_url(pk))
