"""A field that no person meets: hidden from sight, from the keyboard and from assistive tools (``honeypot.html``)."""

from collections.abc import Mapping

# Sounds worth filling in to a robot; no browser and no password manager knows a value for it. The names of questions
# begin with "q-", so it is never one of theirs.
FIELD = "message_subject"


def is_filled(data: Mapping[str, str]) -> bool:
    """Whether the post ``data`` has something in the field."""
    return bool(data.get(FIELD, "").strip())
