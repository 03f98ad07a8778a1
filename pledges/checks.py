"""What a join form must hold to before it is kept, and before members meet it.

Each check returns sentences for the editor that name the section and the question.
"""

from __future__ import annotations

import json
import uuid
from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.core.exceptions import ValidationError
from django.core.serializers.json import DjangoJSONEncoder
from django.utils.translation import gettext as _

from bbacms.core.models.names import LANGUAGE_CODES
from pledges.choices import REQUIRED_MEANINGS, Meaning, PrivacyClass, SectionStage
from pledges.condition_checks import condition_errors
from pledges.engine.meanings import meaning_of, must_be_public, privacy_of
from pledges.form_outline import Place, all_places, in_order, questions_of
from pledges.translation_checks import translation_errors

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue

    from pledges.models import PledgeForm


def as_error(sentences: list[str]) -> ValidationError:
    """All sentences as one error of the sections: the editor shows only the first error of a stream."""
    return ValidationError({"body": " ".join(sentences)})


def form_errors(body: StreamValue) -> list[str]:
    """What makes a form impossible to keep, even as a draft.

    A meaning given twice, and conditions that name the wrong thing, contradict each other or hide what every form
    needs. ``missing_ids`` is asked before.
    """
    return [*_repeated_ids(body), *_repeated_meanings(body), *condition_errors(body)]


def publishing_errors(body: StreamValue) -> list[str]:
    """What a form still lacks before members may meet it, beside ``form_errors`` and missing translations."""
    return [
        *_missing_parts(body),
        *_hidden_public_answers(body),
        *_files_on_first_screen(body),
        *_counted_afterwards(body),
        *_criteria_too_early(body),
    ]


def setting_errors(form: PledgeForm) -> dict[str, str]:
    """What is still to be set beside the sections before members may meet the form, by the name of the field."""
    errors = {}
    if form.privacy_page_id is None:
        errors["privacy_page"] = _("Choose the page with the privacy notice: members read it before they send.")
    if not form.retention_months:
        errors["retention_months"] = _("Say for how many months engagements are kept after they are closed.")
    missing = [code for code, text in form.closed_messages.items() if not text.strip()]
    if len(missing) < len(LANGUAGE_CODES):
        for code in missing:
            errors[f"closed_message_{code}"] = _("Write this text too, or empty it in all languages.")
    return errors


def refuse_unready(form: PledgeForm, body: StreamValue) -> None:
    """Raise ``ValidationError`` when ``form`` with these sections lacks what it needs before members may meet it."""
    errors: dict[str, Any] = dict(setting_errors(form))
    if sentences := [*missing_ids(body), *form_errors(body), *publishing_errors(body), *translation_errors(body)]:
        errors["body"] = " ".join(sentences)
    if errors:
        raise ValidationError(errors)


def missing_ids(body: StreamValue) -> list[str]:
    """Ids are what answers are kept under; Wagtail would invent new ones each time such a form is read.

    To be called before anything else looks at ``body``: reading it as blocks hides which ids were missing.
    """
    errors = []
    raw = json.loads(json.dumps(list(body.raw_data), cls=DjangoJSONEncoder))
    for number, section in enumerate(raw, start=1):
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
    """Two questions under one id would share one answer, and what stands between questions would take their place."""
    places = defaultdict(list)
    for place in all_places(body):
        if place.section:
            places[str(place.block.id)].append(place.words)
    return [
        _("These questions share one id; remove one and add it again: %(places)s.") % {"places": "; ".join(same)}
        for same in places.values()
        if len(same) > 1
    ]


def _repeated_meanings(body: StreamValue) -> list[str]:
    places = defaultdict(list)
    for place in questions_of(body):
        meaning = meaning_of(place.block.block_type, place.block.value)
        if meaning is not None:
            places[meaning].append(place.words)
    return [
        _("“%(meaning)s” may be asked once a form, but is asked in: %(places)s.")
        % {"meaning": meaning.label, "places": "; ".join(same)}
        for meaning, same in places.items()
        if len(same) > 1
    ]


def _missing_parts(body: StreamValue) -> list[str]:
    """Without these nobody could decide on, or answer, what comes in; so they must be asked and answered."""
    asked: dict[Any, Place] = {}
    for place in questions_of(body):
        asked.setdefault(meaning_of(place.block.block_type, place.block.value), place)
        if place.block.block_type == "engagement":
            asked["engagement"] = place
    errors = []
    for part, name in [*((meaning, meaning.label) for meaning in REQUIRED_MEANINGS), ("engagement", _("engagement"))]:
        if part not in asked:
            missing = (
                _(
                    "The form cannot be opened without a question for: %(part)s. Open the cog of the question that "
                    "asks it, and choose this under “Stands for”."
                )
                if part in (Meaning.TITLE, Meaning.EMAIL)
                else _("The form cannot be opened without a question for: %(part)s.")
            )
            errors.append(missing % {"part": name})
        elif isinstance(part, Meaning) and not asked[part].block.value["required"]:
            errors.append(_("Tick “Must be answered” in %(place)s.") % {"place": asked[part].words})
    return errors


def _hidden_public_answers(body: StreamValue) -> list[str]:
    """An answer that the public register shows cannot be promised to stay inside."""
    return [
        _(
            "The answer in %(place)s will be shown once an engagement is accepted: open its cog, and choose “public” "
            "under “Who may see the answer”."
        )
        % {"place": place.words}
        for place in questions_of(body)
        if must_be_public(place.block.block_type, place.block.value)
        and privacy_of(place.block.block_type, place.block.value) != PrivacyClass.PUBLIC
    ]


def _files_on_first_screen(body: StreamValue) -> list[str]:
    """Before the first screen is sent there is nothing yet that a file could be kept with."""
    sections = [section.value for section in body if len(section.value["questions"])]
    first = next((section for section in sections if section["stage"] == SectionStage.JOIN), None)
    files = [str(block.id) for block in first["questions"] if block.block_type == "file"] if first else []
    return [
        _("Files cannot be asked for on the first screen: move %(place)s to a later section.") % {"place": place.words}
        for place in questions_of(body)
        if str(place.block.id) in files
    ]


def _counted_afterwards(body: StreamValue) -> list[str]:
    """What is told afterwards is not counted, so it cannot ask for quantities."""
    return [
        _("Objectives are asked for before sending: move %(place)s to a section of the join form.")
        % {"place": place.words}
        for place in questions_of(body)
        if place.block.block_type == "engagement" and place.stage == SectionStage.MORE
    ]


def _criteria_too_early(body: StreamValue) -> list[str]:
    """Which criteria there are follows from the objectives that were chosen on the screens before."""
    errors = []
    chosen_on: Place | None = None
    for place in in_order(questions_of(body)):
        if place.block.block_type == "engagement":
            chosen_on = chosen_on or place.section
        elif place.block.block_type == "criteria" and (chosen_on is None or chosen_on is place.section):
            refused = _(
                "Criteria follow from the objectives: move %(place)s to a section after the one that asks for them."
            )
            errors.append(refused % {"place": place.words})
    return errors
