"""What the inbox can be narrowed down by."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import django_filters
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import Q
from django.forms import CheckboxSelectMultiple, RadioSelect
from django.utils.translation import gettext_lazy as _
from django_filters.fields import ModelMultipleChoiceField
from wagtail.admin.filters import DateRangePickerWidget, WagtailFilterSet
from wagtail.admin.utils import get_user_display_name

from bbacms.core.choices import Region
from bbacms.core.models import ActorKind, Indicator, Objective
from pledges.choices import OPEN_STATES, PledgeState
from pledges.models import Contribution, Pledge
from pledges.permissions import officers
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


class OwnColumnFilter(django_filters.MultipleChoiceFilter):
    """Keeps rows by a column of their own: none comes twice, so the database need not compare all of them."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, distinct=False, **kwargs)


NOBODY = "nobody"


def assignees() -> list[tuple[str, Any]]:
    """Everybody who may be given an engagement, and nobody."""
    return [(NOBODY, _("nobody")), *((str(user.pk), get_user_display_name(user)) for user in officers())]


class PledgeFilterSet(WagtailFilterSet):
    """What an engagement is about, who sent it, how far it is and when it came in."""

    state = OwnColumnFilter(label=_("State"), choices=PledgeState.choices, widget=CheckboxSelectMultiple)
    objective = RecordsFilter(
        label=_("Objective"),
        queryset=Objective.objects.all(),
        method="filter_objective",
        widget=CheckboxSelectMultiple,
    )
    indicator = RecordsFilter(
        label=_("What is counted"),
        queryset=Indicator.objects.select_related("objective"),
        method="filter_indicator",
        widget=CheckboxSelectMultiple,
    )
    region = OwnColumnFilter(label=_("Region"), choices=Region.choices, widget=CheckboxSelectMultiple)
    actor_kind = RecordsFilter(
        label=_("Kind of actor"), queryset=ActorKind.objects.all(), distinct=False, widget=CheckboxSelectMultiple
    )
    language = OwnColumnFilter(label=_("Language"), choices=settings.LANGUAGES, widget=CheckboxSelectMultiple)
    assignee = django_filters.MultipleChoiceFilter(
        label=_("Assigned to"), choices=assignees, method="filter_assignee", widget=CheckboxSelectMultiple
    )
    email = django_filters.ChoiceFilter(
        label=_("E-mail address"),
        choices=[("confirmed", _("confirmed")), ("unconfirmed", _("not confirmed"))],
        empty_label=_("All"),
        method="filter_email",
        widget=RadioSelect,
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

    def filter_indicator(self, queryset: PledgeQuerySet, name: str, value: QuerySet[Indicator]) -> PledgeQuerySet:
        """Keep pledges that bring something to one of the indicators, with or without a quantity."""
        if not value:
            return queryset
        return queryset.filter(pk__in=Contribution.objects.filter(indicator__in=value).values("pledge"))

    def filter_assignee(self, queryset: PledgeQuerySet, name: str, value: list[str]) -> PledgeQuerySet:
        """Keep what one of these people looks after, or nobody does."""
        if not value:
            return queryset
        people = Q(assignee__in=[key for key in value if key != NOBODY])
        return queryset.filter(people | Q(assignee=None) if NOBODY in value else people)

    def filter_email(self, queryset: PledgeQuerySet, name: str, value: str) -> PledgeQuerySet:
        """Keep pledges by whether the member has confirmed the address; without an address there is none to confirm."""
        if not value:
            return queryset
        return queryset.exclude(email="").filter(email_confirmed_at__isnull=value == "unconfirmed")

    def filter_proposals(self, queryset: PledgeQuerySet, name: str, value: list[str]) -> PledgeQuerySet:
        """Keep pledges with changes that nobody has decided on."""
        if not value:
            return queryset
        return queryset.filter(proposed_at__isnull=False, state__in=OPEN_STATES, merged_into__isnull=True)
