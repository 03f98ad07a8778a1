"""Which signs of spam an engagement shows: when it is begun, and when it is sent."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.choices import Meaning, SpamSign
from pledges.models import SpamSettings
from pledges.spam import honeypot, proof, rate, speed

if TYPE_CHECKING:
    from django.http import HttpRequest

    from pledges.engine.journey import Journey
    from pledges.models import PledgeDraft


def signs_at_start(request: HttpRequest) -> list[SpamSign]:
    """The signs in the first post; they go with the draft."""
    return [SpamSign.TRAP] if honeypot.is_filled(request.POST) else []


def signs_at_sending(request: HttpRequest, draft: PledgeDraft, journey: Journey) -> list[SpamSign]:
    """All signs of an engagement that is about to be sent, those of its first post included."""
    found = {*SpamSign.read(draft.spam_signs)}
    if speed.was_too_fast(draft, journey):
        found.add(SpamSign.TOO_FAST)
    if rate.too_many(request):
        found.add(SpamSign.TOO_MANY)
    if rate.too_many_to(_address_of(journey)):
        found.add(SpamSign.TOO_MANY_TO)
    if SpamSettings.asks_for_proof(request) and not proof.is_solved(draft, request.POST.get(proof.FIELD, "")):
        found.add(SpamSign.NO_PROOF)
    return [sign for sign in SpamSign if sign in found]


def _address_of(journey: Journey) -> str:
    """Where the receipt will go."""
    asked = next((question for question in journey.questions if question.meaning == Meaning.EMAIL), None)
    return (journey.answers.get(asked.id) or "") if asked else ""
