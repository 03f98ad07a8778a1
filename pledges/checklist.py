"""The criteria of the objectives of an engagement, as a checklist for staff. A help to the memory, no condition."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.core.exceptions import PermissionDenied
from django.db import transaction
from wagtail.log_actions import log

from bbacms.core.models import Criterion
from pledges.models import CheckedCriterion, Pledge
from pledges.permissions import may_decide

if TYPE_CHECKING:
    from pledges.models import Answer

CHECK_ACTION = "pledges.check_criteria"


@dataclass(frozen=True)
class ChecklistLine:
    """One criterion: what the member says of it, and who of staff found it to be met.

    ``claimed`` is whether the member says that it is respected, ``how`` in which words; ``checked`` None where nobody
    ticked it.
    """

    criterion: Criterion
    claimed: bool
    how: str
    checked: CheckedCriterion | None


def checklist_of(pledge: Pledge, answers: Collection[Answer]) -> list[ChecklistLine]:
    """The criteria of the objectives that ``pledge`` names, in their order; two queries, however many there are.

    Reads the contributions of ``pledge``: load them with it.
    """
    objectives = {row.objective_id for row in pledge.contributions.all()}
    if not objectives:
        return []
    said = {key: how for answer in answers if answer.kind == "criteria" for key, how in (answer.value or {}).items()}
    checked = {row.criterion_id: row for row in pledge.checked_criteria.select_related("checked_by")}
    lines = []
    for criterion in _criteria_of(objectives):
        key = key_of(criterion)
        lines.append(ChecklistLine(criterion, key in said, said.get(key, ""), checked.get(criterion.pk)))
    return lines


def key_of(criterion: Criterion) -> str:
    """What answers and the log call ``criterion``, such as ``A1-1/native-plants``."""
    return f"{criterion.objective.code}/{criterion.key}"


def check_criteria(pledge: Pledge, user: Any, *, met: Collection[int], unmet: Collection[int]) -> None:
    """Tick the criteria ``met`` and take the ticks of ``unmet`` out; the others stay as they are.

    Raises ``PermissionDenied`` for somebody who may not decide on the pledge. Ids of criteria that belong to no
    objective of ``pledge`` are left alone, and what is as it should be already is not written again.
    """
    if not may_decide(user, pledge):
        raise PermissionDenied
    with transaction.atomic():
        # Held fast, so that two people who tick the same write it once.
        Pledge.objects.select_for_update(of=("self",)).get(pk=pledge.pk)
        own = {row.pk: row for row in _criteria_of(pledge.contributions.values("objective"))}
        ticked = set(pledge.checked_criteria.values_list("criterion", flat=True))
        added = [row for key, row in own.items() if key in met and key not in ticked]
        removed = [row for key, row in own.items() if key in unmet and key in ticked and key not in met]
        if not (added or removed):
            return
        CheckedCriterion.objects.bulk_create(
            CheckedCriterion(pledge=pledge, criterion=row, checked_by=user) for row in added
        )
        pledge.checked_criteria.filter(criterion__in=removed).delete()
        data = {"met": [key_of(row) for row in added], "unmet": [key_of(row) for row in removed]}
        log(instance=pledge, action=CHECK_ACTION, user=user, data=data)


def _criteria_of(objectives: Any) -> list[Criterion]:
    found = Criterion.objects.filter(objective__in=objectives).select_related("objective")
    return list(found.order_by("objective__axis__order", "objective__order", "objective__code", "sort_order", "pk"))
