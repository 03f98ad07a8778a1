"""Everything about one person, by e-mail address: looked up, handed over, and erased.

The address comes in the body of a post, never in an address of the site: those stand in logs and histories.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import FileResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.generic import TemplateView, View
from wagtail.admin import messages
from wagtail.admin.views.generic.base import WagtailAdminTemplateMixin
from wagtail.log_actions import log

from pledges.choices import ErasureWish
from pledges.inbox.access import InboxMixin
from pledges.permissions import ERASE_PERMISSION
from pledges.personal_data.erasure import Outcome, Wishes, counts, erase_by_staff, outcome
from pledges.personal_data.handover import handover
from pledges.personal_data.person import Person
from pledges.personal_data.removal import OF_MEMBER, pictures_in_use, published_pictures

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse
    from django_stubs_ext import StrOrPromise

    from pledges.models import Pledge

HAND_OVER_ACTION = "pledges.hand_over"
# What becomes of an engagement, in the words of the page that asks whether it shall.
OUTCOMES: dict[Outcome, StrOrPromise] = {
    Outcome.REMOVED: gettext_lazy("It is removed with everything that belongs to it."),
    Outcome.NAMELESS: gettext_lazy("Its figures stay, without a name."),
    Outcome.WITHDRAWN: gettext_lazy("It is withdrawn, and counts no more."),
    Outcome.HELD: gettext_lazy("It is kept for longer, so it stays as it is. Let it go first, on its case."),
}


class AddressForm(forms.Form):
    """Whose data somebody looks for."""

    address = forms.EmailField(label=gettext_lazy("E-mail address"), max_length=254)


@dataclass(frozen=True)
class EngagementLine:
    """One engagement on the page: what hangs on it, what would become of it, and what its person may choose."""

    pledge: Pledge
    is_similar: bool
    may_choose: bool
    becomes: StrOrPromise
    numbers: dict[str, int]
    pictures: int
    pictures_in_use: int
    others: int

    @classmethod
    def of(cls, pledge: Pledge, *, is_similar: bool) -> EngagementLine:
        done = outcome(pledge, ErasureWish.NAMELESS)
        return cls(
            pledge=pledge,
            is_similar=is_similar,
            may_choose=counts(pledge) and done is not Outcome.HELD,
            becomes=OUTCOMES[done],
            numbers={name: getattr(pledge, name).count() for name in OF_MEMBER},
            pictures=len(published_pictures(pledge)),
            pictures_in_use=len(pictures_in_use(pledge)),
            others=pledge.merged.count(),
        )


class PersonMixin(InboxMixin):
    """Whom it is about, as the post says."""

    namespace = ""

    @cached_property
    def form(self) -> AddressForm:
        return AddressForm(self.request.POST or None)

    @cached_property
    def person(self) -> Person | None:
        """None where no address came, or none that is one."""
        return Person(self.form.cleaned_data["address"]) if self.form.is_bound and self.form.is_valid() else None


class PersonView(PersonMixin, WagtailAdminTemplateMixin, TemplateView):
    """Asks for an address, and shows what is held about it: a post that changes nothing."""

    template_name = "pledges/inbox/person.html"
    page_title = gettext_lazy("Data of a person")
    header_icon = "user"

    def get_breadcrumbs_items(self) -> list[dict[str, Any]]:
        return [
            *self.breadcrumbs_items,
            {"url": reverse(f"{self.namespace}:index"), "label": _("Inbox")},
            {"url": "", "label": self.page_title},
        ]

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        person = self.person
        found: dict[str, Any] = {}
        if person is not None:
            lines = [EngagementLine.of(pledge, is_similar=False) for pledge in person.pledges]
            lines += [EngagementLine.of(pledge, is_similar=True) for pledge in person.similar]
            found = {
                "person": person,
                "lines": lines,
                "drafts": len(person.drafts),
                "mails": person.other_mails.count(),
                "mentions": person.mentions(but=person.similar),
                "pages": person.pages(),
                "has_account": person.has_account(),
            }
            found["is_empty"] = not any(found[name] for name in found if name != "person")
        return super().get_context_data(
            form=self.form,
            wishes=ErasureWish.choices,
            may_hand_over=self.user_has_permission("export"),
            may_erase=self.request.user.has_perm(ERASE_PERMISSION),
            **found,
            **kwargs,
        )

    def post(self, request: HttpRequest) -> HttpResponse:
        status = 422 if self.person is None else 200
        return self.render_to_response(self.get_context_data(), status=status)


class PersonPostView(PersonMixin, View):
    """Abstract: does something about the person of the post. Only by POST."""

    http_method_names = ["get", "head", "post", "options"]
    header_icon = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Lead to the page: who had to log in again on the way arrives here."""
        return redirect(f"{self.namespace}:person")


class HandOverView(PersonPostView):
    """A file with all that is held, for an officer to read through before it goes to the person."""

    permission_required = "export"

    def post(self, request: HttpRequest) -> HttpResponse | FileResponse:
        if self.person is None:
            return self.get(request)
        for pledge in self.person.pledges:
            log(instance=pledge, action=HAND_OVER_ACTION, user=request.user)
        name = f"personal-data-{timezone.localdate().isoformat()}.zip"
        response = FileResponse(handover(self.person, for_staff=True), as_attachment=True, filename=name)
        response["Cache-Control"] = "private, no-store"
        return response


class EraseView(PersonPostView):
    """Erases what the page showed, and leads to the report."""

    def user_has_permission(self, permission: str) -> bool:
        """Whether the person may enter, and erase besides."""
        return super().user_has_permission(permission) and self.request.user.has_perm(ERASE_PERMISSION)

    def post(self, request: HttpRequest) -> HttpResponse:
        if self.person is None:
            return self.get(request)
        if "sure" not in request.POST:
            messages.error(request, _("Nothing was erased: tick the box that says that it cannot be undone."))
            return self.get(request)
        try:
            record = erase_by_staff(self.person, request.user, self.wishes_for(self.person))
        except OSError:
            messages.error(
                request,
                _("Nothing was erased: the storage that remembers erasures cannot be written to. Tell your operator."),
            )
            return self.get(request)
        messages.success(request, _("It is erased. This is the report."))
        return redirect(reverse("erasures_modeladmin_inspect", args=[record.pk]))

    def wishes_for(self, person: Person) -> Wishes:
        """What was chosen; whatever else stands in the post is left out."""
        chosen = {
            pledge.pk: ErasureWish(said)
            for pledge in (*person.pledges, *person.similar)
            if (said := self.request.POST.get(f"wish-{pledge.pk}", "")) in ErasureWish.values
        }
        similar = {int(key) for key in self.request.POST.getlist("similar") if key.isdecimal()}
        return Wishes(of=chosen, similar=similar)
