"""Which questions staff may name when they ask a member for changes."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.engine.sections import read_sections
from pledges.engine.visibility import Visibility
from pledges.engine.vocabulary import Vocabulary
from pledges.models import PledgeForm

if TYPE_CHECKING:
    from collections.abc import Collection

    from pledges.engine.questions import Question
    from pledges.engine.sections import Section
    from pledges.models import Pledge

# The heading of a section, and below it the ids and labels of its questions.
Group = tuple[str, list[tuple[str, str]]]


def askable_questions(pledge: Pledge) -> list[Group]:
    """What the form asks of this member today, answered or left empty, in their language and by section.

    Behind it, under their own headings, stand answers to what the form does not ask any more.
    """
    sections, shown = questions_today(pledge, pledge.language)
    groups = [
        (section.title, [(question.id, question.label) for question in section.questions if question.id in shown])
        for section in sections
    ]
    kept: dict[str, list[tuple[str, str]]] = {}
    for answer in pledge.answers.all():
        if str(answer.question_id) not in shown:
            kept.setdefault(answer.section, []).append((str(answer.question_id), answer.label))
    return [group for group in [*groups, *kept.items()] if group[1]]


def questions_today(pledge: Pledge, language: str) -> tuple[list[Section], dict[str, Question]]:
    """The sections of the form as it is today, and by id the questions that this member's answers do not hide."""
    sections = sections_today(pledge, language)
    values = {str(answer.question_id): answer.value for answer in pledge.answers.all()}
    return sections, Visibility(sections, values, Vocabulary()).questions


def sections_today(pledge: Pledge, language: str) -> list[Section]:
    """The sections of the form as it is today; while it is closed, as it was when this member filled it in."""
    revision = (pledge.form.live_revision if pledge.form else None) or pledge.form_revision
    return read_sections(PledgeForm.body_at(revision), language) if revision else []


def labels_of(pledge: Pledge, question_ids: Collection[str]) -> list[str]:
    """How the member reads these questions, in the order of the form."""
    if not question_ids:
        return []
    return [label for _title, asked in askable_questions(pledge) for key, label in asked if key in question_ids]
