"""The inbox list, one case, and the moves on it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.contrib.auth import get_user_model
from django.http import Http404
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView
from wagtail.admin import messages
from wagtail.admin.views.generic import IndexView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import registry as log_registry

from pledges.choices import WAITING_STATES, MailState, PledgeSource, PledgeState, PrivacyClass, SpamSign
from pledges.counting import effect_of_accepting
from pledges.inbox.access import InboxMixin
from pledges.inbox.columns import inbox_columns
from pledges.inbox.files import file_lines
from pledges.inbox.proposals import change_lines
from pledges.models import OutgoingMail, Pledge
from pledges.models.pledge import SUSPECTED_LABEL
from pledges.moves import MOVES, Move, MoveError, apply, moves_from
from pledges.permissions import pledges_for
from pledges.personal_link import PersonalLink
from pledges.pictures import pictures_left

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from pledges.querysets import PledgeQuerySet

REASON_LENGTH = 2000


class PledgeIndexView(InboxMixin, IndexView):
    """The list: what waits for a decision or may be spam, longest first, or everything, newest first."""

    template_name = "pledges/inbox/index.html"
    results_template_name = "pledges/inbox/index_results.html"
    any_permission_required = ["view"]
    page_title = gettext_lazy("Inbox")
    # Taking contact data out of the inbox is a step of its own, with a record of who did it.
    FORMATS = ()
    search_backend_name = None
    search_fields = ["title", "organisation", "public_id", "name", "email"]
    case_url_name = ""
    scopes: tuple[tuple[str, Any], ...] = ()
    scope = "index"

    @cached_property
    def columns(self) -> list[Any]:
        return inbox_columns(self.case_url_name)

    def get_base_queryset(self) -> PledgeQuerySet:
        queryset = super().get_base_queryset()
        if self.scope == "index":
            queryset = queryset.waiting()
        elif self.scope == "suspected":
            queryset = queryset.suspected()
        return queryset.select_related("actor_kind").prefetch_related("contributions__objective")

    @cached_property
    def tabs(self) -> list[dict[str, Any]]:
        """The lists with how much each holds, whatever is filtered or searched for."""
        pledges = pledges_for(self.request.user)
        counts = {
            "index": pledges.waiting().count(),
            "suspected": pledges.suspected().count(),
            "all": pledges.count(),
        }
        namespace = self.index_url_name.split(":")[0]
        return [
            {
                "label": label,
                "url": reverse(f"{namespace}:{name}"),
                "count": counts[name],
                "current": name == self.scope,
            }
            for name, label in self.scopes
        ]

    @cached_property
    def failed_mails(self) -> int:
        """How many mails about engagements were given up; somebody has to look at them."""
        return OutgoingMail.objects.filter(state=MailState.FAILED).count()

    @cached_property
    def no_results_message(self) -> str:
        if not (self.is_searching or self.is_filtering):
            if self.scope == "index":
                return _("Nothing waits for a decision.")
            if self.scope == "suspected":
                return _("Nothing here looks like spam.")
        return super().no_results_message


class MoveForm(forms.Form):
    """The version the person saw, and a reason where the move needs one."""

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)
    reason = forms.CharField(
        label=gettext_lazy("Reason"),
        max_length=REASON_LENGTH,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=gettext_lazy("For the history of this case; members of staff read it."),
        error_messages={"required": gettext_lazy("Please give a reason.")},
    )

    def __init__(self, move: Move, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        # Several of these forms stand on one page.
        self.auto_id = f"id_{move.name}_%s"
        if move.needs_reason:
            self.fields["reason"].required = True
        else:
            del self.fields["reason"]


@dataclass(frozen=True)
class MoveButton:
    """One button of a case: the move, where it is posted to, and its form."""

    move: Move
    url: str
    form: MoveForm


@dataclass(frozen=True)
class HistoryEntry:
    """One line of a case's history; ``states`` is empty for what was no move."""

    when: Any
    who: str
    what: str
    states: str
    reason: str


def history_of(pledge: Pledge) -> list[HistoryEntry]:
    """What was done with a pledge, newest first, from Wagtail's log. Two queries, however long the history."""
    labels = dict(PledgeState.choices)
    entries = list(log_registry.get_logs_for_instance(pledge))
    # The log keeps the number of a user who is gone, so a join would drop or break such lines.
    users = get_user_model().objects.in_bulk({entry.user_id for entry in entries if entry.user_id})
    lines = []
    for entry in entries:
        user = users.get(entry.user_id)
        state_before = labels.get(entry.data.get("from"), "")
        before = SUSPECTED_LABEL if entry.data.get("suspected") else state_before
        moved = "from" in entry.data and "to" in entry.data
        # Members act by their links, without an account.
        without_user = _("somebody who is no longer here") if entry.user_id else _("the member")
        lines.append(
            HistoryEntry(
                when=entry.timestamp,
                who=(user.get_full_name() or user.get_username()) if user else without_user,
                what=str(entry.message),
                states=f"{before} → {labels.get(entry.data['to'], '')}" if moved else "",
                reason=entry.data.get("reason", ""),
            )
        )
    return lines


class CaseView(InboxMixin, WagtailAdminTemplateMixin, TemplateView):
    """One pledge with all its answers, what accepting it would do, its history, and the moves."""

    template_name = "pledges/inbox/case.html"
    header_icon = "mail"
    namespace = ""
    # A move that was filled in wrongly is shown again on this page, with what was typed.
    refused_form: tuple[str, MoveForm] | None = None

    @cached_property
    def pledge(self) -> Pledge:
        queryset = self.get_base_queryset().select_related("actor_kind", "form")
        return get_object_or_404(queryset, pk=self.kwargs["pk"])

    def get_page_title(self) -> str:
        return self.pledge.title

    def get_page_subtitle(self) -> str:
        return self.pledge.public_id

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.namespace}:index"), "label": _("Inbox")},
            {"url": "", "label": self.pledge.public_id},
        ]

    def get_buttons(self) -> list[MoveButton]:
        buttons = []
        for move in moves_from(self.pledge.state, suspected=self.pledge.is_suspected):
            form = MoveForm(move, initial={"version": self.pledge.version})
            if self.refused_form and self.refused_form[0] == move.name:
                form = self.refused_form[1]
            buttons.append(MoveButton(move, reverse(f"{self.namespace}:move", args=[self.pledge.pk, move.name]), form))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pledge = self.pledge
        answers = list(pledge.answers.all())
        files = file_lines(pledge, answers, self.request.user, self.namespace)
        return super().get_context_data(
            pledge=pledge,
            signs=SpamSign.read(pledge.spam_signs),
            buttons=self.get_buttons(),
            imported=pledge.source == PledgeSource.IMPORT,
            answers=[answer for answer in answers if answer.privacy != PrivacyClass.CONTACT],
            contact_answers=[answer for answer in answers if answer.privacy == PrivacyClass.CONTACT],
            changes=change_lines(pledge, answers),
            files=files,
            pictures_left=pictures_left(pledge, [line.file for line in files]),
            contributions=pledge.contributions.select_related("objective", "indicator"),
            effect=effect_of_accepting(pledge) if pledge.state in WAITING_STATES else None,
            mails=pledge.mails.all(),
            link=PersonalLink.of(pledge) if pledge.email else None,
            history=history_of(pledge),
            **kwargs,
        )


class MoveView(CaseView):
    """Makes one move and leads back to the case. Only by POST: a link must never decide."""

    def get(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        """Lead to the case: who had to log in again on the way to a move arrives here."""
        if name not in MOVES:
            raise Http404
        return redirect(f"{self.namespace}:case", self.pledge.pk)

    def post(self, request: HttpRequest, pk: int, name: str) -> HttpResponse:
        if name not in MOVES:
            raise Http404
        move, case_url = MOVES[name], reverse(f"{self.namespace}:case", args=[pk])
        form = MoveForm(move, request.POST)
        if not form.is_valid():
            if "version" in form.errors:
                messages.error(request, _("This form was not complete. Please try again; nothing was changed."))
                return redirect(case_url)
            self.refused_form = (name, form)
            return self.render_to_response(self.get_context_data(), status=422)
        try:
            apply(self.pledge, move, request.user, form.cleaned_data["version"], form.cleaned_data.get("reason", ""))
        except MoveError as refusal:
            messages.error(request, refusal.message)
        else:
            messages.success(request, move.done, buttons=self.get_next_buttons())
        return redirect(case_url)

    def get_next_buttons(self) -> list[Any]:
        """A link to the pledge of the same list that has waited longest, or back to the inbox when none is left."""
        pledges = self.get_base_queryset()
        # As it was before the move: somebody who clears the folder of spam stays in it.
        same_list = pledges.suspected() if self.pledge.is_suspected else pledges.waiting()
        following = same_list.exclude(pk=self.pledge.pk).order_by("submitted_at", "pk").first()
        if following:
            return [messages.button(reverse(f"{self.namespace}:case", args=[following.pk]), _("Next waiting"))]
        return [messages.button(reverse(f"{self.namespace}:index"), _("Back to the inbox"))]
