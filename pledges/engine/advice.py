"""What would make an engagement more specific, said on the check page; nothing of it has to be followed."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from pledges.choices import Meaning
from pledges.engine.questions.engagement import Engagement

if TYPE_CHECKING:
    from collections.abc import Iterator

    from pledges.engine.journey import Journey
    from pledges.engine.questions import Question

# A title of fewer words seldom says both what is done and where: "A hedge".
FEW_WORDS = 3


@dataclass(frozen=True)
class Advice:
    """One sentence, and the question whose answer it is about."""

    section: int
    question: Question
    words: str


def advice_for(journey: Journey) -> list[Advice]:
    """At most one piece of advice for each question, in the order of the form.

    Whoever is not sure which objective it serves is not asked for a number or a year: staff look at it with them.
    """
    answers = journey.answers
    shown = {question.id for question in journey.questions}
    return [
        Advice(section.number, question, words)
        for section in journey.sections
        for question in section.questions
        if question.id in shown
        for words in _words(question, answers.get(question.id))
    ]


def _words(question: Question, value: object) -> Iterator[str]:
    if question.meaning == Meaning.TITLE and isinstance(value, str) and len(value.split()) < FEW_WORDS:
        yield _("Say in the title what you do and where, for instance “a hedge around the school yard”.")
    if question.meaning == Meaning.MUNICIPALITY and not value:
        yield _("Say where: a municipality is enough.")
    if isinstance(question, Engagement) and isinstance(value, list):
        named = [said for said in value if said["indicator"]]
        without_number = any(said["quantity"] is None for said in named)
        without_year = "by" in question.parts and not all(said.get("by") for said in named)
        if without_number and without_year:
            yield _("Say how much and by which year, even if it is an estimate.")
        elif without_number:
            yield _("Say how much, even if it is an estimate.")
        elif without_year:
            yield _("Say by which year.")
