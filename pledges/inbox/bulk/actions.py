"""The bulk actions of the inbox list, one for each move that makes sense on many; and the page that confirms one."""

from __future__ import annotations

import uuid
from typing import TYPE_CHECKING, Any

from django import forms
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.text import format_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.admin import messages
from wagtail.admin.utils import get_user_display_name
from wagtail.admin.views.bulk_action import BulkAction

from pledges.bulk import AT_ONCE, begin, runs_of, work_on
from pledges.choices import BulkOutcome, BulkState
from pledges.inbox.access import InboxMixin
from pledges.inbox.bulk.choice import Look, look, read_choice
from pledges.inbox.bulk.words import ended, reason, under_way
from pledges.models import BulkRun, Pledge
from pledges.moves import MOVES, Mark, Move, Said
from pledges.permissions import officers

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse

    from pledges.inbox.bulk.choice import Choice

NOBODY = "nobody"


class BulkForm(forms.Form):
    """What is confirmed: that which ``seen`` tells from every other choice, and to whom it is assigned."""

    key = forms.UUIDField()
    seen = forms.CharField(required=False)

    def __init__(self, move: Move, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        if move.mark is Mark.ASSIGN:
            self.people = {str(user.pk): user for user in officers()}
            names = [(number, get_user_display_name(user)) for number, user in self.people.items()]
            self.fields["assignee"] = forms.ChoiceField(
                label=gettext_lazy("To whom"),
                choices=[("", "---------"), (NOBODY, gettext_lazy("nobody")), *names],
                error_messages={"required": gettext_lazy("Please choose to whom they are assigned.")},
            )

    @property
    def said(self) -> Said:
        return Said(assignee=self.people.get(self.cleaned_data["assignee"])) if "assignee" in self.fields else Said()


class BulkMove(InboxMixin, BulkAction):
    """Shows how many a move would be made on and for which it is not possible; makes it when that is confirmed.

    ``takes_all``: it can be made on all that match a filter, not on ticked rows alone.
    """

    permission_required = "change"
    models = [Pledge]
    move: Move
    next_url: str
    takes_all = True
    form_class = BulkForm
    template_name = "pledges/inbox/bulk/confirm.html"
    http_method_names = ["get", "head", "post", "options"]

    def __init__(self, request: HttpRequest, model: type[Pledge]) -> None:
        super().__init__(request, model)
        if self.next_url == request.path:
            self.next_url = reverse("inbox:index")

    @cached_property
    def choice(self) -> Choice | None:
        return read_choice(self.request.user, self.request.GET)

    @cached_property
    def seen(self) -> Look:
        assert self.choice is not None  # noqa: S101  refused before
        return look(self.choice, self.move)

    def get(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.refuse() or self.render_to_response(self.get_context_data())

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        return self.refuse() or super().post(request, *args, **kwargs)

    def refuse(self) -> HttpResponse | None:
        """Lead back with a sentence where there is nothing that this move can be made on."""
        if self.choice is None:
            messages.error(self.request, _("Nothing was chosen. Please tick the engagements that are meant."))
        elif self.choice.is_all and not self.takes_all:
            text = _("“%(move)s” is possible on ticked engagements only, not on all that match. Nothing was changed.")
            messages.error(self.request, text % {"move": self.move.label})
        else:
            return None
        return redirect(self.next_url)

    def get_form_kwargs(self) -> dict[str, Any]:
        return {**super().get_form_kwargs(), "move": self.move}

    def form_invalid(self, form: BulkForm) -> HttpResponse:
        if "key" in form.errors:
            messages.error(self.request, _("This form was not complete. Please try again; nothing was changed."))
        return self.render_to_response(self.get_context_data(form=form), status=422)

    def form_valid(self, form: BulkForm) -> HttpResponse:
        key = form.cleaned_data["key"]
        run = runs_of(self.request.user).filter(key=key).first()
        if run is None:
            if form.cleaned_data["seen"] != self.seen.stands:
                return self.render_to_response(self.get_context_data(form=form, changed=True), status=409)
            filters = self.choice.filters if self.choice else ""
            run = begin(self.request.user, self.move, self.seen.rows, key, said=form.said, filters=filters)
        if run.total <= AT_ONCE:
            run = work_on(run)
        self.tell(run)
        return redirect(self.next_url)

    def tell(self, run: BulkRun) -> None:
        """Say what was done, and lead to the report where there is more to read."""
        report = messages.button(reverse("inbox:run", args=[run.pk]), _("Open the report"))
        if run.state == BulkState.QUEUED:
            messages.info(self.request, under_way(run), buttons=[report])
            return
        left = run.total - run.items.filter(outcome=BulkOutcome.DONE).count()
        tell = messages.warning if left else messages.success
        tell(self.request, ended(run, left), buttons=[report] if left else None)

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        examples = self.get_base_queryset().filter(pk__in=self.seen.examples).select_related("actor_kind")
        form = kwargs.get("form")
        # Past the one of Wagtail, which would fetch every engagement of the choice.
        return super(BulkAction, self).get_context_data(
            move=self.move,
            seen=self.seen,
            total=len(self.seen.rows),
            number=self.seen.allowed,
            is_all=self.choice and self.choice.is_all,
            in_background=len(self.seen.rows) > AT_ONCE,
            examples=examples.order_by("pk"),
            more=self.seen.allowed - len(self.seen.examples),
            skipped=[
                (number, reason(self.move, BulkOutcome.NOT_ALLOWED, found))
                for found, number in self.seen.skipped.most_common()
            ],
            key=(form and form.is_bound and form.cleaned_data.get("key")) or uuid.uuid4(),
            next=self.next_url,
            submit_url=self.request.get_full_path(),
            **kwargs,
        )


def _action(name: str, priority: int, *, takes_all: bool = True) -> type[BulkMove]:
    move = MOVES[name]
    return type(
        f"Bulk_{name}",
        (BulkMove,),
        {
            "move": move,
            "takes_all": takes_all,
            "action_type": name,
            "action_priority": priority,
            "display_name": move.label,
            "aria_label": format_lazy(gettext_lazy("{move}: the chosen engagements"), move=move.label),
        },
    )


# A decision that people outside read is taken on rows that somebody looked at.
BULK_ACTIONS = (
    _action("accept", 10, takes_all=False),
    _action("assign", 20),
    _action("spam", 30),
    _action("archive", 40),
    _action("take", 50),
    _action("not_spam", 60),
    _action("restore", 70),
)
