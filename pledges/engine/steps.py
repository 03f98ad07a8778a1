"""One screen of the join form as a Django form."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django import forms
from django.http import QueryDict
from django.utils.choices import flatten_choices
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from bbacms.core.pictures import attach_renditions
from pledges.choices import Meaning, PrivacyClass
from pledges.engine.fields import CONTROL, UNSTORABLE
from pledges.engine.questions import ContributionFields, Criteria, Engagement, FreePicture, Held, Question
from pledges.engine.sections import Section
from pledges.engine.visibility import Visibility
from pledges.engine.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping, Sequence

    from django.forms.boundfield import BoundField

# Of a text that is not finished, in characters: several times what any question takes.
LONGEST_KEPT = 20_000


@dataclass(frozen=True)
class ShownQuestion:
    """A question with its fields, or what stands between questions, ready for its template.

    ``condition`` is set where another question of the same screen decides whether this one is shown; ``is_hidden``
    says that it is not, as the answers stand. A browser without script shows it together with ``only_if``.
    """

    question: Question
    fields: list[BoundField]
    condition: dict[str, Any] | None = None
    only_if: str = ""
    is_hidden: bool = False

    @property
    def field(self) -> BoundField:
        """The first field; the only one of most questions."""
        return self.fields[0]

    @property
    def contributions(self) -> list[ContributionFields]:
        """The fields of a question about an engagement, one entry per contribution."""
        return self.question.grouped(self.fields) if isinstance(self.question, Engagement) else []

    @property
    def criteria(self) -> list[tuple[str, list[tuple[BoundField, BoundField]]]]:
        """The boxes of a question about criteria, each with the room to say how, by the name of their objective."""
        if not isinstance(self.question, Criteria) or not self.fields:
            return []
        vocabulary = self.fields[0].form.vocabulary  # type: ignore[attr-defined]
        bound = {field.name: field for field in self.fields}
        return [
            (objective.name_in(self.question.language), [(bound[name], bound[f"{name}-how"]) for name in names])
            for objective, names in self.question.by_objective(vocabulary).items()
        ]

    @property
    def is_public(self) -> bool:
        return self.question.privacy == PrivacyClass.PUBLIC

    @property
    def condition_json(self) -> str:
        return json.dumps(self.condition)


@dataclass(frozen=True)
class Row:
    """A question and its answer in words; ``section`` is the number of the screen it stands on."""

    section: int
    question: Question
    text: str


class SectionForm(forms.Form):
    """The questions of one section. Unbound it shows stored ``values``; bound it validates what was sent.

    ``unfinished`` is what was typed, by field name, and could not be taken as an answer yet; it is shown in place of
    what is stored.

    ``earlier`` are the sections before it, whose answers decide what is shown here. What stands under a condition of
    this very section is always part of the form, and dropped without a word where the condition is not met.
    ``settled`` are those whose answers this one has to agree with: the earlier ones, and those of another stage.
    ``taken`` holds the codes of indicators that other sections name: one engagement names each once. ``held`` are the
    files of the draft by question id, those of this very post among them; without it the stored answers list them.
    ``told`` limits the mistakes that are named to those of these questions, by their ids.
    """

    use_required_attribute = False

    def __init__(
        self,
        section: Section,
        vocabulary: Vocabulary,
        data: MultiValueDict | None = None,
        *,
        values: dict[str, Any] | None = None,
        unfinished: dict[str, list[str]] | None = None,
        earlier: Sequence[Section] = (),
        settled: Sequence[Section] = (),
        taken: frozenset[str] = frozenset(),
        held: Mapping[str, Held] | None = None,
        told: frozenset[str] | None = None,
    ) -> None:
        self.section = section
        self.sent = data if data is not None else MultiValueDict()
        self.vocabulary = vocabulary
        # Indicators that the whole engagement has named so far: each question about one adds its own.
        self.named: set[str] = set()
        self.taken = taken
        self.held = held or {}
        self.stored = values or {}
        self.unfinished = unfinished or {}
        self.earlier = earlier
        self.settled = settled
        self.told = told
        self.questions = self._possible_questions()
        self.hidden: set[str] = set()
        super().__init__(data, initial=self._initial(), auto_id="%s")
        for question in self.questions:
            self.fields.update(question.fields(vocabulary))
            question.prepare(self)
        if data is None:
            self._walk(lambda question: self.stored.get(question.id))

    def clean(self) -> dict[str, Any]:
        self.named = set(self.taken)
        self._walk(self._cleaned_value)
        for question in self.questions:
            if question.id in self.hidden or (self.told is not None and question.id not in self.told):
                for name in question.names(self.vocabulary):
                    self.errors.pop(name, None)
        return self.cleaned_data

    def given_elsewhere(self, meaning: Meaning) -> Any:
        """The stored answer of another screen that stands for ``meaning``; None where none was given."""
        asked = (question for section in self.settled for question in section.questions if question.meaning == meaning)
        return next((self.stored[question.id] for question in asked if question.id in self.stored), None)

    @property
    def values(self) -> dict[str, Any]:
        """What is stored of a valid form, by question id."""
        return {
            question.id: question.value(self.cleaned_data)
            for question in self.questions
            if question.asks and question.id not in self.hidden
        }

    @property
    def valid_values(self) -> dict[str, Any]:
        """What is stored of a form that is not finished: the answers that are valid already."""
        self.full_clean()
        return {
            question.id: question.value(self.cleaned_data)
            for question in self.questions
            if question.asks and question.id not in self.hidden and self._is_clean(question)
        }

    @property
    def typed(self) -> dict[str, list[str]]:
        """What was typed for the questions that ``valid_values`` leaves out, by field name and fit to be stored.

        A field that was left empty is there too: an answer given before is no longer meant. Not so what is hidden: a
        browser with script does not send that at all.
        """
        self.full_clean()
        return {
            name: self._storable(name)
            for question in self.questions
            if question.id in self.hidden or not self._is_clean(question)
            for name in question.names(self.vocabulary)
            if name in self.sent or question.id not in self.hidden
        }

    @property
    def typed_before_its_time(self) -> dict[str, list[str]]:
        """What was sent for these questions with another screen, by field name and fit to be stored.

        No consent is among it: it was given to what stood there.
        """
        return {
            name: self._storable(name)
            for question in self.questions
            if not question.asks_consent
            for name in question.names(self.vocabulary)
            if any(self.sent.getlist(name))
        }

    @property
    def shown_questions(self) -> Iterator[ShownQuestion]:
        own = {question.id: question for question in self.questions}
        if self.is_bound:
            self.full_clean()
        attach_renditions([question.image for question in self.questions if isinstance(question, FreePicture)])
        for question in self.questions:
            names = [self[name] for name in question.names(self.vocabulary)]
            condition = question.condition
            decider = own.get(condition.question_id) if condition else None
            if condition is None or decider is None:
                yield ShownQuestion(question, names)
            else:
                yield ShownQuestion(
                    question,
                    names,
                    condition=condition.for_script(decider, self.vocabulary),
                    only_if=condition.in_words(decider, self.vocabulary),
                    is_hidden=question.id in self.hidden,
                )

    @property
    def has_engagement(self) -> bool:
        """Whether this screen asks for an objective."""
        return any(isinstance(question, Engagement) for question in self.questions)

    @property
    def has_conditions(self) -> bool:
        """Whether one question of this screen decides on another one of it."""
        own = {question.id for question in self.questions}
        return any(question.condition and question.condition.question_id in own for question in self.questions)

    def _possible_questions(self) -> list[Question]:
        """All but those that earlier sections have decided against."""
        seen = Visibility(self.earlier, self.stored, self.vocabulary)
        possible: dict[str, Question] = {}
        for question in self.section.parts:
            condition = question.condition
            if (condition and condition.question_id in possible) or seen.is_met(condition):
                possible[question.id] = question
        return list(possible.values())

    def _initial(self) -> dict[str, Any]:
        initial: dict[str, Any] = {}
        for question in self.questions:
            sent_before = question.data(self.stored.get(question.id))
            for name in question.names(self.vocabulary):
                sent = self.unfinished.get(name, sent_before.get(name, []))
                initial[name] = sent if len(sent) > 1 or question.kind == "several_of" else "".join(sent)
        return initial

    def _storable(self, name: str) -> list[str]:
        """What was sent for one field, without what no database takes and no more than the form could take."""
        sent, field = self.sent.getlist(name), self.fields[name]
        if isinstance(field, forms.MultipleChoiceField):
            return [code for code in dict.fromkeys(sent) if field.valid_value(code)]
        return [CONTROL.sub(" ", UNSTORABLE.sub("", text))[:LONGEST_KEPT] for text in sent[-1:]]

    def _walk(self, value_of: Callable[[Question], Any]) -> None:
        """Decide from the first question to the last which are hidden; ``value_of`` is asked for the shown ones."""
        seen = Visibility(self.earlier, dict(self.stored), self.vocabulary)
        self.hidden = set()
        for question in self.questions:
            if seen.is_met(question.condition):
                seen.questions[question.id] = question
                seen.answers[question.id] = value_of(question)
            else:
                self.hidden.add(question.id)

    def _cleaned_value(self, question: Question) -> Any:
        """Check one question's fields together; None where they are not valid."""
        for name in question.names(self.vocabulary):
            if len(self.sent.getlist(name)) > 1 and not isinstance(self.fields[name], forms.MultipleChoiceField):
                self.add_error(name, _("This came in twice. Please give one answer."))
        question.clean(self)
        return question.value(self.cleaned_data) if self._is_clean(question) else None

    @property
    def rows_as_typed(self) -> list[Row]:
        """Every question with what was typed, valid or not, for a page that can no longer take it."""
        self.full_clean()
        rows = []
        for question in self.questions:
            if not question.asks or question.id in self.hidden:
                continue
            if self._is_clean(question):
                text = question.display(question.value(self.cleaned_data), self.vocabulary)
                rows.append(Row(self.section.number, question, text))
            else:
                rows.append(self._row_of(question, {name: self.sent.getlist(name) for name in self.fields}))
        return rows

    @property
    def unfinished_rows(self) -> list[Row]:
        """Every shown question of which something is unfinished, with what was typed."""
        return [
            self._row_of(question, self.unfinished)
            for question in self.questions
            if question.asks
            and question.id not in self.hidden
            and any(name in self.unfinished for name in question.names(self.vocabulary))
        ]

    def _is_clean(self, question: Question) -> bool:
        """Whether all fields of ``question`` were valid in the last check."""
        return all(name in self.cleaned_data for name in question.names(self.vocabulary))

    def _row_of(self, question: Question, typed: Mapping[str, list[str]]) -> Row:
        """A question with what was typed into its fields, line by line; choices in their words."""
        lines: list[str] = []
        for name in question.names(self.vocabulary):
            field = self.fields[name]
            words: dict[Any, Any] = dict(flatten_choices(getattr(field, "choices", ())))
            if isinstance(field, forms.BooleanField):
                words = dict.fromkeys(typed.get(name, ()), field.label)
            lines += [str(words.get(text, text)) for text in typed.get(name, []) if text]
        return Row(self.section.number, question, "\n".join(lines))


def data_for(section: Section, values: dict[str, Any]) -> MultiValueDict:
    """Return what a browser would send for stored ``values``, so that they are validated as if typed again."""
    data = QueryDict(mutable=True)
    for question in section.questions:
        for name, sent in question.data(values.get(question.id)).items():
            data.setlist(name, sent)
    return data
