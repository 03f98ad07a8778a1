"""A text in the site's four languages, side by side."""

from __future__ import annotations

import re
from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from bbacms.core.models.names import active_language

# French puts a space before these marks and inside its quotation marks, and keeps it from ending a line. A keyboard
# has only the space that may end one.
SPACE_BESIDE_A_MARK = re.compile(r" (?=[:;?!»])|(?<=«) ")
LANGUAGE_NAMES = {"en": _("English"), "nl": _("Dutch"), "fr": _("French"), "de": _("German")}


class FourLanguageValue(blocks.StructValue):
    """A text in four languages; ``in_language`` says it in one of them."""

    def in_language(self, language: str) -> str:
        """Return the text in ``language``, a language code; empty where it was not written in it."""
        text = self.get(language) or ""
        return SPACE_BESIDE_A_MARK.sub("\N{NO-BREAK SPACE}", text) if language == "fr" else text

    def __str__(self) -> str:
        return self.in_language(active_language())


class FourLanguageBlock(blocks.StructBlock):
    """Abstract: one text in the site's four languages."""

    def __init__(self, *, required: bool = True, max_length: int = 255, multiline: bool = False, **kwargs: Any) -> None:
        child = blocks.TextBlock if multiline else blocks.CharBlock
        children = [
            (code, child(label=label, required=required, max_length=max_length))
            for code, label in LANGUAGE_NAMES.items()
        ]
        super().__init__(children, **kwargs)

    @property
    def needed(self) -> bool:
        """Whether the text may not be left out."""
        return self.child_blocks["en"].required

    class Meta:
        value_class = FourLanguageValue
        form_classname = "struct-block four-languages"
