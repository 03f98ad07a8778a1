"""The question that is answered with files.

Files are stored as soon as they arrive (``pledges.uploads``), because no browser sends the same file twice by itself.
The form is then told which ones the draft holds, and looks at the rest of the answer: what a picture shows, its
credit, the rights.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.translation import gettext as _
from wagtail.blocks.stream_block import StreamValue

from pledges.choices import ConsentPurpose, FileKind
from pledges.engine import fields
from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary
from pledges.file_content import MEGABYTE, kinds_in_words

ACCEPTED = {
    # Named one by one: where a page takes JPEG, an iPhone hands its photographs over as JPEG.
    FileKind.PICTURE: "image/jpeg,image/png,image/webp,image/avif,image/heic,image/heif",
    FileKind.PDF: "application/pdf",
}


@dataclass(frozen=True)
class Held:
    """The files that a draft holds for one question, as answers list them, and what is wrong with those just sent."""

    entries: Sequence[dict[str, Any]]
    refused: Sequence[str] = ()


class ChosenFiles(forms.FileInput):
    """A control for one file or, with the attribute ``multiple``, several."""

    allow_multiple_selected = True


class HeldFiles(forms.Field):
    """The files of one question. They were taken before the form is checked, so what is sent here is not looked at."""

    widget = ChosenFiles

    def __init__(self, *, accept: str, several: bool, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.entries: Sequence[dict[str, Any]] = ()
        self.widget.attrs |= {"accept": accept} | ({"multiple": True} if several else {})

    def clean(self, value: Any) -> list[dict[str, Any]]:
        return [dict(entry) for entry in self.entries]


class Removals(forms.MultipleChoiceField):
    """A tick for each file held. They were removed before the form is checked, so every tick is done with."""

    widget = forms.CheckboxSelectMultiple

    def clean(self, value: Any) -> list[str]:
        return []


class FileQuestion(Question):
    """Files, each listed by its key in the storage, its name, size in bytes and type.

    Where the editor asks for the rights, each entry also keeps what was said of them, with caption and credit.
    """

    kind = "file"
    purpose = ConsentPurpose.PICTURE

    def __init__(self, block: StreamValue.StreamChild, language: str) -> None:
        super().__init__(block, language)
        self.removal_name = f"{self.name}-remove"
        self.caption_name = f"{self.name}-caption"
        self.credit_name = f"{self.name}-credit"
        self.rights_name = f"{self.name}-rights"
        # What stands for a picture is one, whatever else the editor ticked.
        self.kinds = (
            [FileKind.PICTURE] if self.meaning else [kind for kind in FileKind if kind in (self.block["kinds"] or ())]
        )
        # A draft may leave both empty.
        self.largest = int(self.block["largest"] or 1)
        self.how_many = int(self.block["how_many"] or 1)
        # The tick for the rights is a consent.
        self.asks_consent = bool(self.block["ask_rights"]) and FileKind.PICTURE in self.kinds

    @property
    def most_bytes(self) -> int:
        """How much its files may weigh together."""
        return self.how_many * self.largest * MEGABYTE

    @property
    def wording(self) -> str:
        """What the member ticks, in the question's language."""
        own = self.block["rights_label"].in_language(self.language)
        return own or _("I may give this picture, and the Alliance may show it with this credit.")

    def gives_consent(self, value: list[dict[str, Any]] | None) -> bool:
        return any(entry.get("rights") for entry in value or [])

    def consent_subjects(self, value: list[dict[str, Any]] | None) -> set[str]:
        return {entry["file"] for entry in value or []}

    def names(self, vocabulary: Vocabulary) -> list[str]:
        return list(self.fields(vocabulary))

    def fields(self, vocabulary: Vocabulary) -> dict[str, forms.Field]:
        said = {"size": self.largest, "count": self.how_many, "kinds": kinds_in_words(self.kinds)}
        if self.how_many == 1:
            allowed = _("One file of at most %(size)s MB. Possible: %(kinds)s.") % said
        else:
            allowed = _("At most %(count)s files of %(size)s MB each. Possible: %(kinds)s.") % said
        common = {**self.common, "help_text": " ".join(filter(None, (self.help, allowed)))}
        accept = ",".join(ACCEPTED[kind] for kind in self.kinds)
        shown: dict[str, forms.Field] = {
            self.name: HeldFiles(accept=accept, several=self.how_many > 1, **common),
            self.removal_name: Removals(required=False, label=_("What you gave already: tick what to remove")),
        }
        if self.asks_consent:
            shown[self.caption_name] = fields.TypedText(
                required=False,
                label=_("What does the picture show?"),
                help_text=_("One sentence, for people who cannot see it."),
            )
            shown[self.credit_name] = fields.TypedText(required=False, label=_("Who made the picture?"))
            shown[self.rights_name] = fields.SeveralChoices(
                required=False, label=_("May we show it?"), choices=[("yes", self.wording)]
            )
        return shown

    def prepare(self, form: forms.Form) -> None:
        """Show the files that are held; on a form that was not told, those of the stored answer."""
        held = form.held.get(self.id)  # type: ignore[attr-defined]
        entries = held.entries if held else form.stored.get(self.id) or []  # type: ignore[attr-defined]
        form.fields[self.name].entries = entries  # type: ignore[attr-defined]
        form.fields[self.removal_name].choices = [(entry["file"], line(entry)) for entry in entries]  # type: ignore[attr-defined]

    def clean(self, form: forms.Form) -> None:
        held = form.held.get(self.id)  # type: ignore[attr-defined]
        field = form.fields[self.name]
        if held and held.refused:
            form.add_error(self.name, list(held.refused))
        elif self.required and not field.entries:  # type: ignore[attr-defined]
            form.add_error(self.name, field.error_messages["required"])

    def value(self, cleaned: dict[str, Any]) -> list[dict[str, Any]] | None:
        entries: list[dict[str, Any]] = cleaned[self.name]
        if self.asks_consent:
            said = {
                "caption": cleaned[self.caption_name],
                "credit": cleaned[self.credit_name],
                "rights": bool(cleaned[self.rights_name]),
            }
            entries = [{**entry, **said} for entry in entries]
        return entries or None

    def data(self, value: list[dict[str, Any]] | None) -> dict[str, list[str]]:
        sent: dict[str, list[str]] = {self.name: [], self.removal_name: []}
        if self.asks_consent:
            said = next((entry for entry in value or [] if "rights" in entry), None)
            sent[self.caption_name] = [said["caption"]] if said else []
            sent[self.credit_name] = [said["credit"]] if said else []
            sent[self.rights_name] = ["yes"] if said and said["rights"] else []
        return sent

    def display(self, value: list[dict[str, Any]] | None, vocabulary: Vocabulary) -> str:
        lines = [line(entry) for entry in value or []]
        said = next((entry for entry in value or [] if "rights" in entry), None)
        if said:
            # The tick stands last: ``without_rights`` relies on it.
            lines += [said["caption"], said["credit"], self.wording if said["rights"] else ""]
        return "\n".join(filter(None, lines))

    def answer_names(self, vocabulary: Vocabulary) -> list[str]:
        """What was chosen just now, and what is held already."""
        return [self.name, f"{self.name}-held"]


def line(entry: dict[str, Any]) -> str:
    """How one file reads: its name, and its size in the active language."""
    return f"{entry['name']} ({filesizeformat(entry['size'])})"


def without_rights(value: list[dict[str, Any]], display: str = "") -> tuple[list[dict[str, Any]], str]:
    """A stored answer and how it reads, in whatever language it was given, as if the rights had not been ticked."""
    if any(entry.get("rights") for entry in value):
        display = display.rpartition("\n")[0]
    return [{**entry, "rights": False} if "rights" in entry else entry for entry in value], display
