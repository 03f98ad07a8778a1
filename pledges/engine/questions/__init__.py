"""The kinds of question: which fields one shows, what is kept of the answer, and how the answer reads.

One module per family: texts, amounts, choices, particulars, engagement, criteria, consent, files, and the asides
between questions. ``base`` says what all have in common.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from bbacms.core.models import active_language
from pledges.engine.questions.amounts import Date, Number
from pledges.engine.questions.asides import FreePicture, FreeText
from pledges.engine.questions.base import Question
from pledges.engine.questions.choices import ActorKindChoice, OneOf, SeveralOf, YesNo
from pledges.engine.questions.consent import Consent
from pledges.engine.questions.criteria import Criteria
from pledges.engine.questions.engagement import UNSURE, ContributionFields, Engagement
from pledges.engine.questions.files import FileQuestion, Held
from pledges.engine.questions.particulars import EnterpriseNumber, Phone, PlaceInBelgium, WebAddress
from pledges.engine.questions.texts import EmailAddress, LongText, ShortText

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue

__all__ = [
    "UNSURE",
    "Consent",
    "ContributionFields",
    "Criteria",
    "Engagement",
    "FileQuestion",
    "FreePicture",
    "Held",
    "Question",
    "read_question",
]

QUESTIONS: dict[str, type[Question]] = {
    question.kind: question
    for question in (
        ShortText,
        LongText,
        EmailAddress,
        Phone,
        WebAddress,
        EnterpriseNumber,
        PlaceInBelgium,
        Number,
        OneOf,
        SeveralOf,
        YesNo,
        Date,
        ActorKindChoice,
        Engagement,
        Criteria,
        Consent,
        FreeText,
        FreePicture,
        FileQuestion,
    )
}


def read_question(block: StreamValue.StreamChild, language: str | None = None) -> Question:
    """Return the question that ``block`` describes, in ``language`` (the active one by default)."""
    return QUESTIONS[block.block_type](block, language or active_language())
