"""Log lines that keep a member's secrets.

The token in an address opens their engagement, and staff search the inbox by name and e-mail address.
"""

import logging
import re

# The link to all that is held about somebody stands one part further in its address.
PLEDGE_TOKEN = re.compile(r"(/pledge/(?:my-data/)?)(?!my-data/)[^/\s?\"'>]+")
# In the address of the list, and of what is done with many of it. Up to the next space, without the marks that close an
# address in a log line. The login keeps the address that was asked for in its own, where the question mark, and perhaps
# the slashes, are written as codes.
INBOX_QUESTION = re.compile(
    r"((?:/|%2F)admin(?:/|%2F)(?:inbox|bulk(?:/|%2F)pledges)(?:/|%2F)[^\s?\"'>]*?(?:\?|%3F))\S+?(?=[\"'>]*(?:\s|$))",
    re.IGNORECASE,
)


def mask_secrets(text: str) -> str:
    """Return ``text`` with the token of every ``/pledge/<token>`` and every question to the inbox as dots."""
    return INBOX_QUESTION.sub(r"\1…", PLEDGE_TOKEN.sub(r"\1…", text))


class MaskingFormatter(logging.Formatter):
    """Formats a record, its traceback included, with every secret masked."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_secrets(super().format(record))
