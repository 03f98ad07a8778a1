"""Keeps tokens of the join form out of logs: whoever has the token can read what was typed."""

import logging
import re

TOKEN_IN_ADDRESS = re.compile(r"(/pledge/)[\w-]{20,}")


class MaskTokens(logging.Filter):
    """Replaces the token in every address that a log line names."""

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(self._masked(argument) for argument in record.args)
        if isinstance(record.msg, str):
            record.msg = self._masked(record.msg)
        return True

    @staticmethod
    def _masked(value: object) -> object:
        return TOKEN_IN_ADDRESS.sub(r"\1…", value) if isinstance(value, str) else value
