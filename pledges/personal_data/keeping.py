"""Until when an engagement is kept, in a sentence for its member. What staff read is in ``pledges.inbox.keeping``."""

from __future__ import annotations

from typing import TYPE_CHECKING

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from pledges.personal_data.retention import last_day

if TYPE_CHECKING:
    from pledges.models import Pledge


def kept_until(pledge: Pledge) -> str:
    """Never says why staff keep it for longer: that is theirs to tell."""
    if pledge.held_at:
        return _("We keep it for a legal reason. Ask us about it.")
    if pledge.merged_into:
        number = pledge.merged_into.public_id
        return _("As long as engagement %(number)s, with which it is counted.") % {"number": number}
    if day := last_day(pledge):
        until = date_format(pledge.leaves_on or day, "DATE_FORMAT")
        return _("Until %(day)s, and as long as your personal link to it works.") % {"day": until}
    months = pledge.form.retention_months if pledge.form else None
    if not months:
        return _("As long as it is open. No end is set for the time after that.")
    sentence = ngettext(
        "As long as it is open, and %(count)s month after it is closed.",
        "As long as it is open, and %(count)s months after it is closed.",
        months,
    )
    return sentence % {"count": months}
