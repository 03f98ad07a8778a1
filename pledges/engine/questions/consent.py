"""A box that gives a consent for one purpose."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary

if TYPE_CHECKING:
    from wagtail.blocks.stream_block import StreamValue


class Consent(Question):
    """Given or not; sending keeps the ``wording`` of a given one as a record."""

    kind = "consent"
    asks_consent = True

    def __init__(self, block: StreamValue.StreamChild, language: str) -> None:
        super().__init__(block, language)
        self.purpose = self.block["purpose"]

    @property
    def wording(self) -> str:
        return self._text("wording")

    def field(self, vocabulary: Vocabulary) -> forms.Field:
        return forms.BooleanField(required=False, label=self.wording)

    def data(self, value: Any) -> dict[str, list[str]]:
        return {self.name: ["on"] if value else []}

    def display(self, value: Any, vocabulary: Vocabulary) -> str:
        return _("Yes: %(wording)s") % {"wording": self.wording} if value else ""

    def satisfying(self, operand: str, vocabulary: Vocabulary) -> list[str]:
        return ["on"]
