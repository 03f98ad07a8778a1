"""Two engagements side by side, row by row."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING

from django.template.defaultfilters import date
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from bbacms.core.quantities import quantity_text
from pledges.engine.telephone import phone_text

if TYPE_CHECKING:
    from pledges.models import Answer, Contribution, Pledge

# Who, what, where and when, in the order in which one looks at them.
FACTS = (
    *("title", "summary", "organisation", "enterprise_number", "actor_kind", "name", "email", "phone", "website"),
    *("municipality", "postcode", "place", "region", "start", "end", "figure_text"),
    *("state", "submitted_at", "decided_at", "source", "language"),
)


@dataclass(frozen=True)
class Row:
    """What both say to one thing; an empty text is what was not said."""

    label: str
    first: str
    second: str

    @property
    def differs(self) -> bool:
        return self.first != self.second


@dataclass(frozen=True)
class Part:
    """Rows below one heading; those that neither says anything to are left out."""

    heading: str
    rows: list[Row]


def compare(first: Pledge, second: Pledge) -> list[Part]:
    """All that is known of two pledges. Reads contributions with their indicators, and answers: load them with both."""
    parts = [
        Part(_("Engagement"), _fact_rows(first, second)),
        Part(_("What it brings"), _contribution_rows(first.contributions.all(), second.contributions.all())),
        Part(_("Answers"), _answer_rows(first.answers.all(), second.answers.all())),
    ]
    return [part for part in parts if part.rows]


def _fact_rows(first: Pledge, second: Pledge) -> list[Row]:
    def text_of(pledge: Pledge, name: str) -> str:
        value = getattr(pledge, name)
        if name == "state":
            return str(pledge.state_label)
        if name == "phone":
            return phone_text(value)
        if name in ("start", "end", "submitted_at", "decided_at"):
            return date(value)
        return str(getattr(pledge, f"get_{name}_display", lambda: value or "")())

    labels = {field.name: str(capfirst(field.verbose_name)) for field in first._meta.fields}
    return _said([Row(labels[name], text_of(first, name), text_of(second, name)) for name in FACTS])


def _contribution_rows(first: Iterable[Contribution], second: Iterable[Contribution]) -> list[Row]:
    """Two rows for each indicator that either names, and one for an objective without any."""

    def by_aim(rows: Iterable[Contribution]) -> dict[tuple[int, int | None], Contribution]:
        return {(row.objective_id, row.indicator_id): row for row in rows}

    one, other = by_aim(first), by_aim(second)
    rows = []
    for key, named in sorted((other | one).items(), key=lambda item: item[1].objective.code):
        pair = one.get(key), other.get(key)
        if named.indicator is None:
            rows.append(
                Row(f"{named.objective.code} {named.objective.name}", *(_("named") if row else "" for row in pair))
            )
            continue
        aim = {"aim": f"{named.objective.code} {named.indicator.name}"}
        rows.append(Row(_("%(aim)s, declared") % aim, *(_declared(row) for row in pair)))
        rows.append(Row(_("%(aim)s, accepted") % aim, *(_quantity(row, "accepted") for row in pair)))
    return _said(rows)


def _declared(contribution: Contribution | None) -> str:
    """The quantity with when and where."""
    if contribution is None:
        return ""
    year = contribution.by_year
    said = [_quantity(contribution, "declared") or _("quantity not known"), contribution.place]
    return ", ".join(filter(None, [*said, _("by %(year)s") % {"year": year} if year else ""]))


def _quantity(contribution: Contribution | None, name: str) -> str:
    if contribution is None or contribution.indicator is None:
        return ""
    quantity: Decimal | None = getattr(contribution, name)
    return "" if quantity is None else quantity_text(quantity, contribution.indicator.unit)


def _answer_rows(first: Iterable[Answer], second: Iterable[Answer]) -> list[Row]:
    """The answers to one question beside each other: by its id, and across forms by its words."""
    rows = []
    left = list(second)
    for answer in first:
        same = next((other for other in left if other.question_id == answer.question_id), None)
        same = same or next((other for other in left if other.label == answer.label), None)
        if same:
            left.remove(same)
        rows.append(Row(answer.label, answer.display, same.display if same else ""))
    return _said([*rows, *(Row(answer.label, "", answer.display) for answer in left)])


def _said(rows: list[Row]) -> list[Row]:
    return [row for row in rows if row.first or row.second]
