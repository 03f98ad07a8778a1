"""What is filled in for a move: the version the person saw, and what the move needs beside."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _
from wagtail.admin.utils import get_user_display_name

from bbacms.core.models import active_language
from pledges.askable import askable_questions
from pledges.engine.fields import TypedNumber, TypedText
from pledges.engine.numbers import typed_text
from pledges.mail.messages import is_written_to
from pledges.models import Pledge
from pledges.moves import Mark, Move, Said
from pledges.permissions import officers

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django_stubs_ext import StrOrPromise

    from pledges.inbox.mail_preview import MailPreview

TEXT_LENGTH = 2000
FIGURE = "figure-"


class QuestionBoxes(forms.CheckboxSelectMultiple):
    """Boxes under headings."""

    template_name = "pledges/inbox/question_boxes.html"


class MoveForm(forms.Form):
    """The fields of ``move`` on ``pledge``; valid, ``said`` is what goes with it.

    Reads answers and contributions with their indicators from ``pledge``: load them with it. ``people`` are those who
    may be given a pledge, where they are at hand.
    """

    version = forms.IntegerField(min_value=1, widget=forms.HiddenInput)

    def __init__(
        self, move: Move, pledge: Pledge, *args: Any, people: Iterable[Any] | None = None, **kwargs: Any
    ) -> None:
        super().__init__(*args, **kwargs)
        self.move, self.pledge = move, pledge
        # Several of these forms stand on one page.
        self.auto_id = f"id_{move.name}_%s"
        self.fields["version"].initial = pledge.version
        if move.mark is Mark.FIGURES:
            self._add_figures()
        if move.mark is Mark.ASSIGN:
            self._add_assignee(officers() if people is None else people)
        if move.needs_message:
            self._add_questions()
        if move.needs_message or self.writes:
            self._add_message()
        if move.needs_reason:
            self._add_reason()

    def _add_assignee(self, people: Iterable[Any]) -> None:
        by_key = {str(user.pk): user for user in people}
        self.fields["assignee"] = forms.TypedChoiceField(
            label=_("To whom"),
            choices=[("", _("nobody")), *((key, get_user_display_name(user)) for key, user in by_key.items())],
            coerce=by_key.get,
            empty_value=None,
            required=False,
            initial=self.pledge.assignee_id or "",
        )

    @property
    def writes(self) -> bool:
        """Whether a letter to the member goes out with it."""
        return self.move.mail is not None and is_written_to(self.pledge)

    @property
    def has_fields(self) -> bool:
        """Whether there is something that can be filled in."""
        return len(self.fields) > 1

    @property
    def is_one_click(self) -> bool:
        """Whether it is made at once: words to the member that may be left out are no reason to open it first."""
        return self.fields.keys() <= {"version", "message"} and not self.move.needs_message

    def ask_for_nothing(self) -> None:
        """Let it be looked at before all is filled in."""
        for name, field in self.fields.items():
            field.required = name == "version"

    @property
    def typed(self) -> list[tuple[StrOrPromise, str]]:
        """The words that were typed, each with the label of its field."""
        words = [(field.label, field.data) for field in self.shown_fields if field.name in ("message", "reason")]
        return [(label, text) for label, text in words if text]

    @property
    def shown_fields(self) -> list[forms.BoundField]:
        return [self[name] for name in self.fields if name != "version"]

    @property
    def said(self) -> Said:
        cleaned = self.cleaned_data
        return Said(
            reason=cleaned.get("reason", ""),
            message=cleaned.get("message", ""),
            questions=tuple(cleaned.get("questions", ())),
            figures={
                int(name.removeprefix(FIGURE)): value for name, value in cleaned.items() if name.startswith(FIGURE)
            },
            assignee=cleaned.get("assignee"),
        )

    def _add_figures(self) -> None:
        for contribution in self.pledge.contributions.all():
            indicator = contribution.indicator
            if indicator is None:
                continue
            quantity = contribution.declared if contribution.accepted is None else contribution.accepted
            self.fields[f"{FIGURE}{contribution.pk}"] = TypedNumber(
                label=f"{indicator.name} ({indicator.get_unit_display()})",
                required=False,
                decimals=6,
                minimum=0,
                initial="" if quantity is None else typed_text(Decimal(quantity), active_language()),
                help_text=_("Left empty, the quantity is not known and adds nothing."),
            )

    def _add_questions(self) -> None:
        given = {str(answer.question_id) for answer in self.pledge.answers.all() if answer.display}
        groups = askable_questions(self.pledge)

        def named(key: str, label: str) -> str:
            return label if key in given else _("%(question)s (left empty)") % {"question": label}

        self.fields["questions"] = forms.MultipleChoiceField(
            label=_("What should be looked at again"),
            choices=[(title, [(key, named(key, label)) for key, label in asked]) for title, asked in groups],
            required=False,
            widget=QuestionBoxes,
        )

    def _add_message(self) -> None:
        self.fields["message"] = TypedText(
            multiline=True,
            label=_("To the member"),
            max_length=TEXT_LENGTH,
            required=self.move.needs_message,
            widget=forms.Textarea(attrs={"rows": 4, "lang": self.pledge.language}),
            help_text=self._where_the_message_goes(),
            error_messages={"required": _("Please write to the member what is asked for.")},
        )

    def _where_the_message_goes(self) -> StrOrPromise:
        if not is_written_to(self.pledge):
            return _("No e-mail address is known, so no mail goes out: tell the member by letter or telephone.")
        return _("Stands in the mail, as you write it. The mail is in: %(language)s.") % {
            "language": self.pledge.get_language_display()
        }

    def _add_reason(self) -> None:
        self.fields["reason"] = TypedText(
            multiline=True,
            label=_("Reason"),
            max_length=TEXT_LENGTH,
            widget=forms.Textarea(attrs={"rows": 3}),
            help_text=_("For the history of this case; members of staff read it, the member does not."),
            error_messages={"required": _("Please give a reason.")},
        )


@dataclass(frozen=True)
class MoveButton:
    """One button of a case: the move, where it is posted to, its form, and its mail where that was asked for."""

    move: Move
    url: str
    form: MoveForm
    preview_url: str = ""
    preview: MailPreview | None = None
    # What was typed into it stands there again.
    is_open: bool = False
