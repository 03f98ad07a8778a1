"""Text and pictures between questions. They are read like questions and ask nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms

from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue


class Aside(Question):
    """Abstract: no field, no answer."""

    asks = False
    tests = ()

    def names(self, vocabulary: Vocabulary) -> list[str]:
        return []

    def fields(self, vocabulary: Vocabulary) -> dict[str, forms.Field]:
        return {}

    def value(self, cleaned: dict[str, Any]) -> None:
        return None

    def data(self, value: Any) -> dict[str, list[str]]:
        return {}


class FreeText(Aside):
    kind = "text"

    def __init__(self, block: StreamValue.StreamChild, language: str) -> None:
        super().__init__(block, language)
        self.heading = self._text("heading")
        self.text = self._text("text")


class FreePicture(Aside):
    kind = "picture"

    def __init__(self, block: StreamValue.StreamChild, language: str) -> None:
        super().__init__(block, language)
        self.image = self.block["image"]
        self.alt_text = self._text("alt_text")
