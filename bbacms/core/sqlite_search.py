"""Wagtail's search in SQLite, with one fault mended. On PostgreSQL this module cannot even be imported.

Wagtail puts each word between double quotes and leaves quotes in the word as they are: ``"frog`` is then a syntax
error of the database, a 500 in search, admin and API.
"""

from __future__ import annotations

from typing import Any

from modelsearch.backends.database.sqlite.sqlite import (
    SQLiteAutocompleteQueryCompiler,
    SQLiteSearchBackend,
    SQLiteSearchQueryCompiler,
)
from modelsearch.query import Phrase, PlainText, SearchQuery


class WithoutQuotes:
    """Reads a double quote in the words searched for as a single one: to the index both are no part of a word."""

    def build_search_query_content(self, query: SearchQuery, config: Any = None) -> Any:
        """Build the part of the SQL for ``query``."""
        if isinstance(query, PlainText):
            query = PlainText(query.query_string.replace('"', "'"), operator=query.operator, boost=query.boost)
        elif isinstance(query, Phrase):
            query = Phrase(query.query_string.replace('"', "'"))
        return super().build_search_query_content(query, config=config)  # type: ignore[misc]


class SearchQueryCompiler(WithoutQuotes, SQLiteSearchQueryCompiler):
    """Compiles searches for whole words."""


class AutocompleteQueryCompiler(WithoutQuotes, SQLiteAutocompleteQueryCompiler):
    """Compiles searches for beginnings of words."""


class SearchBackend(SQLiteSearchBackend):
    """The SQLite search with both compilers replaced."""

    query_compiler_class = SearchQueryCompiler
    autocomplete_query_compiler_class = AutocompleteQueryCompiler
