"""Suggestions while a place is typed: the same for everybody, so they may be kept by any cache."""

from __future__ import annotations

from django import forms
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from bbacms.core.belgium import Match, PlaceKind, suggest

MAX_AGE = 24 * 60 * 60  # seconds


class PlaceQueryForm(forms.Form):
    q = forms.CharField(max_length=100)


@require_safe
@cache_control(public=True, max_age=MAX_AGE)
def places(request: HttpRequest) -> JsonResponse:
    """Answer ``?q=`` with at most ten places that begin like it, in the language of the address; 400 without any."""
    form = PlaceQueryForm(request.GET)
    matches = suggest(form.cleaned_data["q"]) if form.is_valid() else []
    found = [_suggestion(match, request.LANGUAGE_CODE) for match in matches]
    return JsonResponse({"places": found}, status=200 if form.is_valid() else 400)


def _suggestion(match: Match, language: str) -> dict[str, str]:
    """What is written in the field, and what stands beside it: browsers look for what was typed in both."""
    place = match.place
    names = (*place.names.values(), *place.aliases) if place.kind == PlaceKind.MUNICIPALITY else ()
    others = dict.fromkeys(name for name in names if name != place.name_in(language))
    about = ", ".join([*others, place.around_in(language)])
    return {"text": match.text_in(language), "about": about}
