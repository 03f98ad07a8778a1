"""Full-text search of the inbox: which cases hold the words that somebody typed.

Every word typed has to be the beginning of a word of the case, in any order. What is a word is decided here, for the
text and the query alike and on every database: PostgreSQL's own reader of texts would take numbers and addresses for
something else than words.
"""

from __future__ import annotations

import re
from collections import defaultdict
from itertools import islice
from typing import TYPE_CHECKING, Any

from anyascii import anyascii
from django.db.models import Lookup

from pledges.engine.particulars import enterprise_number_text
from pledges.engine.telephone import phone_texts
from pledges.models import Answer, CaseWords, PledgeNote, ProposedChange

if TYPE_CHECKING:
    from collections.abc import Iterable

    from pledges.models import Pledge
    from pledges.querysets import PledgeQuerySet

WORD = re.compile(r"[a-z0-9]+")
# What is written with marks between and as often without: the number of an engagement or a telephone, a double name.
JOINED = re.compile(r"[a-z0-9]+(?:-[a-z0-9]+)+|\b\d+(?:[ ./]\d+)+")
MARKS = str.maketrans("", "", "-. /")
# No name is longer; of a longer word its beginning counts, in the text as in the query.
LONGEST_WORD = 60
# Characters. An index entry of PostgreSQL holds a megabyte; a hundred full pages of different words are a fifth of it.
LONGEST_TEXT = 500_000
# More words narrow nothing down any more, and each one is work for the database.
MOST_WORDS_TYPED = 20
COLUMNS = (
    *("public_id", "title", "summary", "organisation", "name", "email", "municipality", "place", "postcode"),
    *("website", "enterprise_number", "figure_text"),
)
AT_ONCE = 500


class BeginsWord(Lookup[str]):
    """Whether a plain word (of letters a to z and figures alone) is the beginning of a word of the text."""

    lookup_name = "begins_word"

    def as_sql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        words, params = self.process_lhs(compiler, connection)
        return f"(' ' || {words}) LIKE %s", (*params, f"% {self.rhs}%")

    def as_postgresql(self, compiler: Any, connection: Any) -> tuple[str, tuple[Any, ...]]:
        """Ask the column that ``0005_words_of_cases`` has put beside the words, and indexed."""
        table = compiler.quote_name_unless_alias(self.lhs.alias)
        return f"{table}.vector @@ %s::tsquery", (f"'{self.rhs}':*",)


CaseWords._meta.get_field("words").register_lookup(BeginsWord)


def search(pledges: PledgeQuerySet, typed: str) -> PledgeQuerySet:
    """Those of ``pledges`` that hold every word of ``typed``; none where there is no word in it."""
    words = plain_words(typed)[:MOST_WORDS_TYPED]
    if not words:
        return pledges.none()
    found = CaseWords.objects.all()
    for word in words:
        found = found.filter(words__begins_word=word)
    return pledges.filter(pk__in=found.values("pledge"))


def index_case(pledge: Pledge) -> None:
    """Note the words of ``pledge``, given as it stands in the database now; two queries.

    Whoever changes a text of it does this in the same transaction, and holds the pledge from before the change: else
    of two people who change something, the one who ends last would take the words of the other one away again.
    """
    index_cases([pledge])


def index_cases(pledges: Iterable[Pledge]) -> None:
    """Note the words of many pledges, two queries for each five hundred; see ``index_case``."""
    remaining = iter(pledges)
    while batch := list(islice(remaining, AT_ONCE)):
        texts = _texts_of(batch)
        rows = [CaseWords(pledge=pledge, words=words_of(pledge, texts[pledge.pk])) for pledge in batch]
        CaseWords.objects.bulk_create(rows, update_conflicts=True, unique_fields=["pledge"], update_fields=["words"])


def words_of(pledge: Pledge, texts: Iterable[str]) -> str:
    """The words of the columns of ``pledge``, and of ``texts``: what else is said in it; each once."""
    numbers = (*phone_texts(pledge.phone), enterprise_number_text(pledge.enterprise_number))
    said = "\n".join((*(getattr(pledge, name) for name in COLUMNS), *numbers, *texts))
    joined = (word.translate(MARKS)[:LONGEST_WORD] for word in JOINED.findall(_plain(said)))
    return " ".join(dict.fromkeys((*plain_words(said), *joined)))[:LONGEST_TEXT]


def plain_words(text: str) -> list[str]:
    """The different words of ``text`` in letters a to z and figures: without capitals, accents and other signs."""
    return list(dict.fromkeys(word[:LONGEST_WORD] for word in WORD.findall(_plain(text))))


def _plain(text: str) -> str:
    return anyascii(text).lower()


def _texts_of(pledges: list[Pledge]) -> defaultdict[int, list[str]]:
    """What members and staff wrote beside the columns, by the key of the pledge; in one query."""
    keys = [pledge.pk for pledge in pledges]
    columns = (Answer, "display"), (ProposedChange, "display"), (PledgeNote, "text")
    first, *others = (
        model._default_manager.filter(pledge__in=keys).order_by().values_list("pledge", column)
        for model, column in columns
    )
    texts: defaultdict[int, list[str]] = defaultdict(list)
    for key, text in first.union(*others, all=True):
        texts[key].append(text)
    return texts
