"""Every question that exported engagements may have answered, over all wordings of their forms."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any
from uuid import UUID

from django.db.models import Max, Q
from django.db.models.functions import Coalesce

from bbacms.core.models import active_language
from pledges.form_outline import in_order, questions_of
from pledges.models import Answer, PledgeForm

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pledges.querysets import PledgeQuerySet


@dataclass(frozen=True)
class AskedQuestion:
    """A question by the key of its answers. ``label`` is its newest one, in the language of the request if there is."""

    form_id: int | None
    form_name: str
    question_id: UUID
    label: str


def answer_columns(pledges: PledgeQuerySet) -> list[AskedQuestion]:
    """The questions of each form as it is now, in its order, newest form first; behind them those taken out of it.

    A question that was taken out and that none of ``pledges`` answered is left out.
    """
    used = pledges.order_by().values_list("form", flat=True).distinct()
    forms = PledgeForm.objects.in_bulk([key for key in used if key])
    present = [
        AskedQuestion(form.pk, form.name, UUID(place.block.id), place.label)
        for form in sorted(forms.values(), key=lambda form: form.pk, reverse=True)
        for place in in_order(questions_of(form.body))
    ]
    known = {(asked.form_id, asked.question_id) for asked in present}
    taken_out = [
        AskedQuestion(form, forms[form].name if form else "", question, label)
        for form, question, label in _newest_labels(pledges, known)
    ]
    return present + taken_out


def _newest_labels(pledges: PledgeQuerySet, known: set[Any]) -> QuerySet:
    """Form, question and label of the newest answer to each question that is not ``known``.

    Best the newest that was given in the language of the request: a snapshot holds the label in one language alone.
    """
    newest = (
        Answer.objects.filter(pledge__in=pledges.order_by())
        .order_by()
        .values_list("pledge__form", "question_id")
        .annotate(newest=Coalesce(Max("pk", filter=Q(pledge__language=active_language())), Max("pk")))
    )
    keys = [key for form, question, key in newest if (form, question) not in known]
    return (
        Answer.objects.filter(pk__in=keys)
        .order_by("-pledge__form_id", "order", "pk")
        .values_list("pledge__form", "question_id", "label")
    )
