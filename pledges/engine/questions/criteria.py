"""The criteria of the objectives that were chosen before, as a checklist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext as _

from pledges.engine import fields
from pledges.engine.questions.base import Question
from pledges.engine.vocabulary import Vocabulary

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bbacms.core.models import Criterion, Objective

HOW_LENGTH = 1000


class Criteria(Question):
    """The value holds, for each criterion that is respected, how: ``{"A1-1/native-plants": "we sow ..."}``.

    Which criteria there are follows from ``Vocabulary.chosen``: the objectives of the engagement so far.
    """

    kind = "criteria"

    def names(self, vocabulary: Vocabulary) -> list[str]:
        return list(self.fields(vocabulary))

    def fields(self, vocabulary: Vocabulary) -> dict[str, forms.Field]:
        found: dict[str, forms.Field] = {}
        for name, _key, criterion in self._criteria(vocabulary):
            found[name] = forms.BooleanField(required=False, label=criterion.name_in(self.language))
            found[f"{name}-how"] = fields.TypedText(required=False, max_length=HOW_LENGTH, label=_("How?"))
        return found

    def value(self, cleaned: dict[str, Any]) -> dict[str, str] | None:
        prefix = f"{self.name}-"
        said = {}
        for name, ticked in cleaned.items():
            if name.startswith(prefix) and not name.endswith("-how"):
                how = cleaned.get(f"{name}-how", "")
                # Who says how respects it, ticked or not: ``answer_names`` relies on it.
                if ticked or how:
                    said[name.removeprefix(prefix)] = how
        return said or None

    def data(self, value: dict[str, str] | None) -> dict[str, list[str]]:
        sent: dict[str, list[str]] = {}
        for key, how in (value or {}).items():
            sent[f"{self.name}-{key}"] = ["on"]
            sent[f"{self.name}-{key}-how"] = [how] if how else []
        return sent

    def display(self, value: dict[str, str] | None, vocabulary: Vocabulary) -> str:
        lines = []
        for _name, key, criterion in self._criteria(vocabulary):
            if value and key in value:
                lines.append(": ".join(filter(None, (criterion.name_in(self.language), value[key]))))
        return "\n".join(lines)

    def answer_names(self, vocabulary: Vocabulary) -> list[str]:
        return self.names(vocabulary)

    def by_objective(self, vocabulary: Vocabulary) -> dict[Objective, list[str]]:
        """The names of the fields of the criteria, in order, by the objective they belong to."""
        found: dict[Objective, list[str]] = {}
        for name, _key, criterion in self._criteria(vocabulary):
            found.setdefault(criterion.objective, []).append(name)
        return found

    def _criteria(self, vocabulary: Vocabulary) -> Iterator[tuple[str, str, Criterion]]:
        """Field name, key in the value, and record of each criterion of the chosen objectives."""
        for code in vocabulary.chosen:
            for criterion in vocabulary.criteria.get(code, []):
                key = f"{code}/{criterion.key}"
                yield f"{self.name}-{key}", key, criterion
