"""One screen of the join form as a Django form."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from pledges.engine.questions import UNSURE, Engagement, Question
from pledges.engine.sections import Section
from pledges.engine.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from django.forms.boundfield import BoundField


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its fields, ready for its template."""

    question: Question
    fields: list[BoundField]

    @property
    def field(self) -> BoundField:
        """The first field; the only one of most questions."""
        return self.fields[0]


@dataclass(frozen=True)
class Row:
    """A question and its answer in words; ``section`` is the number of the screen it stands on."""

    section: int
    question: Question
    text: str


class SectionForm(forms.Form):
    """The questions of one section. Unbound it shows stored ``values``; bound it validates what was sent.

    ``taken`` holds the codes of indicators that other sections name: one engagement names each once.
    """

    use_required_attribute = False

    def __init__(
        self,
        section: Section,
        vocabulary: Vocabulary,
        data: MultiValueDict | None = None,
        *,
        values: dict[str, Any] | None = None,
        taken: frozenset[str] = frozenset(),
    ) -> None:
        self.section = section
        self.vocabulary = vocabulary
        self.taken = taken
        super().__init__(data, initial=self._initial(values or {}), auto_id="%s")
        for question in section.questions:
            self.fields.update(question.fields(vocabulary))

    def _initial(self, values: dict[str, Any]) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for question in self.section.questions:
            for name, sent in question.data(values.get(question.id)).items():
                initial[name] = sent if len(sent) > 1 or question.kind == "several_of" else "".join(sent)
        return initial

    def clean(self) -> dict[str, Any]:
        for name, field in self.fields.items():
            sent = self.data.getlist(name)
            if len(sent) > 1 and not isinstance(field, forms.MultipleChoiceField):
                self.add_error(name, _("This came in twice. Please give one answer."))
        named = set(self.taken)
        for question in self.section.questions:
            question.clean(self)
            code = self.cleaned_data.get(question.name) if isinstance(question, Engagement) else None
            if code and code in named:
                self.add_error(question.name, _("You named this one already. Please name each once."))
            elif code and code != UNSURE:
                named.add(code)
        return self.cleaned_data

    @property
    def values(self) -> dict[str, Any]:
        """What is stored of a valid form, by question id."""
        return {question.id: question.value(self.cleaned_data) for question in self.section.questions}

    @property
    def shown_questions(self) -> Iterator[ShownQuestion]:
        for question in self.section.questions:
            yield ShownQuestion(question, [self[name] for name in question.fields(self.vocabulary)])

    @property
    def rows_as_typed(self) -> list[Row]:
        """Every question with what was typed, valid or not, for a page that can no longer take it."""
        self.full_clean()
        rows = []
        for question in self.section.questions:
            names = list(question.fields(self.vocabulary))
            if all(name in self.cleaned_data for name in names):
                text = question.display(question.value(self.cleaned_data), self.vocabulary)
            else:
                text = "\n".join(typed for name in names for typed in self.data.getlist(name))
            rows.append(Row(self.section.number, question, text))
        return rows


def data_for(section: Section, values: dict[str, Any]) -> MultiValueDict:
    """Return what a browser would send for stored ``values``, so that they are validated as if typed again."""
    data = QueryDict(mutable=True)
    for question in section.questions:
        for name, sent in question.data(values.get(question.id)).items():
            data.setlist(name, sent)
    return data
