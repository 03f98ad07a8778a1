"""What stands on top of the editor of a join form: one language at a time, and the way to try the form."""

from __future__ import annotations

from typing import Any

from django import forms
from django.urls import reverse
from django.utils import translation
from wagtail.admin.panels import Panel

from bbacms.core.models.names import LANGUAGE_CODES
from pledges.blocks.form import QuestionStreamBlock
from pledges.blocks.four_languages import LANGUAGE_NAMES
from pledges.choices import ConditionTest
from pledges.engine.questions import QUESTIONS, read_question
from pledges.engine.questions.amounts import Date
from pledges.engine.vocabulary import Vocabulary


class FormEditorPanel(Panel):
    """The switch of languages, and what its scripts need to know; without script it shows nothing but the link."""

    class BoundPanel(Panel.BoundPanel):
        template_name = "pledges/admin/form_editor_panel.html"

        @property
        def media(self) -> forms.Media:
            return forms.Media(
                js=["admin/form_languages.js", "admin/form_conditions.js"], css={"all": ["admin/form_editor.css"]}
            )

        def get_context_data(self, parent_context: Any = None) -> dict[str, Any]:
            return {
                **super().get_context_data(parent_context),
                "languages": LANGUAGE_NAMES.items(),
                "kinds": condition_kinds(),
                "try_url": self._try_url,
            }

        @property
        def _try_url(self) -> str:
            """Where the form can be tried; empty before it is saved for the first time."""
            form = self.instance
            return reverse(form.snippet_viewset.get_url_name("try"), args=[form.pk]) if form.pk else ""


def condition_kinds() -> dict[str, Any]:
    """By kind of question: the tests that its answer may be put to, what it is compared with, and the codes of it.

    Text and pictures between questions are left out: no condition may look at them.
    The codes stand with their words by language; those of a question's own options are read from the editor itself.
    """
    vocabulary = Vocabulary()
    blocks = QuestionStreamBlock()
    kinds = {}
    for kind, question in QUESTIONS.items():
        if not question.asks:
            continue
        codes: dict[str, list[tuple[str, str]]] = {}
        if question.has_options and "options" not in blocks.child_blocks[kind].child_blocks:
            block = blocks.to_python([{"type": kind, "value": {}, "id": kind}])[0]
            for language in LANGUAGE_CODES:
                with translation.override(language):
                    codes[language] = list(read_question(block, language).operands(vocabulary).items())
        kinds[kind] = {
            "tests": [test.value for test in question.tests],
            "compared": "codes" if question.has_options else _size_of(question),
            "codes": codes,
        }
    return kinds


def _size_of(question: type) -> str:
    """The type of input in which an answer is compared."""
    if issubclass(question, Date):
        return "date"
    return "number" if ConditionTest.ABOVE in getattr(question, "tests", ()) else "text"
