"""Template tags of the join form."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django import template

from pledges.blocks import FormBodyBlock
from pledges.choices import SectionStage
from pledges.engine.journey import Journey
from pledges.engine.telephone import phone_text

if TYPE_CHECKING:
    from wagtail.blocks import BoundBlock

register = template.Library()
register.filter("phone_text", phone_text)


@register.inclusion_tag("pledges/section_fields.html")
def question_fields(question: BoundBlock) -> dict[str, Any]:
    """One question as members meet it in a form, for the preview of its block."""
    section = {
        "title": {},
        "introduction": {},
        "stage": SectionStage.JOIN,
        "shown_when": {},
        "questions": [(question.block.name, question.value)],
    }
    return {"section_form": Journey(FormBodyBlock().normalize([("section", section)]), {}).form(1)}
