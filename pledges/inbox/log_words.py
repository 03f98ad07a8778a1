"""What an entry of Wagtail's log tells about a case, in words."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from functools import cached_property
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from bbacms.core.templatetags.core_tags import figure_filter
from pledges.askable import sections_today
from pledges.changes import LOG_ACTION
from pledges.choices import ConsentPurpose, MailKind, PledgeState
from pledges.mail.undelivered import BOUNCED_ACTION, FAILED_ACTION
from pledges.models.pledge import SUSPECTED_LABEL
from pledges.moves import MOVES, UNDO_ACTION
from pledges.personal_data.retention import EXPIRE_ACTION

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise
    from wagtail.models import ModelLogEntry

    from pledges.models import ChangeRequest, Pledge

STATES: Mapping[str, StrOrPromise] = dict(PledgeState.choices)


def name_of(user: Any) -> str:
    """The name of ``user`` as colleagues read it; empty for None."""
    return (user.get_full_name() or user.get_username()) if user else ""


class LogWords:
    """Reads answers, contributions and the form from ``pledge``: load them with it.

    ``users`` are those named in the log; ``criteria`` the names of the criteria on its checklist, by their key.
    """

    def __init__(
        self,
        pledge: Pledge,
        users: Mapping[Any, Any],
        requests: Sequence[ChangeRequest],
        criteria: Mapping[str, str],
    ) -> None:
        self.pledge, self.users, self.criteria = pledge, users, criteria
        self.labels = {str(answer.question_id): answer.label for answer in pledge.answers.all()}
        self.contributions = {row.pk: row for row in pledge.contributions.all()}
        self.requests = {request.pledge_version: request for request in requests}

    def who(self, entry: ModelLogEntry) -> str:
        # Members act by their links, without an account.
        without_user = _("somebody who is no longer here") if entry.user_id else _("the member")
        if entry.action in (FAILED_ACTION, BOUNCED_ACTION):
            without_user = _("the mail server")
        if entry.action == EXPIRE_ACTION:
            without_user = _("the retention rules")
        return name_of(self.users.get(entry.user_id)) or without_user

    def what(self, entry: ModelLogEntry) -> str:
        if entry.action == LOG_ACTION and entry.data.get("answers_request"):
            return _("The member answered what was asked.")
        return str(entry.message)

    def states(self, entry: ModelLogEntry) -> str:
        """From where to where a move led; empty for what was no move."""
        data = entry.data
        if "assignee" in data:
            return self._change(*(self._assignee(data["assignee"][end]) for end in ("from", "to")))
        if not ("from" in data and "to" in data):
            return ""
        before = SUSPECTED_LABEL if data.get("suspected") else STATES.get(data["from"], "")
        return self._change(before, STATES.get(data["to"], ""))

    def said(self, entry: ModelLogEntry) -> list[tuple[str, str]]:
        """The words and figures that belong to ``entry``, each with what they are."""
        data = entry.data
        found: list[tuple[str, str]] = []
        if entry.action == MOVES["ask_changes"].log_action and (request := self.requests.get(data.get("version"))):
            asked = [self.labels[key] for key in request.questions if key in self.labels]
            found += [(_("To the member"), request.message), (_("To be looked at again"), "\n".join(asked))]
        found += [(_("Changed answers"), self._questions(data.get("questions", [])))]
        found += [(_("Reason"), data.get("reason", ""))]
        found += [(_("Counted"), "\n".join(self._figure(row) for row in data.get("figures", [])))]
        found += [(_("Ticked"), self._criteria(data.get("met", [])))]
        found += [(_("Tick taken out"), self._criteria(data.get("unmet", [])))]
        if entry.action == UNDO_ACTION:
            undone = MOVES.get(str(data.get("undone", "")).removeprefix("pledges."))
            found += [(_("Undone"), str(undone.label) if undone else "")]
        found += [(_("About"), self._label(ConsentPurpose, data.get("purpose")))]
        found += [(_("Mail"), self._label(MailKind, data.get("mail")))]
        return [(label, text) for label, text in found if text]

    @cached_property
    def _labels_of_form(self) -> dict[str, str]:
        """What the form asks today: an answer that was taken away leaves no label."""
        sections = sections_today(self.pledge, self.pledge.language)
        return {question.id: question.label for section in sections for question in section.questions}

    def _questions(self, keys: Sequence[str]) -> str:
        labels = [self.labels.get(key) or self._labels_of_form.get(key) for key in keys]
        return "\n".join(label for label in labels if label)

    def _assignee(self, key: Any) -> str:
        if key is None:
            return _("nobody")
        return name_of(self.users.get(key)) or _("somebody who is no longer here")

    def _criteria(self, keys: Sequence[str]) -> str:
        return "\n".join(self.criteria.get(key, key) for key in keys)

    def _figure(self, row: Mapping[str, Any]) -> str:
        contribution = self.contributions.get(row["contribution"])
        before, after = (
            _("not known") if row[end] is None else figure_filter(Decimal(row[end])) for end in ("from", "to")
        )
        change = self._change(before, after)
        # Its member may have named something else since.
        if contribution is None or contribution.indicator is None:
            return change
        return f"{contribution.indicator.name}: {change} {contribution.indicator.get_unit_display()}"

    @staticmethod
    def _change(before: StrOrPromise, after: StrOrPromise) -> str:
        return f"{before} → {after}"

    @staticmethod
    def _label(choices: Any, code: Any) -> str:
        return str(choices(code).label) if code in choices.values else ""
