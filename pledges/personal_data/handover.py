"""Everything that is held about a person as one ZIP file: the data as text that anybody can read, and the files."""

from __future__ import annotations

import json
import shutil
from dataclasses import dataclass, field
from tempfile import SpooledTemporaryFile
from typing import TYPE_CHECKING, Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from wagtail.log_actions import log

from pledges.file_content import MEGABYTE, shown_name
from pledges.inbox.export.cases import one_moment
from pledges.personal_data import contents
from pledges.personal_data.removal import published_pictures

if TYPE_CHECKING:
    from collections.abc import Iterable
    from typing import IO

    from django.db.models.fields.files import FieldFile

    from pledges.models import PledgeFile
    from pledges.personal_data.person import Person

TAKEN_ACTION = "pledges.taken_by_member"
DATA, STAFF_WORDS = "data.json", "staff-notes.json"
# Beyond that the file is written to disk.
IN_MEMORY = 5 * MEGABYTE
LEFT_OUT = "Notes that staff wrote to each other are not in this file. Ask us for them."


@dataclass
class _Enclosed:
    """The files that go with the data: each with its place in the ZIP and the entry of the data that names it."""

    files: list[tuple[str, FieldFile, dict[str, Any]]] = field(default_factory=list)
    places: set[str] = field(default_factory=set)

    def add(self, folder: str, name: str, file: FieldFile, entry: dict[str, Any]) -> dict[str, Any]:
        place = f"{folder}/{shown_name(name)}"
        # Two files may be called the same.
        if place in self.places:
            place = f"{folder}/{len(self.places)} {shown_name(name)}"
        self.places.add(place)
        self.files.append((place, file, entry))
        return entry


def handover(person: Person, *, for_staff: bool) -> SpooledTemporaryFile[bytes]:
    """The ZIP file, to be read from its beginning; whoever takes it closes it.

    ``for_staff`` adds what staff wrote to each other, for an officer to decide what of it is handed out. A file that
    the storage has lost, or loses meanwhile, is named as missing.
    """
    enclosed = _Enclosed()
    # Read at one moment; the files come after it, so that nobody waits for them to be copied.
    with one_moment():
        data = _data(person, enclosed)
        words = contents.words_of_staff(person) if for_staff else None
    target: SpooledTemporaryFile[bytes] = SpooledTemporaryFile(max_size=IN_MEMORY)  # noqa: SIM115  given away open
    with ZipFile(target, "w", ZIP_DEFLATED) as archive:
        for place, file, entry in enclosed.files:
            found = _copy(file, archive, place)
            entry["file"] = place if found else None
            entry["missing"] = not found
        _write(archive, DATA, data)
        if words is not None:
            _write(archive, STAFF_WORDS, words)
    target.seek(0)
    return target


def hand_to_member(person: Person) -> SpooledTemporaryFile[bytes]:
    """The file for ``person``, who has a link to it; the log of each engagement tells that it was taken."""
    file = handover(person, for_staff=False)
    for pledge in person.pledges:
        log(instance=pledge, action=TAKEN_ACTION)
    return file


def _data(person: Person, enclosed: _Enclosed) -> dict[str, Any]:
    engagements = []
    for pledge in person.pledges:
        folder = f"files/{pledge.public_id}"
        labels = {answer.question_id: answer.label for answer in pledge.answers.all()}
        pictures = [
            enclosed.add(f"{folder}/published", image.file.name, image.file, {"title": image.title})
            for image in published_pictures(pledge)
        ]
        handed_in = _files(folder, pledge.files.all(), labels, enclosed)
        engagements.append(
            contents.engagement(pledge) | {"files": handed_in, "published_pictures": pictures},
        )
    drafts = [
        contents.draft(begun) | {"files": _files(f"files/draft-{number}", begun.files.all(), {}, enclosed)}
        for number, begun in enumerate(person.own_drafts, start=1)
    ]
    return {
        "about": {"address": person.address, "made": timezone.now(), "left_out": LEFT_OUT},
        "engagements": engagements,
        "drafts": drafts,
        "mails": [contents.mail(sent) for sent in contents.mails_of(person).select_related("pledge")],
        "links_to_this_data": contents.links(person),
    }


def _files(
    folder: str, rows: Iterable[PledgeFile], labels: dict[Any, str], enclosed: _Enclosed
) -> list[dict[str, Any]]:
    return [
        enclosed.add(
            folder,
            row.name,
            row.file,
            {
                "name": row.name,
                "question": labels.get(row.question_id, ""),
                "type": row.content_type,
                "bytes": row.size,
                "handed_in": row.created_at,
            },
        )
        for row in rows
    ]


def _copy(file: FieldFile, archive: ZipFile, place: str) -> bool:
    """Put ``file`` into ``archive``, piece by piece; False where the storage has it no more."""
    try:
        source = file.storage.open(file.name or "", "rb")
    except OSError:
        return False
    # Pictures and PDF are small already.
    info = ZipInfo(place, timezone.localtime().timetuple()[:6])
    info.compress_type = ZIP_STORED
    with source, archive.open(info, "w", force_zip64=True) as copy:
        shutil.copyfileobj(source, copy)
    return True


def _write(archive: ZipFile, name: str, data: Any) -> None:
    text: IO[bytes]
    with archive.open(name, "w") as text:
        text.write(json.dumps(data, cls=DjangoJSONEncoder, ensure_ascii=False, indent=2).encode())
