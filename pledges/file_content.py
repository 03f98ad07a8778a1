"""What a file is by its content, whatever its name and its sender say.

Pictures are written anew: only their pixels are kept, so nothing that was hidden in or behind them. A PDF is kept as it
came, and only if it is nothing else besides.
"""

from __future__ import annotations

import re
import unicodedata
import zipfile
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

from django.conf import settings
from django.utils.translation import gettext as _
from PIL import Image

from bbacms.core.picture_files import clean_picture
from pledges.choices import FileKind

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.core.files.base import File
    from django.core.files.uploadedfile import UploadedFile

MEGABYTE: Final = 1024 * 1024
NAME_LENGTH: Final = 120
PICTURE_FORMATS: Final = ("JPEG", "PNG", "WEBP", "AVIF", "HEIF")
EXTENSIONS: Final = {"image/jpeg": ".jpg", "image/png": ".png", "application/pdf": ".pdf"}
# What a name may end in besides; anything else stays a part of the name, in front of the right ending.
USUAL_ENDINGS: Final = re.compile(r"\.(jpe?g|png|webp|avif|hei[cf]|pdf)$", re.IGNORECASE)

PDF_START: Final = re.compile(rb"%PDF-[12]\.[0-9]\s")
PDF_END: Final = re.compile(rb"%%EOF\s*\x00*\s*$")
# Bytes at the beginning in which programs look for what a file is, and at the end where a PDF says that it ends.
LOOKED_AT: Final = 1024
PAGE_MARKS: Final = re.compile(rb"<\s*(!doctype|html|head|body|script|svg|iframe)", re.IGNORECASE)


class RefusedFileError(Exception):
    """The file is not taken; ``sentence`` tells the member why, and what to do."""

    def __init__(self, sentence: str) -> None:
        super().__init__(sentence)
        self.sentence = sentence


@dataclass(frozen=True)
class CheckedFile:
    """A file that may be stored: its ``content``, a name that is safe to show and to save under, and what it is."""

    content: File
    name: str
    content_type: str


def check_file(upload: UploadedFile, kinds: Sequence[FileKind], largest: int) -> CheckedFile:
    """Return ``upload`` ready to be stored. Raises ``RefusedFileError`` unless it is one of ``kinds``.

    ``largest`` is in megabytes.
    """
    name = shown_name(upload.name or "")
    if not upload.size:
        raise RefusedFileError(
            _("“%(name)s” is empty. See whether it opens on your computer, and choose it again.") % {"name": name}
        )
    if upload.size > largest * MEGABYTE:
        raise RefusedFileError(
            _("“%(name)s” is larger than %(size)s MB. Please choose a smaller file.") % {"name": name, "size": largest}
        )
    upload.seek(0)
    is_pdf = upload.read(5) == b"%PDF-"
    if FileKind.PDF in kinds and is_pdf:
        return _checked_pdf(upload, name)
    if FileKind.PICTURE in kinds and not is_pdf:
        return _checked_picture(upload, name, kinds)
    raise _not_possible(name, kinds)


def kinds_in_words(kinds: Sequence[FileKind]) -> str:
    return ", ".join(str(kind.label) for kind in kinds)


def shown_name(name: str) -> str:
    """``name`` without the folders before it and without characters that cannot be seen or that turn the writing."""
    last = re.split(r"[/\\]", name)[-1]
    visible = "".join(character if unicodedata.category(character)[0] not in "CZ" else " " for character in last)
    return _shortened(" ".join(visible.split()).strip(" ."), NAME_LENGTH) or _("file")


def stored_name(name: str, content_type: str) -> str:
    """``name`` with the ending of what the file is, so that no computer opens it as something else."""
    ending = EXTENSIONS[content_type]
    return _shortened(USUAL_ENDINGS.sub("", name), NAME_LENGTH - len(ending)) + ending


def _shortened(text: str, length: int) -> str:
    return text if len(text) <= length else text[: length - 1].rstrip() + "…"


def _not_possible(name: str, kinds: Sequence[FileKind]) -> RefusedFileError:
    possible = kinds_in_words(kinds)
    return RefusedFileError(
        _("“%(name)s” cannot be taken. Possible here: %(kinds)s.") % {"name": name, "kinds": possible}
    )


def _checked_picture(upload: UploadedFile, name: str, kinds: Sequence[FileKind]) -> CheckedFile:
    most = settings.WAGTAILIMAGES_MAX_IMAGE_PIXELS
    too_many = _(
        "“%(name)s” has more than %(million)s million pixels. Make it smaller, for instance 4000 pixels wide, and "
        "choose that."
    ) % {"name": name, "million": most // 1_000_000}
    upload.seek(0)
    try:
        # Measured only: no pixel is read before it is known how many there are.
        width, height = Image.open(upload, formats=PICTURE_FORMATS).size
    except (Image.DecompressionBombError, Image.DecompressionBombWarning) as error:
        raise RefusedFileError(too_many) from error
    except Exception as error:  # Each of the decoders has errors of its own.
        raise _not_possible(name, kinds) from error
    if width * height > most:
        raise RefusedFileError(too_many)
    try:
        clean = clean_picture(upload, name)
    except Exception as error:
        raise RefusedFileError(
            _("“%(name)s” is damaged. Save it again as JPEG or PNG and choose that.") % {"name": name}
        ) from error
    content_type = "image/png" if str(clean.name).endswith(".png") else "image/jpeg"
    return CheckedFile(clean, stored_name(name, content_type), content_type)


def _checked_pdf(upload: UploadedFile, name: str) -> CheckedFile:
    upload.seek(0)
    start = upload.read(LOOKED_AT)
    upload.seek(max(0, (upload.size or 0) - LOOKED_AT))
    end = upload.read()
    # What is a web page at its beginning or an archive at its end is not only a PDF.
    if not PDF_START.match(start) or PAGE_MARKS.search(start) or not PDF_END.search(end) or zipfile.is_zipfile(upload):
        raise RefusedFileError(
            _("“%(name)s” is damaged or is not only a PDF. Save it again as a PDF and choose that.") % {"name": name}
        )
    upload.seek(0)
    return CheckedFile(upload, stored_name(name, "application/pdf"), "application/pdf")
