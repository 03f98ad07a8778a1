"""The triggers of the database that keep ``DeskCount``: why they are there is in ``docs/decisions/0009``.

They are put in place after every ``migrate``, not by a migration: SQLite drops the triggers of a table whenever Django
rebuilds it to change a column. What stood before, or was written without them, is counted anew then.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

from django.db import connections, transaction

from pledges.choices import WAITING_STATES

if TYPE_CHECKING:
    from django.db.backends.base.base import BaseDatabaseWrapper

COLUMNS = "state, is_archived, is_suspected, is_merged, is_to_do"
WAITING = ", ".join(f"'{state}'" for state in sorted(WAITING_STATES))


def marks(row: str) -> str:
    """SQL for the values of ``COLUMNS`` that the engagement ``row`` has."""
    return (
        f"{row}.state, {row}.archived_at IS NOT NULL, "
        f"{row}.spam_signs <> '' AND {row}.state IN ({WAITING}), "
        f"{row}.merged_into_id IS NOT NULL, {row}.is_to_do"
    )


INSERT = f"INSERT INTO pledges_deskcount ({COLUMNS}, number)"
RECOUNT = (
    "DELETE FROM pledges_deskcount",
    f"{INSERT} SELECT {marks('pledge')}, COUNT(*) FROM pledges_pledge pledge GROUP BY 1, 2, 3, 4, 5",
)

# One row for each engagement.
SQLITE = (
    "DROP TRIGGER IF EXISTS pledge_count_new",
    f"CREATE TRIGGER pledge_count_new AFTER INSERT ON pledges_pledge BEGIN {INSERT} VALUES ({marks('NEW')}, 1); END",
    "DROP TRIGGER IF EXISTS pledge_count_gone",
    # Without counts, both tables are being emptied (``flush``): nothing is left to count off.
    f"CREATE TRIGGER pledge_count_gone AFTER DELETE ON pledges_pledge WHEN EXISTS (SELECT 1 FROM pledges_deskcount) "
    f"BEGIN {INSERT} VALUES ({marks('OLD')}, -1); END",
    "DROP TRIGGER IF EXISTS pledge_count_changed",
    f"CREATE TRIGGER pledge_count_changed AFTER UPDATE ON pledges_pledge "
    f"WHEN ({marks('OLD')}) IS NOT ({marks('NEW')}) "
    f"BEGIN {INSERT} VALUES ({marks('OLD')}, -1), ({marks('NEW')}, 1); END",
)

# One row for all engagements of a statement that stand alike. No column is named outside of the function: PostgreSQL
# would refuse to change the type of one that a trigger names.
POSTGRESQL = (
    # Writers and workers are waited for and wait, so that nothing is counted twice or left out; readers do not.
    "LOCK TABLE pledges_pledge, pledges_deskcount IN EXCLUSIVE MODE",
    f"""
    CREATE OR REPLACE FUNCTION pledge_count() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP = 'INSERT' THEN
            {INSERT} SELECT {marks("pledge")}, COUNT(*) FROM after pledge GROUP BY 1, 2, 3, 4, 5;
        ELSIF TG_OP = 'DELETE' THEN
            {INSERT} SELECT {marks("pledge")}, -COUNT(*) FROM before pledge GROUP BY 1, 2, 3, 4, 5;
        ELSE
            {INSERT} SELECT {COLUMNS}, SUM(number) FROM (
                SELECT {marks("pledge")}, -1 FROM before pledge UNION ALL SELECT {marks("pledge")}, 1 FROM after pledge
            ) AS moved ({COLUMNS}, number) GROUP BY {COLUMNS} HAVING SUM(number) <> 0;
        END IF;
        RETURN NULL;
    END $$
    """,
    *(
        f"CREATE OR REPLACE TRIGGER pledge_count_{name} AFTER {event} ON pledges_pledge "
        f"REFERENCING {tables} FOR EACH STATEMENT EXECUTE FUNCTION pledge_count()"
        for name, event, tables in (
            ("new", "INSERT", "NEW TABLE AS after"),
            ("gone", "DELETE", "OLD TABLE AS before"),
            ("changed", "UPDATE", "OLD TABLE AS before NEW TABLE AS after"),
        )
    ),
)


def install(using: str) -> None:
    """Put the triggers of the database ``using`` in place and count what there is."""
    connection = connections[using]
    with transaction.atomic(using):
        _run(connection, POSTGRESQL if connection.vendor == "postgresql" else SQLITE)
        _run(connection, RECOUNT)


def _run(connection: BaseDatabaseWrapper, statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)
