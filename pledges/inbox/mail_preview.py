"""A letter of a move as it would be sent, before anything is done."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.conf import settings

from pledges.mail.messages import compose_letter
from pledges.mail.page import as_page

if TYPE_CHECKING:
    from pledges.inbox.move_forms import MoveForm
    from pledges.mail.messages import Letter


@dataclass(frozen=True)
class MailPreview:
    """``page`` is the HTML that goes with the text of ``letter``; ``sender`` is who it comes from."""

    letter: Letter
    page: str
    sender: str


def preview_of(form: MoveForm) -> MailPreview | None:
    """The mail of the move that was filled in as ``form``, which is valid; None where none goes out."""
    said, kind = form.said, form.move.mail
    letter = compose_letter(kind, form.pledge, message=said.message, questions=said.questions) if kind else None
    if letter is None:
        return None
    return MailPreview(letter, as_page(letter, letter.body), settings.DEFAULT_FROM_EMAIL)
