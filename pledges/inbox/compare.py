"""Two cases side by side, and what somebody finds: that they are one engagement, or that they are not."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.db.models import Prefetch
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin

from pledges.choices import COUNTED_STATES
from pledges.duplicates.apart import are_told_apart, tell_apart, warn_again
from pledges.inbox.access import InboxMixin
from pledges.inbox.comparison import compare
from pledges.inbox.visits import note_visit
from pledges.models import Contribution, Pledge
from pledges.moves import MOVES, MoveError, Said, apply, merge_refusal

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse


class StaysForm(forms.Form):
    """Which of two engagements stays, by its number in the database, and both as the person saw them."""

    version = forms.IntegerField(min_value=1)
    other_version = forms.IntegerField(min_value=1)

    def __init__(self, pledges: tuple[Pledge, Pledge], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(pledge.pk, pledge.public_id) for pledge in pledges]
        self.fields["stays"] = forms.TypedChoiceField(coerce=int, choices=choices)


class PairView(InboxMixin, View):
    """Abstract: something about the two pledges of the address, both of which the person may see."""

    http_method_names = ["get", "head", "post", "options"]
    # Given to every view of the inbox.
    header_icon = namespace = ""

    @cached_property
    def pair(self) -> tuple[Pledge, Pledge]:
        rows = Contribution.objects.select_related("objective", "indicator")
        pledges = self.get_base_queryset().select_related("actor_kind")
        pledges = pledges.prefetch_related("answers", Prefetch("contributions", rows))
        return get_object_or_404(pledges, pk=self.kwargs["pk"]), get_object_or_404(pledges, pk=self.kwargs["other"])

    @property
    def compare_url(self) -> str:
        pair = [self.kwargs["pk"], self.kwargs["other"]]
        return reverse(f"{self.namespace}:compare", args=pair) + self.place.carried

    def get(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        """Lead to the comparison: who had to log in again on the way arrives here."""
        # Refused, as everywhere, to whoever may not see both.
        _first, _second = self.pair
        return redirect(self.compare_url)


class CompareView(WagtailAdminTemplateMixin, PairView, TemplateView):
    """Both beside each other, with what can be done about it."""

    http_method_names = ["get", "head", "options"]
    template_name = "pledges/inbox/compare.html"
    header_icon = "mail"

    def get(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        if pk == other:
            return redirect(self.case_url(get_object_or_404(self.get_base_queryset(), pk=pk).pk))
        return self.render_to_response(self.get_context_data())

    def get_page_title(self) -> str:
        return _("Compare two engagements")

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        first = self.pair[0]
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.namespace}:index"), "label": _("Inbox")},
            {"url": self.case_url(first.pk), "label": first.public_id},
            {"url": "", "label": _("Compare")},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        first, second = self.pair
        for pledge in self.pair:
            note_visit(pledge, self.request.user)
        refusals = {first: merge_refusal(second, first), second: merge_refusal(first, second)}
        may_stay = [pledge for pledge, refusal in refusals.items() if not refusal]
        return super().get_context_data(
            first=first,
            second=second,
            parts=compare(first, second),
            may_stay=may_stay,
            stays=max(may_stay, key=_likely_to_stay, default=None),
            refusal=refusals[second],
            told_apart=are_told_apart(first, second),
            place=self.place,
            **kwargs,
        )


def _likely_to_stay(pledge: Pledge) -> tuple[bool, float]:
    """What counts already stays, and else what was there first."""
    return pledge.state in COUNTED_STATES, -pledge.submitted_at.timestamp()


class SameView(PairView):
    """Marks the two as one engagement. Only by POST."""

    def post(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        form = StaysForm(self.pair, request.POST)
        if not form.is_valid():
            messages.error(request, _("This form was not complete. Please try again; nothing was changed."))
            return redirect(self.compare_url)
        seen = dict(zip(self.pair, (form.cleaned_data["version"], form.cleaned_data["other_version"]), strict=True))
        merged, kept = sorted(self.pair, key=lambda pledge: pledge.pk == form.cleaned_data["stays"])
        move = MOVES["merge"]
        try:
            apply(merged, move, request.user, seen[merged], Said(into=kept, into_version=seen[kept]))
        except MoveError as refusal:
            messages.error(request, refusal.message)
            return redirect(self.compare_url)
        button = messages.button(self.case_url(kept.pk), _("Open %(number)s") % {"number": kept.public_id})
        messages.success(request, move.done, buttons=[button])
        # Here stands the button that takes it back.
        return redirect(self.case_url(merged.pk))


class ApartView(PairView):
    """Keeps that the two are not the same. Only by POST."""

    def post(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        first, second = self.pair
        if first != second and not (first.is_merged or second.is_merged):
            tell_apart(first, second, request.user)
            text = _("Noted: %(number)s is another engagement. Nobody is warned of it here any more.")
            button = messages.button(self.compare_url, _("Compare them again"))
            messages.success(request, text % {"number": second.public_id}, buttons=[button])
        return redirect(self.case_url(first.pk))


class WarnAgainView(PairView):
    """Forgets that the two are not the same. Only by POST."""

    def post(self, request: HttpRequest, pk: int, other: int) -> HttpResponse:
        first, second = self.pair
        warn_again(first, second, request.user)
        messages.success(request, _("The two may be the same again."))
        return redirect(self.compare_url)


class FindOtherView(InboxMixin, View):
    """Leads to the comparison with the engagement whose number somebody typed."""

    http_method_names = ["get", "head", "options"]
    # Given to every view of the inbox.
    header_icon = namespace = ""

    def get(self, request: HttpRequest, pk: int) -> HttpResponse:
        pledges = self.get_base_queryset()
        pledge = get_object_or_404(pledges, pk=pk)
        number = request.GET.get("number", "").strip().upper()
        # Nothing in a number is a NUL, which PostgreSQL does not take.
        other = None if "\x00" in number else pledges.exclude(pk=pk).filter(public_id=number).first()
        if other is None:
            messages.warning(request, _("No other engagement has the number “%(number)s”.") % {"number": number})
            return redirect(self.case_url(pledge.pk))
        return redirect(reverse(f"{self.namespace}:compare", args=[pledge.pk, other.pk]) + self.place.carried)
