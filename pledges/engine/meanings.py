"""What a question stands for, who may see its answer, and which column of the pledge it fills."""

from __future__ import annotations

import datetime
from typing import TYPE_CHECKING, Any

from pledges.choices import CONTACT_MEANINGS, Meaning, PrivacyClass
from pledges.engine.particulars import PLACE_COLUMNS, place_columns

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.engine.questions import Question
    from pledges.engine.vocabulary import Vocabulary

# Kinds whose answer becomes part of the public figures; they stand for something without being told.
COUNTED_KINDS = ("actor_kind", "engagement")
# Kinds that reach a person; their answers are contact data without being told.
CONTACT_KINDS = ("email", "phone")


def meaning_of(kind: str, value: Any) -> Meaning | None:
    """The meaning of a question block of ``kind`` with the struct ``value``; None where it stands for nothing."""
    if kind == "actor_kind":
        return Meaning.ACTOR_KIND
    chosen = value.get("meaning")
    return Meaning(chosen) if chosen else None


def privacy_of(kind: str, value: Any) -> PrivacyClass:
    """Who may see the answer.

    Contact data are contact data, files stay inside and what is counted is public, whatever the editor ticked.
    """
    if kind == "file":
        return PrivacyClass.CONTACT if value.get("privacy") == PrivacyClass.CONTACT else PrivacyClass.STAFF
    if kind in CONTACT_KINDS or meaning_of(kind, value) in CONTACT_MEANINGS:
        return PrivacyClass.CONTACT
    if kind in COUNTED_KINDS:
        return PrivacyClass.PUBLIC
    return PrivacyClass(value.get("privacy") or PrivacyClass.STAFF)


def must_be_public(kind: str, value: Any) -> bool:
    """Whether the answer fills a column, or a figure, that is shown once the engagement is accepted.

    Such a question cannot promise that its answer stays inside; ``pledges.checks`` holds forms to it.
    """
    meaning = meaning_of(kind, value)
    if kind == "file":
        # A picture becomes public when staff publish it, never by being handed in.
        return False
    return kind in COUNTED_KINDS or (meaning is not None and meaning not in CONTACT_MEANINGS)


def column_names(question: Question) -> tuple[str, ...]:
    """The columns of the pledge that the answer to ``question`` may fill."""
    if question.meaning is None or question.kind == "file":
        return ()
    return PLACE_COLUMNS if question.kind == "place" else (question.meaning.value,)


def columns(questions: Iterable[Question], values: dict[str, Any], vocabulary: Vocabulary) -> dict[str, Any]:
    """Return the columns of the pledge that the answers fill: the field's name and its value."""
    filled: dict[str, Any] = {}
    for question in questions:
        value = values.get(question.id)
        if question.meaning is None or value is None or question.kind == "file":
            continue
        match question.meaning:
            case Meaning.ACTOR_KIND:
                filled["actor_kind"] = vocabulary.actor_kinds[value]
            case Meaning.START | Meaning.END:
                filled[question.meaning.value] = datetime.date.fromisoformat(value)
            case Meaning.MUNICIPALITY if question.kind == "place":
                filled |= place_columns(value, question.language)
            case _:
                filled[question.meaning.value] = value
    return filled
