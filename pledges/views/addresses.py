"""Where a draft stands, as an address."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.urls import reverse

if TYPE_CHECKING:
    from pledges.engine.journey import Journey
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
    if journey.first_incomplete is None:
        return check_address(token)
    following = journey.after(number)
    return step_address(token, min(following or journey.first_incomplete, journey.first_incomplete))
