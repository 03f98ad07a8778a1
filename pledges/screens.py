"""What comes in with one screen of a form, whoever sends it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from pledges.drafts import save_answers, save_unfinished
from pledges.uploads import take_files

if TYPE_CHECKING:
    from django.http import HttpRequest

    from pledges.engine.journey import Journey
    from pledges.engine.steps import SectionForm
    from pledges.models import PledgeDraft


def take_screen(
    draft: PledgeDraft, journey: Journey, number: int, request: HttpRequest, *, stops: bool
) -> SectionForm | None:
    """Keep the files and answers of screen ``number``, and return its form; one with mistakes is to be shown again.

    Whoever ``stops`` there is not held up by mistakes: all is kept as it was typed. None comes back, and nothing is
    kept, when the draft was sent or removed meanwhile.
    """
    held = take_files(draft, journey, number, request)
    if held is None:
        return None
    section_form = journey.form(number, request.POST, held=held)
    if stops:
        is_kept = save_unfinished(draft, journey, section_form)
    else:
        is_kept = not section_form.is_valid() or save_answers(draft, journey, section_form)
    return section_form if is_kept else None
