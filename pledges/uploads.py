"""The files of a draft: taken as soon as they arrive, whatever else is wrong with the screen they came from."""

from __future__ import annotations

from collections import defaultdict
from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pledges.engine.questions import Held
from pledges.file_content import CheckedFile, RefusedFileError, check_file
from pledges.models import PledgeDraft, PledgeFile
from pledges.spam import rate

if TYPE_CHECKING:
    from collections.abc import Iterable

    from django.core.files.uploadedfile import UploadedFile
    from django.http import HttpRequest

    from pledges.engine.journey import Journey
    from pledges.engine.questions import FileQuestion


class StreamedUploads(TemporaryFileUploadHandler):
    """Writes every file to a temporary one, whose name has nothing of what a visitor sent."""

    def new_file(self, field_name: str, file_name: str, *args: Any, **kwargs: Any) -> None:
        # Django takes the ending over, and no disk takes one of a thousand characters.
        super().new_file(field_name, "upload", *args, **kwargs)
        self.file.name = file_name


def held_files(draft: PledgeDraft, questions: Iterable[FileQuestion]) -> dict[str, Held]:
    """The files that ``draft`` holds for ``questions``, by question id. One query, none without questions."""
    wanted = [question.id for question in questions]
    if not wanted:
        return {}
    entries = defaultdict(list)
    for file in _files(draft, wanted):
        entries[str(file.question_id)].append(file.entry)
    return {question_id: Held(entries[question_id]) for question_id in wanted}


def take_files(draft: PledgeDraft, journey: Journey, number: int, request: HttpRequest) -> dict[str, Held] | None:
    """Store what was chosen on screen ``number`` and remove what was ticked; returns what the draft holds then.

    A file that cannot be taken is named in ``Held.refused``, and none is lost because of it. Beyond what one connection
    may send in a day none is taken at all. None comes back when the draft was sent or removed meanwhile.
    """
    questions = journey.file_questions(number)
    chosen = {question.id: request.FILES.getlist(question.name) for question in questions}
    is_within_limit = _count(request, chosen)
    refused: dict[str, list[str]] = {}
    checked: dict[str, list[CheckedFile]] = {}
    for question in questions:
        # Looked at before the draft is held fast: decoding pictures takes its time.
        if is_within_limit:
            checked[question.id], refused[question.id] = _checked(question, chosen[question.id])
        else:
            checked[question.id], refused[question.id] = [], [_far_too_much()] if chosen[question.id] else []
    ticked = {question.id: request.POST.getlist(question.removal_name) for question in questions}
    if any(ticked.values()) or any(checked.values()):
        stored: list[PledgeFile] = []
        try:
            with transaction.atomic():
                current = PledgeDraft.objects.select_for_update().filter(pk=draft.pk).first()
                if current is None:
                    return None
                for question in questions:
                    _remove_ticked(current, question, ticked[question.id])
                    refused[question.id] += _store(current, question, checked[question.id], stored)
                # Kept as long as if something had been typed; and what is gone is in no answer.
                current.save(update_fields=["answers", "updated_at"])
        except Exception:
            for file in stored:
                file.remove_from_storage()
            raise
        draft.answers = journey.answers = current.answers
    held = held_files(draft, questions)
    return {question_id: Held(of.entries, refused[question_id]) for question_id, of in held.items()}


def _files(draft: PledgeDraft, question_ids: list[str]) -> list[PledgeFile]:
    """What was handed in on this draft, and of the engagement that it changes what its answers still list."""
    if draft.pledge is None:
        return list(draft.files.filter(question_id__in=question_ids))
    listed = [entry["file"] for each in question_ids for entry in draft.answers.get(each) or []]
    own, sent = Q(draft=draft), Q(pledge=draft.pledge, pk__in=listed)
    return list(PledgeFile.objects.filter(own | sent, question_id__in=question_ids))


def _count(request: HttpRequest, chosen: dict[str, list[UploadedFile]]) -> bool:
    """Count the bytes that came; returns whether this connection was still within what it may send in a day.

    What is refused afterwards counts too: it had to be looked at.
    """
    sent = sum(upload.size or 0 for uploads in chosen.values() for upload in uploads)
    if not sent:
        return True
    is_within_limit = not rate.too_many(request, rate.BYTES)
    rate.count(request, rate.BYTES, sent)
    return is_within_limit


def _checked(question: FileQuestion, chosen: list[UploadedFile]) -> tuple[list[CheckedFile], list[str]]:
    """The chosen files that may be stored, and a sentence about each other one."""
    if len(chosen) > question.how_many:
        # None of them is opened: somebody who sends a hundred is not worth the time.
        return [], [_too_many(question)]
    good, sentences = [], []
    for upload in chosen:
        try:
            good.append(check_file(upload, question.kinds, question.largest))
        except RefusedFileError as refusal:
            sentences.append(refusal.sentence)
    return good, sentences


def _remove_ticked(draft: PledgeDraft, question: FileQuestion, ticked: list[str]) -> None:
    _remove(draft, question, [file for file in _files(draft, [question.id]) if str(file.pk) in ticked])


def _remove(draft: PledgeDraft, question: FileQuestion, files: list[PledgeFile]) -> None:
    """Remove ``files``, and take them out of the answer that lists them."""
    gone = {str(file.pk) for file in files}
    if not gone:
        return
    # Those of a sent engagement go when the change is sent.
    draft.files.filter(pk__in=gone).delete()
    if draft.answers.get(question.id):
        draft.answers[question.id] = [
            entry for entry in draft.answers[question.id] if entry["file"] not in gone
        ] or None


def _store(
    draft: PledgeDraft, question: FileQuestion, checked: list[CheckedFile], stored: list[PledgeFile]
) -> list[str]:
    """Add ``checked`` to the draft, and to ``stored``; returns the sentence to say where they are too many."""
    if not checked:
        return []
    present = _files(draft, [question.id])
    if question.how_many == 1:
        # Where one is asked for, another takes its place.
        _remove(draft, question, present)
    elif len(present) + len(checked) > question.how_many:
        return [_too_many(question)]
    for file in checked:
        row = PledgeFile(
            draft=draft,
            question_id=question.id,
            name=file.name,
            content_type=file.content_type,
            size=file.content.size,
        )
        row.store(file.content)
        stored.append(row)
    return []


def _too_many(question: FileQuestion) -> str:
    if question.how_many == 1:
        return _("One file can be given here. Please choose one.")
    return _("%(count)s files can be given here. Please choose fewer, or remove one first.") % {
        "count": question.how_many
    }


def _far_too_much() -> str:
    return _(
        "Very many files came over this connection today, so none was taken just now. What you typed is kept: go on "
        "without a file, or save it for later and add the file tomorrow."
    )
