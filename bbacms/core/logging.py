"""Log lines that keep a member's secret: the token in an address opens their engagement."""

import logging
import re

PLEDGE_TOKEN = re.compile(r"(/pledge/)[^/\s?\"'>]+")


def mask_tokens(text: str) -> str:
    """Return ``text`` with the token of every ``/pledge/<token>`` replaced by dots."""
    return PLEDGE_TOKEN.sub(r"\1…", text)


class MaskingFormatter(logging.Formatter):
    """Formats a record, its traceback included, with every token masked."""

    def format(self, record: logging.LogRecord) -> str:
        return mask_tokens(super().format(record))
