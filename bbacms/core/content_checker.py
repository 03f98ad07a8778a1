"""What the checker in the userbar and in the editor looks at: what an editor can get wrong, and only that.

Colours, landmarks and the rest of a page are the site's own; ``make check-pages`` keeps those right.
"""

from __future__ import annotations

from typing import Any

from django.utils.translation import gettext_lazy as _
from wagtail.admin.userbar import ContentCheckerItem

# A file name is no description, and "photo of", which screen readers say themselves, is none either.
FILE_NAME = r"\.(avif|gif|heic|jpe?g|png|svg|webp)$|_|^\s*(img|dsc[fn]?|pict?)[- ]?\d+"
PICTURE = r"image|picture|photo|photograph|afbeelding|foto|fotografie|photographie|bild|aufnahme"
OF = r"of|van|de|du|des|d['’]|von|vom|de[rsmn]|eine[rs]?"
PICTURE_OF = rf"^\s*(an? |een |une? |eine? )?({PICTURE}) ({OF})\b"
NO_DESCRIPTION = f"{FILE_NAME}|{PICTURE_OF}"


class SiteContentCheckerItem(ContentCheckerItem):
    """Wagtail's checker with the site's rules on alternative texts and headings."""

    axe_run_only = [
        *ContentCheckerItem.axe_run_only,
        "image-alt",
        "image-redundant-alt",
        "page-has-heading-one",
    ]
    axe_custom_checks = [
        *(check for check in ContentCheckerItem.axe_custom_checks if check["id"] != "check-image-alt-text"),
        {"id": "check-image-alt-text", "options": {"pattern": NO_DESCRIPTION}},
    ]
    axe_messages = {
        **ContentCheckerItem.axe_messages,
        "alt-text-quality": {
            "error_name": _("The alternative text does not describe the picture"),
            "help_text": _("Say what is to be seen, without a file name and without “photo of”."),
        },
        "heading-order": {
            "error_name": _("A heading skips a level"),
            "help_text": _("Put a heading block before the smaller headings of a text."),
        },
        "image-alt": {
            "error_name": _("A picture has no alternative text"),
            "help_text": _("Say what is to be seen, or tick that the picture is decorative."),
        },
        "image-redundant-alt": {
            "error_name": _("The alternative text repeats the words beside the picture"),
            "help_text": _("It would be read out twice. Say what the picture adds."),
        },
    }


def use_own_checker(items: list[Any]) -> None:
    """Put the site's checker in the place of Wagtail's."""
    items[:] = [
        SiteContentCheckerItem(in_editor=item.in_editor) if isinstance(item, ContentCheckerItem) else item
        for item in items
    ]
