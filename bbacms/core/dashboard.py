"""The first panel of the admin's home: what waits for the person who logged in.

An app adds its lines with the hook ``construct_what_waits``, a function that gets the request and the list of lines so
far. A line counts what the list behind its link shows, so the two never differ.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import ngettext
from wagtail import hooks
from wagtail.admin.ui.components import Component
from wagtail.models import TaskState, WorkflowState
from wagtail_localize.views.report import TranslationsReportView

from bbacms.core.translating import may_edit_pages

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from django.http import HttpRequest


@dataclass(frozen=True)
class WaitingItem:
    """One of what waits: its name, what else tells it from others, and where to work on it."""

    name: str
    about: str
    url: str


@dataclass(frozen=True)
class WaitingLine:
    """``text`` says how many of what wait; ``url`` is the list of just these; ``icon`` one of the admin's.

    ``first`` are those on top of the list, where one can begin at once.
    """

    text: str
    url: str
    icon: str
    first: Sequence[WaitingItem] = ()


class WhatWaitsPanel(Component):
    """Names only what there is to do; with nothing to do it says so."""

    name = "what_waits"
    template_name = "core/what_waits.html"
    order = 50

    def get_context_data(self, parent_context: Mapping[str, Any]) -> dict[str, Any]:
        lines: list[WaitingLine] = []
        for add_lines in hooks.get_hooks("construct_what_waits"):
            add_lines(parent_context["request"], lines)
        return {"lines": lines}


def add_reviews(request: HttpRequest, lines: list[WaitingLine]) -> None:
    """Pages and forms that somebody handed in and this person may approve."""
    mine = TaskState.objects.reviewable_by(request.user)
    count = WorkflowState.objects.filter(current_task_state__in=mine).count()
    if count:
        text = ngettext("%(count)s draft to review", "%(count)s drafts to review", count) % {"count": count}
        lines.append(WaitingLine(text, f"{reverse('wagtailadmin_reports:workflow')}?reviewable=true", "edit"))


def add_translations(request: HttpRequest, lines: list[WaitingLine]) -> None:
    """Translations that lack a text, because they were begun or because the original changed."""
    if not may_edit_pages(request.user):
        return
    count = TranslationsReportView().get_queryset().filter(waiting_for_translation=True).count()
    if count:
        text = ngettext(
            "%(count)s translation to finish or bring up to date",
            "%(count)s translations to finish or bring up to date",
            count,
        )
        url = f"{reverse('wagtail_localize:translations_report')}?waiting_for_translation=true"
        lines.append(WaitingLine(text % {"count": count}, url, "wagtail-localize-language"))
