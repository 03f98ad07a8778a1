"""The files of a draft: taken as soon as they arrive, whatever else is wrong with the screen they came from."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.core.files.uploadhandler import TemporaryFileUploadHandler
from django.db import transaction
from django.db.models import Q
from django.utils.translation import gettext as _

from pledges.choices import PledgeSource
from pledges.engine.questions import Held
from pledges.file_content import CheckedFile, RefusedFileError, check_file
from pledges.models import PledgeDraft, PledgeFile
from pledges.spam import rate

if TYPE_CHECKING:
    from collections.abc import Sequence

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


def held_files(draft: PledgeDraft, questions: Sequence[FileQuestion]) -> dict[str, Held]:
    """The files that ``draft`` holds for ``questions``, by question id. One query, none without questions."""
    files = _files(draft, questions)
    return {question_id: Held([file.entry for file in files[question_id]]) for question_id in files}


def take_files(draft: PledgeDraft, journey: Journey, number: int, request: HttpRequest) -> dict[str, Held] | None:
    """Store what was chosen on screen ``number`` and remove what was ticked; returns what the draft holds then.

    A file that cannot be taken is named in ``Held.refused``, and none is lost because of it. Beyond what one connection
    may send in a day none is taken at all. None comes back when the draft was sent or removed meanwhile.
    """
    questions = journey.file_questions(number)
    chosen = {question.id: request.FILES.getlist(question.name) for question in questions}
    # Staff who type in from paper send as much as came to them.
    is_within_limit = draft.source == PledgeSource.PAPER or _count(request, chosen)
    refused: dict[str, list[str]] = {}
    checked: dict[str, list[CheckedFile]] = {}
    for question in questions:
        # Looked at before the draft is held fast: decoding pictures takes its time.
        if is_within_limit:
            checked[question.id], refused[question.id] = _checked(question, chosen[question.id])
        else:
            checked[question.id], refused[question.id] = [], [_far_too_much()] if chosen[question.id] else []
    ticked = {question.id: request.POST.getlist(question.removal_name) for question in questions}
    if not any(ticked.values()) and not any(checked.values()):
        held = _files(draft, questions)
    else:
        stored: list[PledgeFile] = []
        try:
            with transaction.atomic():
                current = PledgeDraft.objects.select_for_update().filter(pk=draft.pk).first()
                if current is None:
                    return None
                held = _files(current, questions)
                gone = [file for each in questions for file in held[each.id] if str(file.pk) in ticked[each.id]]
                _remove(held, gone)
                for question in questions:
                    refused[question.id] += _add(current, question, checked[question.id], held, gone, stored)
                PledgeFile.objects.bulk_create(stored)
                if gone:
                    # Those of a sent engagement go when the change is sent.
                    current.files.filter(pk__in=[file.pk for file in gone]).delete()
                    _unlist(current, gone)
                # Kept as long as if something had been typed; and what is gone is in no answer.
                current.save(update_fields=["answers", "updated_at"])
        except Exception:
            for file in stored:
                file.remove_from_storage()
            raise
        draft.answers = journey.answers = current.answers
    return {each.id: Held([file.entry for file in held[each.id]], refused[each.id]) for each in questions}


def _files(draft: PledgeDraft, questions: Sequence[FileQuestion]) -> dict[str, list[PledgeFile]]:
    """What was handed in on this draft for each question, by its id; one query, none without questions.

    Where it changes a sent engagement, what its answers still list of that is among it.
    """
    files: dict[str, list[PledgeFile]] = {question.id: [] for question in questions}
    if not files:
        return files
    listed = [entry["file"] for each in files for entry in draft.answers.get(each) or []]
    theirs = Q(draft=draft)
    if draft.pledge_id and listed:
        theirs |= Q(pledge=draft.pledge_id, pk__in=listed)
    for file in PledgeFile.objects.filter(theirs, question_id__in=files):
        files[str(file.question_id)].append(file)
    return files


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


def _remove(held: dict[str, list[PledgeFile]], gone: list[PledgeFile]) -> None:
    for question_id, files in held.items():
        held[question_id] = [file for file in files if file not in gone]


def _unlist(draft: PledgeDraft, gone: list[PledgeFile]) -> None:
    """Take files that are gone out of the answers that list them."""
    keys = {str(file.pk) for file in gone}
    for question_id in {str(file.question_id) for file in gone}:
        if listed := draft.answers.get(question_id):
            draft.answers[question_id] = [entry for entry in listed if entry["file"] not in keys] or None


def _add(
    draft: PledgeDraft,
    question: FileQuestion,
    checked: list[CheckedFile],
    held: dict[str, list[PledgeFile]],
    gone: list[PledgeFile],
    stored: list[PledgeFile],
) -> list[str]:
    """Write ``checked`` to the storage, and note them in ``held`` and ``stored``; what they replace goes to ``gone``.

    Returns the sentence to say where they are too many.
    """
    if not checked:
        return []
    present = held[question.id]
    if question.how_many == 1:
        # Where one is asked for, another takes its place.
        gone += present
        held[question.id] = []
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
        row.write(file.content)
        stored.append(row)
        held[question.id].append(row)
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
