"""One case: a pledge with all that is known of it, and what may be done."""

from __future__ import annotations

from typing import Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import registry as log_registry

from pledges.choices import WAITING_STATES, PledgeSource, PrivacyClass, SpamSign
from pledges.counting import effect_of_accepting
from pledges.inbox.access import InboxMixin
from pledges.inbox.files import file_lines
from pledges.inbox.history import history_of
from pledges.inbox.move_forms import MoveButton, MoveForm
from pledges.inbox.proposals import change_lines
from pledges.inbox.twins import twins_context
from pledges.models import Contribution, Pledge
from pledges.moves import Mark, moves_from, undoable
from pledges.personal_link import PersonalLink
from pledges.pictures import pictures_left


class CaseView(InboxMixin, WagtailAdminTemplateMixin, TemplateView):
    """One pledge with all its answers, what accepting it would do, its history, and the moves."""

    template_name = "pledges/inbox/case.html"
    header_icon = "mail"
    namespace = ""
    # A move that was filled in wrongly is shown again on this page, with what was typed.
    refused_form: MoveForm | None = None

    @cached_property
    def pledge(self) -> Pledge:
        queryset = self.get_base_queryset().select_related("actor_kind", "form", "assignee")
        rows = Contribution.objects.select_related("objective", "indicator")
        queryset = queryset.prefetch_related("answers", "mails", Prefetch("contributions", rows))
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
        pledge = self.pledge
        archived, merged = pledge.archived_at is not None, pledge.is_merged
        moves = moves_from(pledge.state, suspected=pledge.is_suspected, archived=archived, merged=merged)
        buttons = []
        for move in moves:
            if move.mark is Mark.MERGE:
                continue  # made where two are compared
            form = MoveForm(move, pledge)
            if self.refused_form and self.refused_form.move is move:
                form = self.refused_form
            buttons.append(MoveButton(move, reverse(f"{self.namespace}:move", args=[pledge.pk, move.name]), form))
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pledge = self.pledge
        answers = list(pledge.answers.all())
        files = file_lines(pledge, answers, self.request.user, self.namespace)
        buttons = self.get_buttons()
        entries = list(log_registry.get_logs_for_instance(pledge))
        return super().get_context_data(
            pledge=pledge,
            **twins_context(pledge, self.request.user),
            signs=SpamSign.read(pledge.spam_signs),
            buttons=[button for button in buttons if button.move.is_main],
            more_buttons=[button for button in buttons if not button.move.is_main],
            undo=undoable(pledge, entries),
            imported=pledge.source == PledgeSource.IMPORT,
            answers=[answer for answer in answers if answer.privacy != PrivacyClass.CONTACT],
            contact_answers=[answer for answer in answers if answer.privacy == PrivacyClass.CONTACT],
            changes=change_lines(pledge, answers),
            files=files,
            pictures_left=pictures_left([line.file for line in files], entries),
            contributions=pledge.contributions.all(),
            effect=effect_of_accepting(pledge) if pledge.state in WAITING_STATES and not pledge.is_merged else None,
            mails=pledge.mails.all(),
            link=PersonalLink.of(pledge) if pledge.email else None,
            history=history_of(entries),
            **kwargs,
        )
