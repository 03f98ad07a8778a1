"""The columns of an export, in the language of the request: what each is called and what it says of a case."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from functools import partial
from typing import TYPE_CHECKING, Any

from django.contrib.admin.utils import label_for_field
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bbacms.core.belgium.places import PlaceKind, place_of
from bbacms.core.models import ActorKind, Indicator, Objective, active_language
from bbacms.core.quantities import number_text
from pledges.engine.particulars import enterprise_number_text
from pledges.inbox.export.questions import answer_columns
from pledges.models import Contribution, Pledge, PledgeForm
from pledges.models.pledge import SUSPECTED_LABEL

if TYPE_CHECKING:
    from decimal import Decimal
    from uuid import UUID

    from django.db.models import Model

    from pledges.inbox.export.cases import Case
    from pledges.inbox.export.cells import Value
    from pledges.querysets import PledgeQuerySet


@dataclass(frozen=True)
class Column:
    """``form`` is the name of the form that asks for it, where one does."""

    heading: str
    read: Callable[[Case], Value]
    form: str = ""


def columns_for(pledges: PledgeQuerySet) -> list[Column]:
    """The columns of an export of ``pledges``: each question of their forms has one, as long as anybody answered it.

    Their number follows the forms, never the engagements. What rows have in common, such as names of lists, is looked
    up and translated here, once.
    """
    return [
        *_own_columns(),
        Column(_("What it brings"), _brings()),
        *_figure_columns(pledges),
        *(
            Column(asked.label, partial(_answer, asked.form_id, asked.question_id), asked.form_name)
            for asked in answer_columns(pledges)
        ),
        Column(_("Internal notes (never for members)"), _notes),
    ]


def headings_of(columns: Iterable[Column]) -> list[str]:
    """What the columns are called, no two the same: the name of the form tells them apart, or else a number."""
    columns = list(columns)
    times = Counter(column.heading for column in columns)
    named = [
        f"{column.heading} ({column.form})" if column.form and times[column.heading] > 1 else column.heading
        for column in columns
    ]
    seen: Counter[str] = Counter()
    headings = []
    for name in named:
        seen[name] += 1
        headings.append(f"{name} [{seen[name]}]" if seen[name] > 1 else name)
    return headings


def _own_columns() -> list[Column]:
    """The columns of the engagement itself. Contact data are in no other file than this one."""
    state, suspected = _labels("state"), capfirst(str(SUSPECTED_LABEL))
    return [
        _column("public_id"),
        _column("state", lambda pledge: suspected if pledge.is_suspected else capfirst(state[pledge.state])),
        *(_column(name) for name in ("submitted_at", "decided_at", "archived_at")),
        _column("merged_into", lambda pledge: pledge.merged_into_number),
        *(_choice_column(name) for name in ("language", "source")),
        *(_column(name) for name in ("title", "summary")),
        _named_column("actor_kind", ActorKind),
        _column("organisation"),
        _column("enterprise_number", _enterprise_number),
        *(_column(name) for name in ("website", "name", "email", "email_confirmed_at", "phone")),
        *(_column(name) for name in ("municipality", "postcode")),
        Column(_("Province"), lambda case: _province(case.pledge.province)),
        _choice_column("region"),
        *(_column(name) for name in ("place", "start", "end", "figure_text")),
        _named_column("form", PledgeForm),
        _column("assignee", lambda pledge: _person(pledge.assignee)),
    ]


def _column(name: str, read: Callable[[Any], Value] | None = None) -> Column:
    heading = capfirst(str(label_for_field(name, Pledge)))
    if read is None:
        return Column(heading, lambda case: getattr(case.pledge, name))
    return Column(heading, lambda case: read(case.pledge))


def _choice_column(name: str) -> Column:
    labels = _labels(name)
    return _column(name, lambda pledge: labels.get(getattr(pledge, name), ""))


def _named_column(name: str, model: type[Model]) -> Column:
    names = {row.pk: str(row) for row in model._default_manager.all()}
    return _column(name, lambda pledge: names.get(getattr(pledge, f"{name}_id"), ""))


def _labels(name: str) -> dict[str, str]:
    field: Any = Pledge._meta.get_field(name)
    return {value: str(label) for value, label in field.flatchoices}


def _figure_columns(pledges: PledgeQuerySet) -> list[Column]:
    """Declared and accepted, as numbers, for each indicator that the engagements bring something to."""
    named = Contribution.objects.filter(pledge__in=pledges.order_by()).values("indicator")
    indicators = Indicator.objects.filter(pk__in=named).select_related("objective")
    columns = []
    for indicator in indicators.order_by("objective__code", "sort_order", "pk"):
        what = f"{indicator.objective.code} {_counted(indicator)}"
        columns += [
            Column(_("%(what)s: declared") % {"what": what}, partial(_figure, "declared", indicator.pk)),
            Column(_("%(what)s: accepted") % {"what": what}, partial(_figure, "accepted", indicator.pk)),
        ]
    return columns


def _figure(name: str, indicator: int, case: Case) -> Decimal | None:
    return next((getattr(row, name) for row in case.contributions if row.indicator_id == indicator), None)


def _counted(indicator: Indicator) -> str:
    return f"{indicator.name} ({indicator.get_unit_display()})"


def _brings() -> Callable[[Case], str]:
    """What a case brings to the targets in words, one line for each objective or indicator."""
    objectives = {objective.pk: f"{objective.code} {objective.name}" for objective in Objective.objects.all()}
    indicators = {indicator.pk: _counted(indicator) for indicator in Indicator.objects.all()}
    declared, accepted, by = _("declared: %s"), _("accepted: %s"), _("by %s")

    def in_words(row: Contribution) -> str:
        parts = (
            objectives.get(row.objective_id),
            indicators.get(row.indicator_id or 0),
            declared % number_text(row.declared) if row.declared is not None else "",
            accepted % number_text(row.accepted) if row.accepted is not None else "",
            by % row.by_year if row.by_year else "",
            f"{row.first_year}–{row.last_year or ''}" if row.first_year else "",
            row.place,
        )
        return "; ".join(part for part in parts if part)

    return lambda case: "\n".join(map(in_words, case.contributions))


def _answer(form: int | None, question: UUID, case: Case) -> Value:
    return case.answers.get(question) if case.pledge.form_id == form else None


def _notes(case: Case) -> str:
    return "\n\n".join(
        f"{timezone.localtime(note.written_at):%Y-%m-%d %H:%M} {_person(note.author)}: {note.text}"
        for note in case.notes
    )


def _person(user: Any) -> str:
    return (user.get_full_name() or user.get_username()) if user else ""


def _enterprise_number(pledge: Pledge) -> str:
    """As people write it: the figures alone would lose their first nought."""
    return enterprise_number_text(pledge.enterprise_number) if pledge.enterprise_number else ""


def _province(code: str) -> str:
    place = place_of(PlaceKind.PROVINCE, code)
    return place.name_in(active_language()) if place else code
