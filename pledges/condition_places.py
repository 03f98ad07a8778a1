"""Places in conditions: editors type and read names, a condition keeps the code that answers are kept by."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Any

from django.utils import translation
from django.utils.translation import gettext as _

from bbacms.core.belgium import Match, PlaceKind, all_places, find, nearest
from bbacms.core.models.names import LANGUAGE_CODES, active_language
from pledges.choices import ConditionTest

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from wagtail.blocks.stream_block import StreamValue


def keep_codes(body: StreamValue) -> None:
    """Put codes in the place of the names that editors typed into the conditions of ``body``, wherever one is clear.

    What is not clear stays as it was typed: ``pledges.condition_checks`` says why it cannot be kept.
    """
    sections = [block.value for block in body]
    parts = [part for section in sections for part in section["questions"]]
    places = {str(part.id) for part in parts if part.block_type == "place"}
    _rewrite([*sections, *(part.value for part in parts)], places, _code_of)


def show_names(state: list[dict[str, Any]]) -> None:
    """Put names in the place of codes in ``state``, what the editor of a form shows of its sections."""
    sections = [block["value"] for block in state]
    parts = [part for section in sections for part in section["questions"]]
    places = {part["id"] for part in parts if part["type"] == "place"}
    _rewrite([*sections, *(part["value"] for part in parts)], places, _name_of)


def not_clear(typed: str, where: str) -> str:
    """Why ``typed`` cannot be what the condition of ``where`` compares a place with, and what can."""
    said = {"place": where, "typed": typed}
    if found := find(typed):
        sentence = _("The condition of %(place)s: “%(typed)s” may be several places. Write one of these: %(names)s.")
        return sentence % {**said, "names": _listed(found)}
    if near := nearest(typed):
        sentence = _("The condition of %(place)s: no place in Belgium is called “%(typed)s”. Do you mean: %(names)s?")
        return sentence % {**said, "names": _listed(near)}
    sentence = _(
        "The condition of %(place)s: no place in Belgium is called “%(typed)s”. Write a municipality or its "
        "postcode, a province, a region or “Belgium”."
    )
    return sentence % said


def kind_words() -> dict[str, str]:
    """What one can say of a place beside its name, by the code that a condition keeps for it."""
    return {
        PlaceKind.MUNICIPALITY.value: _("a municipality"),
        PlaceKind.PROVINCE.value: _("a province"),
        PlaceKind.REGION.value: _("a region"),
        PlaceKind.COUNTRY.value: _("the whole country"),
    }


def _rewrite(values: Iterable[Any], places: set[str], rewrite: Callable[[str], str]) -> None:
    """Rewrite every operand of the conditions in ``values`` that look at one of the questions ``places``."""
    for value in values:
        condition = value.get("shown_when") or {}
        if condition.get("question") in places and condition.get("value"):
            # What a list of choices shows is a list itself.
            several = condition["test"] in (ConditionTest.ONE_OF, [ConditionTest.ONE_OF])
            operands = condition["value"].split(",") if several else [condition["value"]]
            condition["value"] = ", ".join(rewrite(operand.strip()) for operand in operands)


def _code_of(typed: str) -> str:
    if typed in _matches():
        return typed
    if code := _codes_of_kinds().get(typed.casefold()):
        return code
    codes = {match.place.code for match in find(typed)}
    return codes.pop() if len(codes) == 1 else typed


def _name_of(code: str) -> str:
    match = _matches().get(code)
    return match.text_in(active_language()) if match else kind_words().get(code, code)


def _listed(matches: list[Match]) -> str:
    places = {match.place: match for match in reversed(matches)}
    return ", ".join(f"“{match.text_in(active_language())}”" for match in reversed(places.values()))


@cache
def _matches() -> dict[str, Match]:
    """Every place by its code; no two kinds share one."""
    return {place.code: Match(place) for place in all_places().values()}


@cache
def _codes_of_kinds() -> dict[str, str]:
    """The codes of kinds by the words for them, in every language."""
    codes = {kind.value: kind.value for kind in PlaceKind}
    for language in LANGUAGE_CODES:
        with translation.override(language):
            codes |= {words.casefold(): code for code, words in kind_words().items()}
    return codes
