"""The wording of each mail: the texts that ship, and the placeholders that a text may hold.

The shipped texts are complete letters in each language, not strings of the message catalogues: staff who write
their own text start from a whole one, and a letter is never half translated.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from pledges.choices import MailKind
from pledges.mail.shipped import de, en, fr, nl

EMPTY_PARAGRAPH = re.compile(r"(?m)^\{\s*(\w+)\s*\}\n\n")
PLACEHOLDER = re.compile(r"\{\s*(\w+)\s*\}")
# What somebody may have meant as one: all braces of a text stand in such a piece.
BRACES = re.compile(r"\{+[^{}]*\}*|\}+")
# One brace before and one behind, whatever stands between.
CLOSED = re.compile(r"\{([^{}]*)\}")

# What each text may hold. What is not public stays in the inbox, so a notice to staff cannot name the person.
BODY_PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    MailKind.RECEIPT: (
        "number",
        "title",
        "name",
        "answers",
        "confirm_url",
        "my_url",
        "site_name",
    ),
    MailKind.RESUME: ("resume_url", "kept_until", "site_name"),
    MailKind.STAFF_NOTICE: ("number", "title", "answers", "site_name", "inbox_url"),
    MailKind.LINK: ("number", "title", "name", "my_url", "site_name"),
    MailKind.ADDRESS_CHANGED: ("number", "site_name"),
    MailKind.ACCEPTED: ("number", "title", "name", "message", "my_url", "site_name"),
    MailKind.CHANGES_REQUESTED: ("number", "title", "name", "message", "questions", "my_url", "site_name"),
    MailKind.DECLINED: ("number", "title", "name", "message", "site_name"),
    MailKind.WITHDRAWN: ("number", "title", "name", "message", "site_name"),
    MailKind.DATA: ("data_url", "works_until", "site_name"),
}
SUBJECT_PLACEHOLDERS: Mapping[str, tuple[str, ...]] = {
    MailKind.RECEIPT: ("number", "title", "name", "site_name"),
    MailKind.RESUME: ("site_name",),
    MailKind.STAFF_NOTICE: ("number", "title", "site_name"),
    MailKind.LINK: ("number", "title", "name", "site_name"),
    MailKind.ADDRESS_CHANGED: ("number", "site_name"),
    MailKind.ACCEPTED: ("number", "title", "name", "site_name"),
    MailKind.CHANGES_REQUESTED: ("number", "title", "name", "site_name"),
    MailKind.DECLINED: ("number", "title", "name", "site_name"),
    MailKind.WITHDRAWN: ("number", "title", "name", "site_name"),
    MailKind.DATA: ("site_name",),
}


@dataclass(frozen=True)
class Text:
    """Subject and body of a mail, with placeholders in braces."""

    subject: str
    body: str


def in_braces(names: Iterable[str]) -> str:
    """Return placeholders as a person types them, such as ``{number}, {title}``."""
    return ", ".join(f"{{{name}}}" for name in names)


def unknown_braces(text: str, known: tuple[str, ...]) -> list[str]:
    """Return what ``text`` holds in braces that is none of the ``known`` names, in order, with its braces.

    It would stay in the mail, or leave a gap.
    """
    pieces = BRACES.findall(text)
    return [piece for piece in pieces if not ((name := PLACEHOLDER.fullmatch(piece)) and name[1] in known)]


def fill(text: str, values: Mapping[str, str]) -> str:
    """Put ``values`` in the place of their names in braces.

    An empty value takes the space before it away, so that "Hello {name}," becomes "Hello,"; one that had a paragraph
    to itself leaves no gap. A value is put in as it is: braces in what a member wrote mean nothing.
    """

    def value_of(match: re.Match[str]) -> str:
        space, name = match.groups()
        value = values.get(name, "")
        return f"{space}{value}" if value else ""

    text = EMPTY_PARAGRAPH.sub(lambda match: match[0] if values.get(match[1]) else "", text)
    return re.sub(rf"( ?){PLACEHOLDER.pattern}", value_of, text)


SHIPPED: Mapping[tuple[str, str], Text] = {
    (kind, language): Text(*text)
    for language, module in (("en", en), ("nl", nl), ("fr", fr), ("de", de))
    for kind, text in module.TEXTS.items()
}
