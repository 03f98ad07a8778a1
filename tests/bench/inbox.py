"""The inbox with few and with very many engagements: how long its pages take, and how much of it in the database."""

from __future__ import annotations

import statistics
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.db import connection
from django.test import Client

from pledges.choices import ExportFormat
from pledges.counting import count_totals
from pledges.models import Pledge
from tests.bench.export import export_of
from tests.bench.many_cases import COMMON, FULL_PAGE, NOUNS, RARE, ManyCases
from tests.factories.users import UserFactory

FEW, MANY = 100, 100_000
ROUNDS = 9
# The goals of the project.
MOST_TIMES_AS_LONG, MOST_QUERIES, MOST_SEARCH_MS = 1.5, 25, 100


@dataclass(frozen=True)
class Measured:
    """Seconds of one request, those of them that the database took, and its number of queries."""

    seconds: float
    in_database: float
    queries: int


def inbox() -> Iterator[str]:
    """Yield the lines to print. The one database holds few engagements, its copy many; each round asks both."""
    if connection.vendor != "postgresql":
        yield f"\nThe inbox with {MANY:,} engagements is measured on PostgreSQL alone; this is {connection.vendor}."
        return
    # What the join form was measured with would stand among them.
    Pledge.objects.all().delete()
    client = Client()
    client.force_login(UserFactory(group="Pledge officers"))
    # With a colleague there is more to show: whose each case is, and lists of what is mine and nobody's.
    cases = ManyCases(UserFactory(group="Pledge officers"))
    cases.fill(range(1, FEW + 1))
    few = connection.settings_dict["NAME"]
    connection.creation.clone_test_db("many", verbosity=0)
    many = connection.creation.get_test_db_clone_settings("many")["NAME"]
    try:
        _use(many)
        start = time.perf_counter()
        cases.fill(range(FEW + 1, MANY + 1))
        yield f"\n{MANY:,} engagements were written in {time.perf_counter() - start:.0f} s"
        yield from _compare(_pages(client, cases), few, many)
        for database in (few, many):
            _use(database)
            # A workbook has to be whole before it is sent, so it is for the fewer of the archive.
            for view, file_format in (("all", ExportFormat.CSV), ("archive", ExportFormat.XLSX)):
                out = export_of(client, view, file_format)
                yield (
                    f"export of {view}, {out.number:,} engagements, as {file_format.label}: {out.seconds:.1f} s, "
                    f"{out.size / 2**20:.1f} MB, at its highest {out.grown:.0f} MB of memory more than before it"
                )
    finally:
        _use(few)
        connection.creation.destroy_test_db(few, verbosity=0, suffix="many")


def _pages(client: Client, cases: ManyCases) -> dict[str, Callable[[], Any]]:
    def page(address: str, **query: Any) -> Callable[[], None]:
        def ask() -> None:
            response = client.get(f"{address}?{urlencode(query)}" if query else address)
            assert response.status_code == 200, response.status_code

        return ask

    every = "/admin/inbox/all/"
    return {
        "start page of the admin": page("/admin/"),
        "to do, first page": page("/admin/inbox/"),
        "all, first page": page(every),
        "four filters": page(every, **cases.wanted),
        "four other filters": page(every, **cases.wanted_too),
        "mine": page("/admin/inbox/mine/"),
        "nobody's": page("/admin/inbox/unassigned/"),
        "one word, in one case": page(every, q=RARE.format(FULL_PAGE)),
        "one word, in three of ten": page(every, q=COMMON),
        "two words": page(every, q=f"{COMMON} {NOUNS[0]}"),
        "one letter": page(every, q=COMMON[0]),
        "one word, within to do": page("/admin/inbox/", q=COMMON),
        "one word and four filters": page(every, q=COMMON, **cases.wanted),
        "a case": page(f"/admin/inbox/{FULL_PAGE}/"),
        "totals": count_totals,
    }


def _compare(pages: dict[str, Callable[[], Any]], *databases: str) -> Iterator[str]:
    found: dict[tuple[str, str], list[Measured]] = {}
    for _round in range(ROUNDS):
        for database in databases:
            _use(database)
            for name, ask in pages.items():
                ask()  # a connection of its own learns what the first query of a kind takes longest for
                found.setdefault((name, database), []).append(_measure(ask))
    yield f"Median of {ROUNDS} rounds: the request in ms, of these in the database, queries"
    yield f"{'':28}" + "".join(f"{number:>17,} engagements" for number in (FEW, MANY)) + f"{'times as long':>16}"
    for name in pages:
        few, many = (_median(found[name, database]) for database in databases)
        row = "".join(f"{m.seconds * 1000:>12.0f}{m.in_database * 1000:>9.1f}{m.queries:>8}" for m in (few, many))
        yield f"{name:28}{row}{many.seconds / few.seconds:>16.2f}"
    yield f"(goals: {MOST_TIMES_AS_LONG} times as long, {MOST_QUERIES} queries; filters and search {MOST_SEARCH_MS} ms"
    yield " in the database)"


def _measure(ask: Callable[[], Any]) -> Measured:
    each: list[float] = []

    def timed(execute: Callable[..., Any], *said: Any) -> Any:
        start = time.perf_counter()
        try:
            return execute(*said)
        finally:
            each.append(time.perf_counter() - start)

    start = time.perf_counter()
    with connection.execute_wrapper(timed):
        ask()
    return Measured(time.perf_counter() - start, sum(each), len(each))


def _median(rounds: list[Measured]) -> Measured:
    return Measured(
        statistics.median(each.seconds for each in rounds),
        statistics.median(each.in_database for each in rounds),
        max(each.queries for each in rounds),
    )


def _use(database: str) -> None:
    """Ask this database from now on."""
    connection.close()
    connection.settings_dict["NAME"] = database
