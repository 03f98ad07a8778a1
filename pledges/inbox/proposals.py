"""What a case shows of changes that its member made since it was accepted, and the buttons for them."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _
from django.views.generic import View
from wagtail.admin import messages

from pledges.inbox.access import InboxMixin
from pledges.proposals import ChangedAgainError, leave, take_over

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from pledges.models import Answer, Pledge, ProposedChange


@dataclass(frozen=True)
class ChangeLine:
    """One changed answer: as it was accepted, and as the member gives it now."""

    change: ProposedChange
    was: str


def change_lines(pledge: Pledge, answers: list[Answer]) -> list[ChangeLine]:
    """What the member of ``pledge`` changed and nobody has decided on, in the order of the form."""
    was = {answer.question_id: answer.display for answer in answers}
    return [
        ChangeLine(change, "" if change.is_new else was.get(change.question_id, ""))
        for change in pledge.proposals.all()
    ]


class SeenChangesForm(forms.Form):
    """The changes that the person saw, by their numbers."""

    seen = forms.CharField(max_length=5000)

    def clean_seen(self) -> set[int]:
        numbers = self.cleaned_data["seen"].split(",")
        return {int(number) for number in numbers if number.isascii() and number.isdigit() and len(number) < 19}


class ProposalView(InboxMixin, View):
    """Abstract: decides on what the member changed and leads back to the case. Only by POST."""

    http_method_names = ["get", "head", "post", "options"]
    # Given to every view of the inbox.
    header_icon = namespace = ""
    act: Callable[[Any, Any, Collection[int]], None]
    done: StrOrPromise

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        """Lead to the case: who had to log in again on the way arrives here."""
        return redirect(self.case_url(get_object_or_404(self.get_base_queryset(), pk=pk).pk))

    def post(self, request: HttpRequest, pk: int) -> HttpResponse:
        pledge = get_object_or_404(self.get_base_queryset(), pk=pk)
        form = SeenChangesForm(request.POST)
        try:
            self.act(pledge, request.user, form.cleaned_data["seen"] if form.is_valid() else set())
        except ChangedAgainError as refusal:
            messages.warning(request, refusal.message)
        else:
            messages.success(request, self.done)
        return redirect(self.case_url(pk))


class TakeOverView(ProposalView):
    act = staticmethod(take_over)
    done = _("The changes of the member are taken over.")


class LeaveView(ProposalView):
    act = staticmethod(leave)
    done = _("The answers stay as they were accepted.")
