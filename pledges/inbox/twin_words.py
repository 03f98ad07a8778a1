"""How the history tells what was done with two engagements that are, or look like, the same."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext_lazy as _
from wagtail.log_actions import LogFormatter

from pledges.duplicates.apart import APART_ACTION, MAYBE_ACTION
from pledges.moves import MERGED_HERE_ACTION, MOVES, SEPARATED_HERE_ACTION

if TYPE_CHECKING:
    from wagtail.log_actions import LogActionRegistry

WORDS = {
    MOVES["merge"].log_action: (MOVES["merge"].label, _("It was marked as the same as %(number)s, and counts there.")),
    MOVES["separate"].log_action: (MOVES["separate"].label, _("It was separated from %(number)s again.")),
    MERGED_HERE_ACTION: (_("Same engagement"), _("%(number)s was marked as the same, and counts here.")),
    SEPARATED_HERE_ACTION: (_("Not the same any more"), _("%(number)s was separated from it again.")),
    APART_ACTION: (_("Not the same"), _("It was found not to be the same as %(number)s.")),
    MAYBE_ACTION: (_("Warn again"), _("It may be the same as %(number)s after all.")),
}


def register_twin_log_actions(actions: LogActionRegistry) -> None:
    """Let each entry name the other engagement by its number."""
    for action, (action_label, words) in WORDS.items():

        class NamesTheOther(LogFormatter):
            label = action_label
            message = words

            def format_message(self, log_entry: Any) -> str:
                return str(self.message % {"number": log_entry.data.get("number", "")})

        actions.register_action(action)(NamesTheOther)
