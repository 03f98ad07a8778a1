"""What the inbox can be narrowed down by."""

from __future__ import annotations

from typing import TYPE_CHECKING

import django_filters
from django.conf import settings
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from bbacms.core.models import ActorKind, Objective
from pledges.choices import PledgeState
from pledges.models import Contribution, Pledge

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pledges.querysets import PledgeQuerySet


class PledgeFilterSet(WagtailFilterSet):
    """State, objective, kind of actor, language and the days between which it came in."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PledgeState.choices, widget=CheckboxSelectMultiple
    )
    objective = django_filters.ModelMultipleChoiceFilter(
        label=_("Objective"),
        queryset=Objective.objects.all(),
        method="filter_objective",
        widget=CheckboxSelectMultiple,
    )
    actor_kind = django_filters.ModelMultipleChoiceFilter(
        label=_("Kind of actor"), queryset=ActorKind.objects.all(), widget=CheckboxSelectMultiple
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, widget=CheckboxSelectMultiple
    )
    submitted_at = django_filters.DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)

    class Meta:
        model = Pledge
        fields: list[str] = []

    def filter_objective(self, queryset: PledgeQuerySet, name: str, value: QuerySet[Objective]) -> PledgeQuerySet:
        """Keep pledges that name one of the objectives; a subquery, so that none is listed twice."""
        if not value:
            return queryset
        return queryset.filter(pk__in=Contribution.objects.filter(objective__in=value).values("pledge"))
