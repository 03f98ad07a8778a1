"""The blocks a join form is composed of. Child names and option ids are permanent data: answers refer to them."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from bbacms.core.models.names import LANGUAGE_CODES, active_language
from pledges.choices import Meaning, PrivacyClass


class FourLanguageValue(blocks.StructValue):
    """A text in four languages; ``in_language`` says it in one of them."""

    def in_language(self, language: str) -> str:
        """Return the text in ``language``, a language code; empty where it was not written in it."""
        return self.get(language) or ""

    def __str__(self) -> str:
        return self.in_language(active_language())


class FourLanguageBlock(blocks.StructBlock):
    """Abstract: one text in the site's four languages."""

    def __init__(self, *, required: bool = True, max_length: int = 255, multiline: bool = False, **kwargs: Any) -> None:
        child = blocks.TextBlock if multiline else blocks.CharBlock
        names = {"en": _("English"), "nl": _("Dutch"), "fr": _("French"), "de": _("German")}
        children = [
            (code, child(label=label, required=required, max_length=max_length)) for code, label in names.items()
        ]
        super().__init__(children, **kwargs)

    class Meta:
        value_class = FourLanguageValue
        form_classname = "struct-block four-languages"


def example(label: Any, *options: Any) -> dict[str, Any]:
    """A question for the preview of a block: ``label`` and ``options``, translated, stand for all languages."""
    value: dict[str, Any] = {"label": dict.fromkeys(LANGUAGE_CODES, label), "help": {}, "required": True}
    if options:
        value["options"] = [dict.fromkeys(LANGUAGE_CODES, option) for option in options]
    return value


class QuestionBlock(blocks.StructBlock):
    """What every question has. ``meanings`` of a subclass says what it may stand for."""

    meanings: tuple[Meaning, ...] = ()

    label = FourLanguageBlock(label=_("Question"))
    help = FourLanguageBlock(label=_("Help"), required=False, max_length=500)
    required = blocks.BooleanBlock(label=_("Must be answered"), required=False)
    privacy = blocks.ChoiceBlock(
        choices=PrivacyClass.choices, default=PrivacyClass.STAFF, label=_("Who may see the answer")
    )

    def __init__(self, local_blocks: Any = None, **kwargs: Any) -> None:
        if self.meanings and local_blocks is None:
            choices = [(meaning.value, meaning.label) for meaning in self.meanings]
            local_blocks = [
                (
                    "meaning",
                    blocks.ChoiceBlock(
                        choices=choices,
                        required=False,
                        label=_("Stands for"),
                        help_text=_("Tells inbox, register and mail what this answer is. Each once a form."),
                    ),
                )
            ]
        super().__init__(local_blocks, **kwargs)

    class Meta:
        preview_template = "pledges/question_preview.html"


class ShortTextBlock(QuestionBlock):
    meanings = (
        Meaning.TITLE,
        Meaning.NAME,
        Meaning.ORGANISATION,
        Meaning.PHONE,
        Meaning.MUNICIPALITY,
        Meaning.PLACE,
        Meaning.WEBSITE,
    )

    class Meta:
        group = _("Words")
        icon = "title"
        label = _("Short text")
        description = _("One line of text, such as a name or a place.")
        preview_value = example(_("What is your organisation called?"))


class LongTextBlock(QuestionBlock):
    meanings = (Meaning.SUMMARY,)

    class Meta:
        group = _("Words")
        icon = "pilcrow"
        label = _("Long text")
        description = _("Several lines of text.")
        preview_value = example(_("What will you do?"))


class EmailQuestionBlock(QuestionBlock):
    meanings = (Meaning.EMAIL,)

    class Meta:
        group = _("Words")
        icon = "mail"
        label = _("E-mail address")
        description = _("An e-mail address, checked for its form.")
        preview_value = example(_("At which address may we write to you?"))


class NumberBlock(QuestionBlock):
    class Meta:
        group = _("Numbers and dates")
        icon = "order"
        label = _("Numeric answer")
        description = _("A number, written as in the language of the reader.")
        preview_value = example(_("How many people take part?"))


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
    """One of the kinds of actor of the list; always stands for the actor kind."""

    class Meta:
        group = _("Choices")
        icon = "group"
        label = _("Kind of actor")
        description = _("Citizen, company, municipality and the other kinds of the list.")
        preview_value = example(_("Who are you?"))


class EngagementBlock(QuestionBlock):
    """Objective, what is counted, and how much of it in the indicator's own unit."""

    class Meta:
        group = _("What is counted")
        icon = "crosshairs"
        label = _("Engagement")
        description = _("An objective, what is counted for it, and how much.")
        preview_value = example(_("What do you engage for?"))


class QuestionStreamBlock(blocks.StreamBlock):
    """The kinds of question editors choose from."""

    short_text = ShortTextBlock()
    long_text = LongTextBlock()
    email = EmailQuestionBlock()
    number = NumberBlock()
    one_of = OneOfBlock()
    several_of = SeveralOfBlock()
    yes_no = YesNoBlock()
    date = DateQuestionBlock()
    actor_kind = ActorKindBlock()
    engagement = EngagementBlock()


class SectionBlock(blocks.StructBlock):
    """One screen of the form."""

    title = FourLanguageBlock(label=_("Title"))
    introduction = FourLanguageBlock(label=_("Introduction"), required=False, max_length=1000, multiline=True)
    questions = QuestionStreamBlock(label=_("Questions"))

    class Meta:
        icon = "form"
        label = _("Section")


class FormBodyBlock(blocks.StreamBlock):
    """The sections of a form, in order."""

    section = SectionBlock()
