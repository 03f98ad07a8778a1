"""The form as a whole: sections, and in each the questions that editors choose from."""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail import blocks

from pledges.blocks.asides import FreePictureBlock, FreeTextBlock
from pledges.blocks.conditions import ConditionBlock
from pledges.blocks.consent import ConsentBlock
from pledges.blocks.files import FileQuestionBlock
from pledges.blocks.four_languages import FourLanguageBlock
from pledges.blocks.particulars import (
    EnterpriseNumberBlock,
    PhoneQuestionBlock,
    PlaceQuestionBlock,
    WebAddressBlock,
)
from pledges.blocks.questions import (
    ActorKindBlock,
    CriteriaBlock,
    DateQuestionBlock,
    EmailQuestionBlock,
    EngagementBlock,
    LongTextBlock,
    NumberBlock,
    OneOfBlock,
    SeveralOfBlock,
    ShortTextBlock,
    YesNoBlock,
)
from pledges.choices import SectionStage
from pledges.condition_places import show_names


class QuestionStreamBlock(blocks.StreamBlock):
    """The kinds of question editors choose from."""

    short_text = ShortTextBlock()
    long_text = LongTextBlock()
    email = EmailQuestionBlock()
    phone = PhoneQuestionBlock()
    web_address = WebAddressBlock()
    place = PlaceQuestionBlock()
    enterprise_number = EnterpriseNumberBlock()
    number = NumberBlock()
    one_of = OneOfBlock()
    several_of = SeveralOfBlock()
    yes_no = YesNoBlock()
    date = DateQuestionBlock()
    actor_kind = ActorKindBlock()
    engagement = EngagementBlock()
    criteria = CriteriaBlock()
    consent = ConsentBlock()
    text = FreeTextBlock()
    picture = FreePictureBlock()
    file = FileQuestionBlock()


class SectionBlock(blocks.StructBlock):
    """One screen of the form."""

    title = FourLanguageBlock(label=_("Title"))
    introduction = FourLanguageBlock(label=_("Introduction"), required=False, max_length=1000, multiline=True)
    stage = blocks.ChoiceBlock(choices=SectionStage.choices, default=SectionStage.JOIN, label=_("When it is asked"))
    shown_when = ConditionBlock()
    questions = QuestionStreamBlock(label=_("Questions"))

    class Meta:
        icon = "form"
        label = _("Section")


class FormBodyBlock(blocks.StreamBlock):
    """The sections of a form, in order."""

    section = SectionBlock()

    def get_form_state(self, value: Any) -> list[dict[str, Any]]:
        """What the editor shows: conditions on a place with its name."""
        state: list[dict[str, Any]] = super().get_form_state(value)
        show_names(state)
        return state
