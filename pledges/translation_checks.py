"""Texts of a form that are missing in one of the site's languages."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _
from wagtail import blocks

from bbacms.core.models.names import LANGUAGE_CODES
from pledges.blocks.four_languages import LANGUAGE_NAMES, FourLanguageBlock
from pledges.form_outline import all_places

if TYPE_CHECKING:
    from collections.abc import Iterator

    from wagtail.blocks.stream_block import StreamValue


def translation_errors(body: StreamValue) -> list[str]:
    """What members of a language would not find in it: one sentence a language, each naming section and question.

    A text that every form needs is missing where it is empty. One that may be left out is missing where it is
    written in another language: nobody is shown less than the others.
    """
    missing: dict[str, list[str]] = {code: [] for code in LANGUAGE_CODES}
    for place in all_places(body):
        for name, text, needed in _texts(place.block.block, place.block.value):
            if not needed and not any(text.in_language(code) for code in LANGUAGE_CODES):
                continue
            for code in LANGUAGE_CODES:
                if not text.in_language(code).strip():
                    missing[code].append(_("%(place)s: %(text)s") % {"place": place.words, "text": name})
    return [
        _("Missing in %(language)s: %(places)s.") % {"language": LANGUAGE_NAMES[code], "places": "; ".join(places)}
        for code, places in missing.items()
        if places
    ]


def _texts(block: Any, value: Any) -> Iterator[tuple[str, Any, bool]]:
    """Each text in four languages below a struct ``block``: its name, the text, and whether it is needed.

    Streams below are left out: what stands in them has a place of its own.
    """
    for name, child in block.child_blocks.items():
        if isinstance(child, FourLanguageBlock):
            yield str(child.label), value[name], child.needed
        elif isinstance(child, blocks.StructBlock):
            yield from _texts(child, value[name])
        elif isinstance(child, blocks.ListBlock):
            for number, item in enumerate(value[name], start=1):
                if isinstance(child.child_block, FourLanguageBlock):
                    yield f"{child.child_block.label} {number}", item, child.child_block.needed
                elif isinstance(child.child_block, blocks.StructBlock):
                    yield from _texts(child.child_block, item)
