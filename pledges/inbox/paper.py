"""Typing in an engagement that came on paper: on the screens of the form as members meet them, below the inbox."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.conf import settings
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils import translation
from django.utils.decorators import method_decorator
from django.utils.functional import cached_property
from django.utils.translation import get_language_info
from django.utils.translation import gettext_lazy as _
from django.views.decorators.debug import sensitive_post_parameters
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.admin.widgets.button import HeaderButton

from bbacms.core.models import active_language
from pledges.drafts import journey_of, remove_draft
from pledges.inbox.access import InboxMixin
from pledges.paper import begin_paper, forms_on_paper, papers_of, send_paper, sent_paper
from pledges.screens import take_screen
from pledges.uploads import held_files
from pledges.views.addresses import rows_with_addresses

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from pledges.engine.journey import Journey
    from pledges.engine.steps import SectionForm
    from pledges.models import PledgeDraft, PledgeForm

# The names of the buttons that lead back, and away for now.
BACK, LATER = "back", "later"
RECEIPT_GOES_OUT = _("It is in the inbox. The receipt goes to the member by mail.")
NO_RECEIPT = _(
    "It is in the inbox. Without an e-mail address no receipt goes out: tell the member the number yourself."
)


def paper_button() -> HeaderButton:
    """What leads here from the list."""
    return HeaderButton(_("Enter from paper"), url=reverse("inbox:paper"), icon_name="doc-full")


class PaperForm(forms.Form):
    """Which form the paper is, and which language it is written in."""

    def __init__(self, offered: list[PledgeForm], *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.offered = {str(form.pk): form for form in offered}
        choices = [(key, form.name) for key, form in self.offered.items()]
        self.fields["form"] = forms.ChoiceField(
            label=_("Join form"), choices=choices, widget=forms.RadioSelect, initial=choices[0][0] if choices else None
        )
        if len(choices) == 1:
            self.fields["form"].widget = forms.HiddenInput()
        self.fields["language"] = forms.ChoiceField(
            label=_("Language of the paper"),
            choices=settings.LANGUAGES,
            widget=forms.RadioSelect,
            initial=active_language(),
            help_text=_("The questions then stand there as on the paper, and the member is answered in it."),
        )


class PaperBase(InboxMixin):
    """Given to every view of the inbox."""

    header_icon = case_url_name = namespace = ""
    scopes: tuple[Any, ...] = ()


class PaperStartView(PaperBase, WagtailAdminTemplateMixin, TemplateView):
    """Choose the form and the language, or go on with what was begun."""

    template_name = "pledges/inbox/paper.html"
    page_title = _("Enter from paper")

    @cached_property
    def form(self) -> PaperForm:
        return PaperForm(forms_on_paper(), self.request.POST if self.request.method == "POST" else None)

    def post(self, request: HttpRequest) -> HttpResponse:
        if not self.form.is_valid():
            return self.render_to_response(self.get_context_data(), status=422)
        chosen = self.form.offered[self.form.cleaned_data["form"]]
        draft = begin_paper(chosen, self.form.cleaned_data["language"], request.user)
        with translation.override(draft.language):
            first = journey_of(draft).sections[0].number
        return redirect("inbox:paper_step", draft.pk, first)

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse("inbox:index"), "label": _("Inbox")},
            {"url": "", "label": self.get_page_title()},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        return super().get_context_data(form=self.form, begun=papers_of(self.request.user), **kwargs)


@method_decorator(sensitive_post_parameters(), name="dispatch")
class PaperView(PaperBase, View):
    """Abstract: one address of a draft that the person has begun, in the language of the paper."""

    http_method_names = ["get", "head", "post", "options"]
    draft: PledgeDraft
    journey: Journey

    def setup(self, request: HttpRequest, *args: Any, **kwargs: Any) -> None:
        super().setup(request, *args, **kwargs)
        self.own_language = translation.get_language()

    def get(self, request: HttpRequest, pk: int, **where: Any) -> HttpResponse:
        # Not pk: only for a plain number field does Django know that a number may be too large for SQLite.
        draft = papers_of(request.user).filter(id=pk).first()
        if draft is None:
            return self.without_draft(pk)
        self.draft = draft
        with translation.override(draft.language):
            self.journey = journey_of(draft)
            return self.answer()

    post = get

    def answer(self) -> HttpResponse:
        raise NotImplementedError

    def without_draft(self, pk: int) -> HttpResponse:
        """What was sent leads to its case; of all else nothing is told, as of what another person has begun."""
        pledge = sent_paper(pk, self.request.user)
        if pledge is not None:
            return redirect("inbox:case", pledge.pk)
        self.tell(
            messages.warning, _("This is not there any more: it was thrown away, or nobody typed in it for 24 hours.")
        )
        return redirect("inbox:paper")

    def tell(self, say: Callable[[HttpRequest, Any], None], sentence: StrOrPromise) -> None:
        """Say something to the person, who reads the admin in another language than the paper perhaps."""
        with translation.override(self.own_language):
            say(self.request, sentence)

    def show(self, template: str, status: int = 200, **context: Any) -> HttpResponse:
        language = get_language_info(self.draft.language)["name_local"]
        context |= {"draft": self.draft, "journey": self.journey, "language": language}
        return render(self.request, f"pledges/{template}", context, status=status)

    def address_of(self, number: int) -> str:
        return reverse("inbox:paper_step", args=[self.draft.pk, number])

    def address_of_next(self) -> str:
        """The first screen without valid answers, else the check page."""
        number = self.journey.first_incomplete
        return reverse("inbox:paper_check", args=[self.draft.pk]) if number is None else self.address_of(number)


class PaperStepView(PaperView):
    """One screen: shown, or taken with what was typed in."""

    def answer(self) -> HttpResponse:
        draft, journey, sent = self.draft, self.journey, self.request.POST
        number = self.kwargs["number"]
        if not journey.has(number):
            return redirect(self.address_of_next())
        comes_too_early = journey.first_incomplete is not None and number > journey.first_incomplete
        if self.request.method != "POST":
            if comes_too_early:
                return redirect(self.address_of_next())
            held = held_files(draft, journey.file_questions(number))
            return self.show_screen(journey.form_to_show(number, held=held))
        stops = LATER in sent or BACK in sent or comes_too_early
        section_form = take_screen(draft, journey, number, self.request, stops=stops)
        if section_form is None:
            return self.without_draft(draft.pk)
        if LATER in sent:
            return redirect("inbox:paper")
        if BACK in sent:
            return redirect(self.address_of(journey.before(number) or number))
        if not stops and not section_form.is_valid():
            return self.show_screen(section_form, status=422)
        following = journey.go_on_after(number)
        return redirect(self.address_of_next() if following is None else self.address_of(following))

    def show_screen(self, section_form: SectionForm, status: int = 200) -> HttpResponse:
        has_back = self.journey.before(section_form.section.number) is not None
        return self.show("paper_step.html", status, section_form=section_form, has_back=has_back)


class PaperCheckView(PaperView):
    """Everything that was typed in, and the button that puts it into the inbox."""

    def answer(self) -> HttpResponse:
        if self.journey.first_incomplete is not None:
            return redirect(self.address_of_next())
        if self.request.method == "POST":
            return self.send()
        rows = rows_with_addresses(self.journey, self.address_of)
        return self.show(
            "paper_check.html",
            sections=[(section, entries, self.address_of(section.number)) for section, entries in rows],
            was_changed="changed" in self.request.GET,
        )

    def send(self) -> HttpResponse:
        draft, user = self.draft, self.request.user
        pledge = send_paper(draft, self.journey, user, seen=self.request.POST.get("version", ""))
        if pledge is not None:
            self.tell(messages.success, RECEIPT_GOES_OUT if pledge.email else NO_RECEIPT)
        else:
            pledge = sent_paper(draft.pk, user)
        return redirect("inbox:case", pledge.pk) if pledge else redirect(f"{self.request.path}?changed")


class PaperDeleteView(PaperView):
    """Throws away what was typed in and not sent. Only by POST."""

    def answer(self) -> HttpResponse:
        if self.request.method == "POST" and remove_draft(self.draft):
            self.tell(messages.success, _("What you typed in is thrown away."))
        return redirect("inbox:paper")
