"""What the inbox can be narrowed down by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.conf import settings
from django.core.exceptions import ValidationError
from django.forms import CheckboxSelectMultiple
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelMultipleChoiceField
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet

from bbacms.core.models import ActorKind, Objective
from pledges.choices import PledgeState
from pledges.models import Contribution, Pledge
from pledges.pictures import with_pictures_left

if TYPE_CHECKING:
    from django.db.models import QuerySet

    from pledges.querysets import PledgeQuerySet


class RecordsField(ModelMultipleChoiceField):
    """Several records by their number. One beyond 64 bits is no choice, as is any other that does not exist."""

    def _check_values(self, value: Any) -> Any:
        try:
            return super()._check_values(value)
        except OverflowError as error:
            # SQLite's own; the numbers are not repeated, because they may be of any length.
            raise ValidationError(self.error_messages["invalid_list"], code="invalid_list") from error


class RecordsFilter(django_filters.ModelMultipleChoiceFilter):
    """Keeps what belongs to any of the chosen records."""

    field_class = RecordsField


class PledgeFilterSet(WagtailFilterSet):
    """State, objective, kind of actor, language and the days between which it came in."""

    state = django_filters.MultipleChoiceFilter(
        label=_("State"), choices=PledgeState.choices, widget=CheckboxSelectMultiple
    )
    objective = RecordsFilter(
        label=_("Objective"),
        queryset=Objective.objects.all(),
        method="filter_objective",
        widget=CheckboxSelectMultiple,
    )
    actor_kind = RecordsFilter(
        label=_("Kind of actor"), queryset=ActorKind.objects.all(), widget=CheckboxSelectMultiple
    )
    language = django_filters.MultipleChoiceFilter(
        label=_("Language"), choices=settings.LANGUAGES, widget=CheckboxSelectMultiple
    )
    proposals = django_filters.MultipleChoiceFilter(
        label=_("Changed by the member"),
        choices=[("open", _("since it was accepted"))],
        method="filter_proposals",
        widget=CheckboxSelectMultiple,
    )
    submitted_at = django_filters.DateFromToRangeFilter(label=_("Received"), widget=DateRangePickerWidget)

    pictures = django_filters.MultipleChoiceFilter(
        label=_("Published picture"),
        choices=[("left", _("may not be shown any more"))],
        method="filter_pictures",
        widget=CheckboxSelectMultiple,
    )

    class Meta:
        model = Pledge
        fields: list[str] = []

    def filter_pictures(self, queryset: PledgeQuerySet, name: str, value: list[str]) -> PledgeQuerySet:
        """Keep pledges whose published picture has to be taken down; unticked it narrows nothing."""
        return with_pictures_left(queryset) if value else queryset

    def filter_objective(self, queryset: PledgeQuerySet, name: str, value: QuerySet[Objective]) -> PledgeQuerySet:
        """Keep pledges that name one of the objectives; a subquery, so that none is listed twice."""
        if not value:
            return queryset
        return queryset.filter(pk__in=Contribution.objects.filter(objective__in=value).values("pledge"))

    def filter_proposals(self, queryset: PledgeQuerySet, name: str, value: list[str]) -> PledgeQuerySet:
        """Keep pledges with changes that nobody has decided on."""
        if not value:
            return queryset
        return queryset.changed_by_member()
