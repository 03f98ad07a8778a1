"""Where a draft stands, as an address."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING

from django.urls import reverse

from pledges.engine.advice import Advice, advice_for

if TYPE_CHECKING:
    from collections.abc import Callable

    from pledges.asked import AskedAgain
    from pledges.engine.journey import Journey
    from pledges.engine.sections import Section
    from pledges.engine.steps import Row
    from pledges.models import Pledge, PledgeDraft

# In the address of a screen that says that a tick was taken out, for the words beside it are others.
REWORDED = "reworded"


def step_address(token: str, number: int) -> str:
    return reverse("pledges:step", args=[token, number])


def check_address(token: str) -> str:
    return reverse("pledges:check", args=[token])


def received_address(token: str) -> str:
    return reverse("pledges:received", args=[token])


def changed_address(pledge: Pledge) -> str:
    """Where it is said that what a member changed in ``pledge`` is saved."""
    return f"{received_address(pledge.token or '')}?more"


def address_of_next(token: str, journey: Journey) -> str:
    """The first screen without valid answers, else the check page."""
    if journey.first_incomplete is None:
        return check_address(token)
    return step_address(token, journey.first_incomplete)


def address_to_go_on(draft: PledgeDraft, journey: Journey) -> str:
    """The same of a draft that was just taken up; says there where a tick was taken out of it."""
    return f"{address_of_next(draft.token, journey)}{f'?{REWORDED}' if draft.was_reworded else ''}"


def address_after(number: int, token: str, journey: Journey) -> str:
    """Where to go after screen ``number``: the check page once everything is answered, else the next screen."""
    following = journey.go_on_after(number)
    return check_address(token) if following is None else step_address(token, following)


def address_to_answer(draft: PledgeDraft, asked: AskedAgain, number: int = 0) -> str:
    """The next screen behind screen ``number`` with a question that staff named; else where the way always goes on."""
    following = asked.after(number)
    if following is None or draft.was_reworded:
        return address_after(number, draft.token, asked.journey) if number else address_to_go_on(draft, asked.journey)
    return step_address(draft.token, following)


def rows_with_addresses(
    journey: Journey, address_of: Callable[[int], str]
) -> list[tuple[Section, list[tuple[Row, str]]]]:
    """Each section with its answers, and with each answer where it can be changed; ``address_of`` a screen."""
    entries: dict[int, list[tuple[Row, str]]] = defaultdict(list)
    for row in journey.rows:
        entries[row.section].append((row, f"{address_of(row.section)}#{row.question.name}"))
    return [(section, entries[section.number]) for section in journey.sections]


def advice_with_addresses(journey: Journey, address_of: Callable[[int], str]) -> list[tuple[Advice, str]]:
    """What would make the answers more specific, each with where it can be followed; ``address_of`` a screen."""
    return [(advice, f"{address_of(advice.section)}#{advice.question.name}") for advice in advice_for(journey)]
