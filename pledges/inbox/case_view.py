"""One case: a pledge with all that is known of it, and what may be done."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.db.models import Prefetch
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.views.generic import TemplateView
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import registry as log_registry

from pledges.checklist import ChecklistLine, checklist_of, key_of
from pledges.choices import WAITING_STATES, PledgeSource, PrivacyClass, SpamSign
from pledges.counting import contributions_with_effect, effect_of_accepting
from pledges.inbox.access import InboxMixin
from pledges.inbox.files import file_lines
from pledges.inbox.glance import contribution_lines
from pledges.inbox.keeping import keeping_in_words
from pledges.inbox.move_forms import MoveButton, MoveForm
from pledges.inbox.note_form import NoteForm
from pledges.inbox.proposals import change_lines
from pledges.inbox.timeline import timeline_of, troubled
from pledges.inbox.twins import twins_context
from pledges.inbox.visits import note_visit
from pledges.inbox.watch import last_of
from pledges.models import Pledge
from pledges.moves import MOVES, Mark, marks_of, moves_from, undoable
from pledges.permissions import officers
from pledges.personal_link import PersonalLink
from pledges.pictures import pictures_left

if TYPE_CHECKING:
    from pledges.inbox.mail_preview import MailPreview


class CaseView(InboxMixin, WagtailAdminTemplateMixin, TemplateView):
    """One pledge with all its answers, what accepting it would do, what happened to it, and the moves."""

    template_name = "pledges/inbox/case.html"
    header_icon = "mail"
    namespace = ""
    # A move or a note that was filled in wrongly is shown again on this page, with what was typed; so is a move whose
    # mail is looked at first.
    refused_form: MoveForm | None = None
    refused_note: NoteForm | None = None
    preview: MailPreview | None = None

    @cached_property
    def pledge(self) -> Pledge:
        queryset = self.get_base_queryset().select_related("actor_kind", "form__live_revision", "assignee")
        rows = Prefetch("contributions", contributions_with_effect())
        queryset = queryset.prefetch_related("answers", "consents", "mails", rows)
        return get_object_or_404(queryset, pk=self.kwargs["pk"])

    @cached_property
    def people(self) -> list[Any]:
        """Who may be given the case; nearly always they are who the timeline names, too."""
        return list(officers())

    @cached_property
    def checklist(self) -> list[ChecklistLine]:
        return checklist_of(self.pledge, self.pledge.answers.all())

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
        buttons = []
        for move in moves_from(pledge.state, **marks_of(pledge)):
            if move.mark is Mark.MERGE:
                continue  # made where two are compared
            typed = self.refused_form if self.refused_form and self.refused_form.move is move else None
            address = [pledge.pk, move.name]
            buttons.append(
                MoveButton(
                    move=move,
                    url=reverse(f"{self.namespace}:move", args=address) + self.place.carried,
                    form=typed or MoveForm(move, pledge, people=self.people),
                    preview_url=reverse(f"{self.namespace}:preview", args=address) + self.place.carried,
                    preview=self.preview if typed else None,
                    is_open=typed is not None,
                )
            )
        return buttons

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        pledge = self.pledge
        answers = list(pledge.answers.all())
        files = file_lines(pledge, answers, self.request.user, self.namespace)
        entries = list(log_registry.get_logs_for_instance(pledge))
        note_visit(pledge, self.request.user, entries)
        left = pictures_left(entries, [line.file for line in files])
        was_asked = any(entry.action == MOVES["ask_changes"].log_action for entry in entries)
        buttons = self.get_buttons()
        contributions = pledge.contributions.all()
        waits = pledge.state in WAITING_STATES and not pledge.is_merged
        effect = effect_of_accepting(pledge, contributions=contributions) if waits else None
        mails, notes = list(pledge.mails.all()), list(pledge.notes.all())
        return super().get_context_data(
            pledge=pledge,
            place=self.place,
            around=self.place.around(pledge),
            **twins_context(pledge, self.request.user, entries),
            signs=SpamSign.read(pledge.spam_signs),
            buttons=[button for button in buttons if button.move.is_main],
            more_buttons=[button for button in buttons if not button.move.is_main],
            more_is_open=any(button.is_open and not button.move.is_main for button in buttons),
            # What was typed for a move that somebody else has made impossible meanwhile.
            unsent=None if any(button.is_open for button in buttons) else self.refused_form,
            undo=undoable(pledge, entries),
            imported=pledge.source == PledgeSource.IMPORT,
            waits=waits,
            answers=[answer for answer in answers if answer.privacy != PrivacyClass.CONTACT],
            contact_answers=[answer for answer in answers if answer.privacy == PrivacyClass.CONTACT],
            changes=change_lines(pledge, answers) if pledge.has_open_changes else [],
            files=files,
            pictures_left=left,
            files_need_a_look=bool(left) or any(line.is_left for line in files),
            contributions=contribution_lines(contributions, effect),
            effect=effect,
            checklist=self.checklist,
            checklist_claimed=sum(line.claimed for line in self.checklist),
            checklist_ticked=sum(line.checked is not None for line in self.checklist),
            consents=pledge.consents.all(),
            keeping=keeping_in_words(pledge),
            troubled_mails=troubled(mails, pledge),
            link=PersonalLink.of(pledge) if pledge.email else None,
            notes=notes,
            note_form=self.refused_note or NoteForm(),
            last_seen=last_of(entries),
            timeline=timeline_of(
                pledge,
                entries,
                mails=mails,
                notes=notes,
                requests=pledge.change_requests.all() if was_asked else [],
                people=self.people,
                criteria={key_of(line.criterion): line.criterion.name for line in self.checklist},
            ),
            **kwargs,
        )
