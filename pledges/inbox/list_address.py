"""The address of a list as a record keeps it: without the words that were searched for, which may name a person."""

from __future__ import annotations

from urllib.parse import urlsplit

from django.http import QueryDict

SEARCH = "q"
# Stands in the address instead of the words. The list knows no such parameter, and leaves it alone.
SEARCHED = "searched"


def address_on_record(path: str, params: QueryDict) -> str:
    """The address of the list at ``path`` with the query ``params``; of a search, only that there was one."""
    kept = params.copy()
    kept.pop(SEARCHED, None)
    if any(words.strip() for words in kept.pop(SEARCH, [])):
        kept[SEARCHED] = "yes"
    query = kept.urlencode()
    return f"{path}?{query}" if query else path


def was_searched(address: str) -> bool:
    """Whether the list at ``address``, which comes from a record, was narrowed down by a search."""
    return SEARCHED in QueryDict(urlsplit(address).query)
