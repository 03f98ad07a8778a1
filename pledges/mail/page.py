"""The text of a mail as the parts of a page, so that its HTML shows what the text shows by lines and spaces."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import takewhile
from typing import TYPE_CHECKING

from django.conf import settings
from django.template.loader import render_to_string
from django.utils import translation
from wagtail.models import Site

from bbacms.core.line_ends import with_plain_line_ends

if TYPE_CHECKING:
    from pledges.mail.messages import Letter
    from pledges.models import OutgoingMail

# What an answer of several lines is set off with, which nothing else in a mail is.
INDENT = "    "
# Without the mark that ends a sentence behind it.
ADDRESS = re.compile(r"https?://[^\s<>\"']*[^\s<>\"'.,;:!?)]")


@dataclass(frozen=True)
class Piece:
    """Words, or an address to click on."""

    text: str
    is_link: bool = False


@dataclass(frozen=True)
class Entry:
    """A line, and the lines that are set off below it: a question and what was answered to it."""

    line: list[Piece]
    below: list[list[Piece]] = field(default_factory=list)


@dataclass(frozen=True)
class Paragraph:
    """Lines that belong together, under a heading where they have one; ``is_list`` where they are answers."""

    heading: str
    entries: list[Entry]

    @property
    def is_list(self) -> bool:
        return bool(self.heading) or any(entry.below for entry in self.entries)


def as_page(mail: Letter | OutgoingMail, text: str) -> str:
    """``text``, the body of ``mail``, as HTML."""
    with translation.override(mail.language):
        own = [settings.WAGTAILADMIN_BASE_URL, *(site.root_url for site in Site.objects.all())]
        return render_to_string("pledges/mail.html", {"mail": mail, "page": MailPage(text, own)})


class MailPage:
    """``own`` are the beginnings of addresses that may be clicked on.

    No other becomes a link: anybody may have a mail sent to a stranger, with an address in what they typed.
    """

    def __init__(self, text: str, own: Collection[str]) -> None:
        self.own = tuple(f"{root.rstrip('/')}/" for root in own if root)
        parts = with_plain_line_ends(text).strip().split("\n\n")
        self.paragraphs = [self._paragraph(part.split("\n")) for part in parts]

    def _paragraph(self, lines: list[str]) -> Paragraph:
        heading = lines.pop(0) if _is_heading(lines) else ""
        entries = []
        while lines:
            line = lines.pop(0)
            below = list(takewhile(lambda each: each.startswith(INDENT), lines))
            del lines[: len(below)]
            entries.append(Entry(self._pieces(line), [self._pieces(each.removeprefix(INDENT)) for each in below]))
        return Paragraph(heading, entries)

    def _pieces(self, line: str) -> list[Piece]:
        return [piece for piece in self._split(line) if piece.text]

    def _split(self, line: str) -> Iterator[Piece]:
        end = 0
        for found in ADDRESS.finditer(line):
            if found[0].startswith(self.own):
                yield Piece(line[end : found.start()])
                yield Piece(found[0], is_link=True)
                end = found.end()
        yield Piece(line[end:])


def _is_heading(lines: list[str]) -> bool:
    """Whether the first line names the section of the answers below it: the composer writes it in capitals."""
    first = lines[0]
    is_set_off = first.startswith(INDENT) or ": " in first
    return len(lines) > 1 and first.isupper() and not is_set_off
