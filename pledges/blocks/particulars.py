"""The kinds of question for particulars that are checked against what exists: places and numbers of all sorts."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from pledges.blocks.questions import QuestionBlock, example
from pledges.choices import Meaning


class PhoneQuestionBlock(QuestionBlock):
    meanings = (Meaning.PHONE,)
    is_typed = True

    class Meta:
        group = _("Words")
        icon = "mobile-alt"
        label = _("Telephone number")
        description = _("A telephone number, Belgian or with its country code.")
        preview_value = example(_("At which number may we call you?"))


class WebAddressBlock(QuestionBlock):
    meanings = (Meaning.WEBSITE,)
    is_typed = True

    class Meta:
        group = _("Words")
        icon = "link-external"
        label = _("Web address")
        description = _("The address of a website, with or without https://.")
        preview_value = example(_("Where can people read more?"))


class EnterpriseNumberBlock(QuestionBlock):
    meanings = (Meaning.ENTERPRISE_NUMBER,)

    class Meta:
        group = _("Words")
        icon = "tag"
        label = _("Enterprise number")
        description = _("The number of an organisation in the register of enterprises (KBO/BCE), checked.")
        preview_value = example(_("What is your enterprise number?"))


class PlaceQuestionBlock(QuestionBlock):
    meanings = (Meaning.MUNICIPALITY,)
    is_typed = True

    class Meta:
        group = _("Words")
        icon = "globe"
        label = _("Place in Belgium")
        description = _("A municipality by name or postcode, a province, a region or the whole country.")
        preview_value = example(_("Where will it be?"))
