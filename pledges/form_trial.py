"""Trying a form: its screens one by one as members meet them, "Tell us more" included, with nothing written anywhere.

What was answered travels in the page itself, signed. That is why a post is answered with the next screen and not
with a redirect: there is no place that a redirect could lead to.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core import signing
from django.core.exceptions import PermissionDenied
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import translation
from django.utils.translation import get_language_info
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods
from wagtail.permissions import policy_registry

from bbacms.core.models.names import LANGUAGE_CODES, active_language
from pledges.choices import SectionStage
from pledges.engine.journey import Journey
from pledges.engine.questions import Held
from pledges.file_content import MEGABYTE
from pledges.models import PledgeForm

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django.utils.datastructures import MultiValueDict

    from pledges.engine.steps import SectionForm

SALT = "pledges.form_trial"
# The screens that are no sections of the form.
CHECK = "check"
RECEIVED = "received"
# Stands in for every file that the form asks for: nothing is stored in a trial, so none can be taken.
EXAMPLE_FILE = {"file": "example", "name": "example.jpg", "size": MEGABYTE, "type": "image/jpeg"}


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
def try_form(request: HttpRequest, pk: int) -> HttpResponse:
    """Lead whoever may edit the form through its wording as it was last saved, in the language of ``?language=``."""
    form = get_object_or_404(PledgeForm, pk=pk)
    if not policy_registry.get(form).user_has_permission(request.user, "change"):
        raise PermissionDenied
    language = request.GET.get("language", "")
    with translation.override(language if language in LANGUAGE_CODES else active_language()):
        return Trial(request, form).answer()


class Trial:
    """One request of a trial. Answers that were altered on the way, or of another form, begin it anew."""

    def __init__(self, request: HttpRequest, form: PledgeForm) -> None:
        self.request = request
        self.form = form
        state = self._read_state()
        revision = form.revisions.filter(pk=state["revision"]).first() or form.latest_revision
        self.revision_id = revision.pk if revision else None
        self.body = PledgeForm.body_at(revision) if revision else form.body
        self.journey = Journey(self.body, state["answers"], SectionStage(state["stage"]), state["unfinished"])

    def answer(self) -> HttpResponse:
        """Take what was sent, if anything was, and show the next screen."""
        shown, go = self.request.POST.get("screen", ""), self.request.POST.get("go", "")
        if not self.journey.sections:
            return self._render("trial_empty.html")
        if shown == CHECK:
            return self._answer_check(go)
        if shown == RECEIVED:
            return self._answer_received(go)
        number = int(shown) if shown.isdecimal() and len(shown) < 6 else 0
        if not self.journey.has(number):
            return self._show_section(self.journey.sections[0].number)
        section_form = self._form(number, self.request.POST)
        # Who goes back, or chose another language, has not said that the screen is finished.
        if go not in ("back", "stay") and not section_form.is_valid():
            return self._show_form(section_form, status=422)
        self._take(section_form)
        if go == "back":
            return self._show_section(self.journey.before(number) or number)
        if go == "stay":
            return self._show_section(number)
        following = self.journey.after(number)
        return self._show_section(following) if following else self._show_check()

    def _take(self, section_form: SectionForm) -> None:
        """Go on with the answers of a screen; what of it is not finished is kept as it was typed."""
        is_valid = section_form.is_valid()
        elsewhere = {name: texts for name, texts in self.journey.unfinished.items() if name not in section_form.fields}
        answers = section_form.values if is_valid else section_form.valid_values
        self.journey.take(
            {**self.journey.answers, **answers}, elsewhere if is_valid else elsewhere | section_form.typed
        )

    def _answer_check(self, go: str) -> HttpResponse:
        if go.isdecimal() and len(go) < 6 and self.journey.has(int(go)):
            return self._show_section(int(go))
        if self.journey.first_incomplete is not None:
            return self._show_section(self.journey.first_incomplete)
        return self._show_received() if go == "send" else self._show_check()

    def _answer_received(self, go: str) -> HttpResponse:
        if self.journey.first_incomplete is not None:
            return self._show_section(self.journey.first_incomplete)
        afterwards = self._afterwards if go == "more" else None
        if afterwards is None:
            return self._show_received()
        self.journey = afterwards
        return self._show_section(afterwards.sections[0].number)

    @property
    def _afterwards(self) -> Journey | None:
        """The way through "Tell us more", with the answers so far; None where the form asks nothing more of them."""
        if self.journey.stage == SectionStage.MORE:
            return None
        afterwards = Journey(self.body, self.journey.answers, SectionStage.MORE)
        return afterwards if afterwards.sections else None

    def _show_section(self, number: int) -> HttpResponse:
        return self._show_form(self._form(number))

    def _form(self, number: int, data: MultiValueDict | None = None) -> SectionForm:
        """The form of a screen whose questions about files are answered already, and take nothing."""
        questions = self.journey.file_questions(number)
        held = {question.id: Held([EXAMPLE_FILE]) for question in questions}
        journey = self.journey
        section_form = (
            journey.form_to_show(number, held=held) if data is None else journey.form(number, data, held=held)
        )
        for question in questions:
            for name in (question.name, question.removal_name):
                if name in section_form.fields:
                    section_form.fields[name].disabled = True
        return section_form

    def _show_form(self, section_form: SectionForm, status: int = 200) -> HttpResponse:
        number = section_form.section.number
        return self._render(
            "trial_step.html", status, section_form=section_form, screen=number, has_back=self.journey.before(number)
        )

    def _show_check(self) -> HttpResponse:
        if self.journey.first_incomplete is not None:
            return self._show_section(self.journey.first_incomplete)
        rows = self.journey.rows
        sections = [
            (section, [(row, "") for row in rows if row.section == section.number]) for section in self.journey.sections
        ]
        return self._render("trial_check.html", sections=sections, screen=CHECK)

    def _show_received(self) -> HttpResponse:
        told_more = self.journey.stage == SectionStage.MORE
        return self._render(
            "trial_received.html", told_more=told_more, may_tell_more=self._afterwards is not None, screen=RECEIVED
        )

    def _render(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        context |= {
            "pledge_form": self.form,
            "journey": self.journey,
            "state": signing.dumps(
                {
                    "form": self.form.pk,
                    "revision": self.revision_id,
                    "stage": self.journey.stage.value,
                    "answers": self.journey.answers,
                    "unfinished": self.journey.unfinished,
                },
                salt=SALT,
                compress=True,
            ),
            "languages": [
                (code, get_language_info(code)["name_local"].capitalize())
                for code in LANGUAGE_CODES
                if code != active_language()
            ],
            "edit_url": reverse(self.form.snippet_viewset.get_url_name("edit"), args=[self.form.pk]),
        }
        response = render(self.request, f"pledges/{template}", context, status=status)
        response["Cache-Control"] = "no-store, private"
        return response

    def _read_state(self) -> dict[str, Any]:
        try:
            state: dict[str, Any] = signing.loads(self.request.POST.get("state", ""), salt=SALT)
        except signing.BadSignature:
            state = {}
        if state.get("form") != self.form.pk:
            return {"revision": None, "stage": SectionStage.JOIN, "answers": {}, "unfinished": {}}
        return state
