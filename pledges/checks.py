"""What a join form must hold to before it is kept, and before members meet it.

Each check returns sentences for the editor that name the section and the question.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from bbacms.core.models import active_language
from pledges.choices import REQUIRED_MEANINGS, Meaning, PrivacyClass, SectionStage
from pledges.engine.meanings import meaning_of, must_be_public

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.blocks.stream_block import StreamValue


def as_error(sentences: list[str]) -> ValidationError:
    """All sentences as one error of the sections: the editor shows only the first error of a stream."""
    return ValidationError({"body": " ".join(sentences)})


def form_errors(body: StreamValue) -> list[str]:
    """What makes a form impossible to keep, even as a draft: lost ids, and a meaning given twice."""
    return [*_missing_ids(body), *_repeated_ids(body), *_repeated_meanings(body)]


def publishing_errors(body: StreamValue) -> list[str]:
    """What a form still lacks before members may meet it, beside ``form_errors``."""
    return [*_missing_parts(body), *_hidden_public_answers(body), *_files_on_first_screen(body)]


def _questions(body: StreamValue) -> Iterator[tuple[str, Any]]:
    """Every question block with the words that name it to an editor."""
    language = active_language()
    for number, section in enumerate(body, start=1):
        title = section.value["title"].in_language(language) or str(number)
        for position, block in enumerate(section.value["questions"], start=1):
            label = block.value["label"].in_language(language) or str(position)
            yield _("section “%(section)s”, question “%(question)s”") % {"section": title, "question": label}, block


def _missing_ids(body: StreamValue) -> list[str]:
    """Ids are what answers are kept under; Wagtail would invent new ones each time such a form is read."""
    # The raw form is looked at where it is still there: reading it as blocks hides which ids were missing.
    errors = []
    for number, section in enumerate(json.loads(json.dumps(list(body.raw_data))), start=1):
        questions = section["value"].get("questions") or []
        if not _is_id(section.get("id")):
            errors.append(_("Section %(number)s has no id.") % {"number": number})
        for position, question in enumerate(questions, start=1):
            place = {"section": number, "question": position}
            if not _is_id(question.get("id")):
                errors.append(_("Section %(section)s, question %(question)s has no id.") % place)
            options = question["value"].get("options") or []
            if not all(isinstance(option, dict) and _is_id(option.get("id")) for option in options):
                errors.append(_("Section %(section)s, question %(question)s has an option without id.") % place)
    return errors


def _is_id(value: Any) -> bool:
    try:
        uuid.UUID(value)
    except (TypeError, ValueError, AttributeError):
        return False
    return True


def _repeated_ids(body: StreamValue) -> list[str]:
    """Two questions under one id would share one answer."""
    places = defaultdict(list)
    for place, block in _questions(body):
        places[str(block.id)].append(place)
    return [
        _("These questions share one id; remove one and add it again: %(places)s.") % {"places": "; ".join(same)}
        for same in places.values()
        if len(same) > 1
    ]


def _repeated_meanings(body: StreamValue) -> list[str]:
    places = defaultdict(list)
    for place, block in _questions(body):
        meaning = meaning_of(block.block_type, block.value)
        if meaning is not None:
            places[meaning].append(place)
    return [
        _("“%(meaning)s” may be asked once a form, but is asked in: %(places)s.")
        % {"meaning": meaning.label, "places": "; ".join(same)}
        for meaning, same in places.items()
        if len(same) > 1
    ]


def _missing_parts(body: StreamValue) -> list[str]:
    """Without these nobody could decide on, or answer, what comes in; so they must be asked and answered."""
    asked: dict[Any, tuple[str, Any]] = {}
    for place, block in _questions(body):
        asked.setdefault(meaning_of(block.block_type, block.value), (place, block))
        if block.block_type == "engagement":
            asked["engagement"] = (place, block)
    errors = []
    for part, name in [*((meaning, meaning.label) for meaning in REQUIRED_MEANINGS), ("engagement", _("engagement"))]:
        if part not in asked:
            errors.append(_("The form cannot be opened without a question for: %(part)s.") % {"part": name})
        elif isinstance(part, Meaning) and not asked[part][1].value["required"]:
            errors.append(_("Tick “Must be answered” in %(place)s.") % {"place": asked[part][0]})
    return errors


def _hidden_public_answers(body: StreamValue) -> list[str]:
    """An answer that the public register shows cannot be promised to stay inside."""
    return [
        _("The answer in %(place)s will be shown once an engagement is accepted, so mark it as public.")
        % {"place": place}
        for place, block in _questions(body)
        if must_be_public(block.block_type, block.value) and block.value["privacy"] != PrivacyClass.PUBLIC
    ]


def _files_on_first_screen(body: StreamValue) -> list[str]:
    """Before the first screen is sent there is nothing yet that a file could be kept with."""
    sections = [section.value for section in body if len(section.value["questions"])]
    first = next((section for section in sections if section["stage"] == SectionStage.JOIN), None)
    files = [str(block.id) for block in first["questions"] if block.block_type == "file"] if first else []
    return [
        _("Files cannot be asked for on the first screen: move %(place)s to a later section.") % {"place": place}
        for place, block in _questions(body)
        if str(block.id) in files
    ]
