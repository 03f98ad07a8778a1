"""The filters of the story index, read from the address and validated."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from bbacms.core.choices import Region
from bbacms.core.models import Axis, Objective
from stories.querysets import StoryQuerySet


class StoryFilterForm(forms.Form):
    """Objective, axis and region, each optional. Bound to ``request.GET``; works as a plain GET form."""

    region = forms.ChoiceField(label=_("Region"), required=False, choices=[("", _("All regions")), *Region.choices])

    field_order = ["axis", "objective", "region"]

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._objectives = {item.code: item for item in Objective.objects.select_related("axis")}
        self._axes: dict[str, Axis] = {item.axis.code: item.axis for item in self._objectives.values()}
        groups = [
            (axis.name, [(item.code, item.name) for item in self._objectives.values() if item.axis_id == axis.pk])
            for axis in self._axes.values()
        ]
        self.fields["axis"] = forms.ChoiceField(
            label=_("Axis"),
            required=False,
            choices=[("", _("Both axes")), *((axis.code, axis.name) for axis in self._axes.values())],
        )
        self.fields["objective"] = forms.ChoiceField(
            label=_("Objective"), required=False, choices=[("", _("All objectives")), *groups]
        )
        self.order_fields(self.field_order)

    @property
    def known(self) -> dict[str, str]:
        """The values that were given and are known, by field; values nobody knows are left out."""
        self.is_valid()
        return {name: value for name, value in self.cleaned_data.items() if value}

    @property
    def has_unknown(self) -> bool:
        """Whether the address named something that does not exist (any more)."""
        return not self.is_valid()

    @property
    def querystring(self) -> str:
        """The known filters as part of an address, without the page number."""
        return urlencode(self.known)

    def narrow(self, stories: StoryQuerySet) -> StoryQuerySet:
        """Return ``stories`` narrowed by the known filters."""
        known = self.known
        if "axis" in known:
            stories = stories.for_axis(self._axes[known["axis"]])
        if "objective" in known:
            stories = stories.for_objective(self._objectives[known["objective"]])
        if "region" in known:
            stories = stories.filter(region=known["region"])
        return stories
