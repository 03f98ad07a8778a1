"""Registers what the stories add to Wagtail's admin."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from wagtail import hooks
from wagtail.admin import messages

from stories.models import StoryPage

if TYPE_CHECKING:
    from django.http import HttpRequest
    from wagtail.models import Page

# What a story looks bare without, in the order of the editor.
EXPECTED = ("teaser", "lead_image", "body", "main_objective")


@hooks.register("after_publish_page")
def say_what_is_empty(request: HttpRequest, page: Page) -> None:
    """Warn whoever publishes a story of what readers will not find in it; nothing is stopped."""
    if not isinstance(page, StoryPage):
        return
    # A story that is only scheduled has its new content in the revision alone.
    story = page.get_latest_revision_as_object()
    empty = [str(story._meta.get_field(name).verbose_name) for name in EXPECTED if not getattr(story, name)]
    if empty:
        messages.warning(
            request,
            _("Still empty in “%(title)s”: %(fields)s. You can add them at any time.")
            % {"title": story.title, "fields": ", ".join(empty)},
        )
