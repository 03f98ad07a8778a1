"""The ledger of erasures."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.contrib.admin import display
from django.urls import reverse
from django.utils.html import format_html, format_html_join
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from wagtail.models import Page

from bbacms.core.models import CustomImage
from pledges.inbox.log_words import name_of
from pledges.ledgers.base import Ledger
from pledges.models import ErasureRecord, Pledge
from pledges.personal_data.erasure import Outcome
from pledges.personal_data.removal import KINDS

if TYPE_CHECKING:
    from django_stubs_ext import StrOrPromise

OUTCOMES: dict[str, StrOrPromise] = {
    Outcome.REMOVED: gettext_lazy("removed"),
    Outcome.NAMELESS: gettext_lazy("left without a name"),
    Outcome.WITHDRAWN: gettext_lazy("withdrawn, without a name"),
    Outcome.HELD: gettext_lazy("kept: staff hold it"),
}


class ErasureLedger(Ledger):
    """What was erased at somebody's wish, and how much; never whose it was."""

    model = ErasureRecord
    base_url_path = "erasures"
    menu_label = gettext_lazy("Erasures")
    menu_icon = "bin"
    menu_order = 260
    list_display = ("erased_at", "who", "went", "engagements")
    list_filter = ("by_member", "erased_at")
    list_select_related = ("user",)
    search_fields = ("numbers", "user__username", "user__first_name", "user__last_name")
    list_export = ("erased_at", "who", "went_as_text", "engagements_as_text", "left_as_text")
    inspect_view_fields = ["erased_at", "who", "went", "engagements", "left_to_do"]

    @display(description=gettext_lazy("who"))
    def who(self, record: ErasureRecord) -> str:
        return _("the member, with a link") if record.by_member else name_of(record.user)

    @display(description=gettext_lazy("what went"))
    def went(self, record: ErasureRecord) -> str:
        return _list(_counted(record))

    @display(description=gettext_lazy("what went"))
    def went_as_text(self, record: ErasureRecord) -> str:
        return "\n".join(_counted(record))

    @display(description=gettext_lazy("engagements"))
    def engagements(self, record: ErasureRecord) -> str:
        return _list(_outcomes(record))

    @display(description=gettext_lazy("engagements"))
    def engagements_as_text(self, record: ErasureRecord) -> str:
        return "\n".join(_outcomes(record))

    @display(description=gettext_lazy("left to do by hand"))
    def left_to_do(self, record: ErasureRecord) -> str:
        return _list([format_html('<a href="{}">{}</a>', url, text) for text, url in _left(record)])

    @display(description=gettext_lazy("left to do by hand"))
    def left_as_text(self, record: ErasureRecord) -> str:
        return "\n".join(text for text, _url in _left(record))


def _left(record: ErasureRecord) -> list[tuple[str, str]]:
    """What has to be done by hand, and where; what is gone meanwhile is done."""

    def keys(kind: str) -> list[Any]:
        return [left[kind] for left in record.left if kind in left]

    pictures = CustomImage.objects.filter(pk__in=keys("picture")).order_by("pk")
    pages = Page.objects.filter(pk__in=keys("page")).order_by("pk")
    cases = Pledge.objects.filter(public_id__in=keys("mention")).order_by("pk")
    return [
        *((_picture(picture.pk), reverse("wagtailimages:edit", args=[picture.pk])) for picture in pictures),
        *((_page(page), reverse("wagtailadmin_pages:edit", args=[page.pk])) for page in pages),
        *((_mention(pledge), reverse("inbox:case", args=[pledge.pk])) for pledge in cases),
    ]


def _counted(record: ErasureRecord) -> list[str]:
    # The database keeps no order.
    return [f"{label}: {record.counts[kind]}" for kind, label in KINDS.items() if kind in record.counts]


def _outcomes(record: ErasureRecord) -> list[str]:
    return [f"{number}: {OUTCOMES[outcome]}" for number, outcome in sorted(record.numbers.items())]


def _picture(key: int) -> str:
    return _("picture %(number)s, which a page shows") % {"number": key}


def _page(page: Page) -> str:
    return _("page “%(title)s”, where the address stands") % {"title": page.get_admin_display_title()}


def _mention(pledge: Pledge) -> str:
    return _("engagement %(number)s of somebody else, where the address stands") % {"number": pledge.public_id}


def _list(lines: list[str]) -> str:
    return format_html("<ul>{}</ul>", format_html_join("", "<li>{}</li>", ((line,) for line in lines))) if lines else ""
