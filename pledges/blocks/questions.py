"""The kinds of question as blocks. Child names and option ids are permanent data: answers refer to them."""

from __future__ import annotations

import math
from typing import Any

from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _
from wagtail import blocks
from wagtail.blocks.struct_block import StructBlockValidationError

from bbacms.core.models.names import LANGUAGE_CODES
from pledges.blocks.conditions import ConditionBlock
from pledges.blocks.four_languages import FourLanguageBlock
from pledges.choices import AutocompletePurpose, Meaning, PrivacyClass


def example(label: Any, *options: Any, required: bool | None = True) -> dict[str, Any]:
    """A question for the preview of a block: ``label`` and ``options``, translated, stand for all languages.

    ``required`` None is for a kind that cannot be demanded.
    """
    value: dict[str, Any] = {"label": dict.fromkeys(LANGUAGE_CODES, label), "help": {}}
    if required is not None:
        value["required"] = required
    if options:
        value["options"] = [dict.fromkeys(LANGUAGE_CODES, option) for option in options]
    return value


class QuestionBlock(blocks.StructBlock):
    """What every question has.

    ``meanings`` of a subclass says what it may stand for; ``is_typed`` that browsers may know the answer already.
    """

    meanings: tuple[Meaning, ...] = ()
    is_typed = False

    label = FourLanguageBlock(label=_("Question"))
    help = FourLanguageBlock(label=_("Help"), required=False, max_length=500)
    required = blocks.BooleanBlock(label=_("Must be answered"), required=False)
    privacy = blocks.ChoiceBlock(
        choices=PrivacyClass.choices, default=PrivacyClass.STAFF, label=_("Who may see the answer")
    )
    shown_when = ConditionBlock()

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        if local_blocks is None:
            local_blocks = self._meaning_block() + self._autocomplete_block()
        super().__init__(local_blocks, **kwargs)

    def get_form_layout(self) -> blocks.BlockGroup:
        """What most editors never touch is opened with the settings button of the block."""
        rare = [name for name in ("meaning", "privacy", "autocomplete", "shown_when") if name in self.child_blocks]
        return blocks.BlockGroup([name for name in self.child_blocks if name not in rare], settings=rare)

    def _meaning_block(self) -> list[tuple[str, blocks.Block]]:
        if not self.meanings:
            return []
        block = blocks.ChoiceBlock(
            choices=[(meaning.value, meaning.label) for meaning in self.meanings],
            required=False,
            label=_("Stands for"),
            help_text=_("Tells inbox, register and mail what this answer is. Each once a form."),
        )
        return [("meaning", block)]

    def _autocomplete_block(self) -> list[tuple[str, blocks.Block]]:
        if not self.is_typed:
            return []
        block = blocks.ChoiceBlock(
            choices=AutocompletePurpose.choices,
            required=False,
            label=_("What browsers may fill in"),
            help_text=_(
                "Only where members are asked about themselves. Left empty, it follows from what the answer stands for."
            ),
        )
        return [("autocomplete", block)]

    class Meta:
        preview_template = "pledges/question_preview.html"


class ShortTextBlock(QuestionBlock):
    meanings = (Meaning.TITLE, Meaning.NAME, Meaning.ORGANISATION, Meaning.MUNICIPALITY, Meaning.PLACE)
    is_typed = True

    class Meta:
        group = _("Words")
        icon = "title"
        label = _("Short text")
        description = _("One line of text, such as a name or a place.")
        preview_value = example(_("What is your organisation called?"))


class LongTextBlock(QuestionBlock):
    meanings = (Meaning.SUMMARY,)
    is_typed = True

    class Meta:
        group = _("Words")
        icon = "pilcrow"
        label = _("Long text")
        description = _("Several lines of text.")
        preview_value = example(_("What will you do?"))


class EmailQuestionBlock(QuestionBlock):
    meanings = (Meaning.EMAIL,)
    is_typed = True

    class Meta:
        group = _("Words")
        icon = "mail"
        label = _("E-mail address")
        description = _("An e-mail address, checked for its form.")
        preview_value = example(_("At which address may we write to you?"))


class NumberBlock(QuestionBlock):
    whole = blocks.BooleanBlock(label=_("Whole numbers only"), required=False)
    unit = FourLanguageBlock(
        label=_("Unit"), required=False, max_length=40, help_text=_("Stands behind the number, such as “people”.")
    )
    smallest = blocks.DecimalBlock(label=_("Smallest number"), required=False)
    largest = blocks.DecimalBlock(label=_("Largest number"), required=False)

    def clean(self, value: Any) -> Any:
        cleaned = super().clean(value)
        smallest, largest = cleaned["smallest"], cleaned["largest"]
        if smallest is not None and largest is not None and largest < smallest:
            wrong = ValidationError(_("The largest number cannot be below the smallest."))
            raise StructBlockValidationError(block_errors={"largest": wrong})
        if cleaned["whole"] and None not in (smallest, largest) and math.ceil(smallest) > math.floor(largest):
            wrong = ValidationError(_("No whole number lies between the smallest and the largest."))
            raise StructBlockValidationError(block_errors={"largest": wrong})
        return cleaned

    class Meta:
        group = _("Numbers and dates")
        icon = "order"
        label = _("Numeric answer")
        description = _("A number, written as in the language of the reader.")
        preview_value = {
            **example(_("How many people take part?")),
            "whole": True,
            "unit": dict.fromkeys(LANGUAGE_CODES, _("people")),
        }


class DateQuestionBlock(QuestionBlock):
    meanings = (Meaning.START, Meaning.END)

    class Meta:
        group = _("Numbers and dates")
        icon = "date"
        label = _("Date")
        description = _("A day, month and year.")
        preview_value = example(_("When do you begin?"))


class YesNoBlock(QuestionBlock):
    class Meta:
        group = _("Choices")
        icon = "tick"
        label = _("Yes or no")
        description = _("Two answers to choose from.")
        preview_value = example(_("May people come and look?"))


class OneOfBlock(QuestionBlock):
    options = blocks.ListBlock(FourLanguageBlock(label=_("Option")), min_num=2, label=_("Options"))

    class Meta:
        group = _("Choices")
        icon = "radio-full"
        label = _("One choice")
        description = _("Options of which one is chosen.")
        preview_value = example(_("Who owns the place?"), _("We do"), _("Somebody else"))


class SeveralOfBlock(QuestionBlock):
    options = blocks.ListBlock(FourLanguageBlock(label=_("Option")), min_num=2, label=_("Options"))

    class Meta:
        group = _("Choices")
        icon = "tick-inverse"
        label = _("Several choices")
        description = _("Options of which several may be chosen.")
        preview_value = example(_("Who helps?"), _("Neighbours"), _("Schools"), _("Companies"))


class ActorKindBlock(QuestionBlock):
    """One of the kinds of actor of the list; always stands for the actor kind, and is public as all that is counted."""

    privacy = None

    class Meta:
        group = _("Choices")
        icon = "group"
        label = _("Kind of actor")
        description = _("Citizen, company, municipality and the other kinds of the list.")
        preview_value = example(_("Who are you?"))


class EngagementBlock(QuestionBlock):
    """Objectives, what is counted for each, and how much of it, by when and where; public as all that is counted."""

    privacy = None
    most = blocks.IntegerBlock(
        default=3, min_value=1, max_value=10, label=_("How many objectives may be named"), required=True
    )
    ask_by = blocks.BooleanBlock(default=True, required=False, label=_("Ask by which year"))
    ask_where = blocks.BooleanBlock(
        required=False, label=_("Ask where"), help_text=_("For each objective; not needed where the form asks it once.")
    )

    class Meta:
        group = _("What is counted")
        icon = "crosshairs"
        label = _("Engagement")
        description = _("An objective, what is counted for it, and how much.")
        preview_value = example(_("What do you engage for?"))


class CriteriaBlock(QuestionBlock):
    """The criteria of the objectives that were chosen before, as a checklist; each with room to say how.

    Respecting none of them is an answer too, so none can be demanded.
    """

    required = None

    class Meta:
        group = _("What is counted")
        icon = "list-ul"
        label = _("Criteria")
        description = _("The criteria of the chosen objectives as a checklist, each with room to say how.")
        preview_value = example(_("Which criteria do you respect?"), required=None)
