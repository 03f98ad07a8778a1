"""The triggers of the database that keep ``KeptTotal``, so that no write can forget the totals.

They are put in place after every ``migrate``, not by a migration: SQLite drops the triggers of a table whenever Django
rebuilds it to change a column. What stood before, or was written without them, is counted anew then.
"""

from __future__ import annotations

from django.db import connections, transaction

from pledges.choices import COUNTED_STATES

STATES = ", ".join(f"'{state}'" for state in sorted(COUNTED_STATES))
INSERT = "INSERT INTO pledges_kepttotal (objective_id, indicator_id, first_year, last_year, number, quantity)"


def counts(pledge: str) -> str:
    """SQL for whether the engagement ``pledge`` counts, as ``PledgeQuerySet.counted`` says it."""
    return f"({pledge}.state IN ({STATES}) AND {pledge}.merged_into_id IS NULL)"


COUNTED = f"pledges_contribution c JOIN pledges_pledge p ON p.id = c.pledge_id WHERE {counts('p')}"
RECOUNT = (
    "DELETE FROM pledges_kepttotal",
    f"{INSERT} SELECT NULL, NULL, NULL, NULL, COUNT(*), 0 FROM pledges_pledge p WHERE {counts('p')}",
    f"{INSERT} SELECT c.objective_id, NULL, NULL, NULL, COUNT(DISTINCT c.pledge_id), 0 FROM {COUNTED} GROUP BY 1",
    f"{INSERT} SELECT NULL, c.indicator_id, c.first_year, c.last_year, COUNT(*), SUM(c.accepted) "
    f"FROM {COUNTED} AND c.accepted IS NOT NULL GROUP BY c.indicator_id, c.first_year, c.last_year",
)


def sqlite_pledge(pledge: str, sign: str) -> str:
    """Count an engagement with all it brings ``sign`` times more."""
    brings = f"FROM pledges_contribution WHERE pledge_id = {pledge}.id"
    return (
        f"{INSERT} VALUES (NULL, NULL, NULL, NULL, {sign}, 0);"
        f"{INSERT} SELECT DISTINCT objective_id, NULL, NULL, NULL, {sign}, 0 {brings};"
        f"{INSERT} SELECT NULL, indicator_id, first_year, last_year, {sign}, {sign} * accepted {brings}"
        " AND accepted IS NOT NULL;"
    )


def sqlite_contribution(row: str, sign: str) -> str:
    """Count a contribution ``sign`` times more; its objective only where no other one of the engagement names it."""
    counted = f"FROM pledges_pledge p WHERE p.id = {row}.pledge_id AND {counts('p')}"
    other = (
        f"SELECT 1 FROM pledges_contribution other WHERE other.pledge_id = {row}.pledge_id "
        f"AND other.objective_id = {row}.objective_id AND other.id <> {row}.id"
    )
    return (
        f"{INSERT} SELECT {row}.objective_id, NULL, NULL, NULL, {sign}, 0 {counted} AND NOT EXISTS ({other});"
        f"{INSERT} SELECT NULL, {row}.indicator_id, {row}.first_year, {row}.last_year, {sign}, {sign} * {row}.accepted "
        f"{counted} AND {row}.accepted IS NOT NULL;"
    )


def sqlite_trigger(name: str, when: str, actions: str) -> tuple[str, str]:
    return f"DROP TRIGGER IF EXISTS {name}", f"CREATE TRIGGER {name} AFTER {when} BEGIN {actions} END"


CHANGED_TO, CHANGED_FROM = counts("NEW"), counts("OLD")
SQLITE = (
    *sqlite_trigger("pledge_total_new", f"INSERT ON pledges_pledge WHEN {CHANGED_TO}", sqlite_pledge("NEW", "1")),
    *sqlite_trigger("pledge_total_gone", f"DELETE ON pledges_pledge WHEN {CHANGED_FROM}", sqlite_pledge("OLD", "-1")),
    *sqlite_trigger(
        "pledge_total_changed",
        f"UPDATE ON pledges_pledge WHEN {CHANGED_FROM} <> {CHANGED_TO}",
        sqlite_pledge("NEW", f"({CHANGED_TO} - {CHANGED_FROM})"),
    ),
    *sqlite_trigger("contribution_total_new", "INSERT ON pledges_contribution", sqlite_contribution("NEW", "1")),
    *sqlite_trigger("contribution_total_gone", "DELETE ON pledges_contribution", sqlite_contribution("OLD", "-1")),
    *sqlite_trigger(
        "contribution_total_changed",
        "UPDATE ON pledges_contribution",
        sqlite_contribution("OLD", "-1") + sqlite_contribution("NEW", "1"),
    ),
)

# PostgreSQL tells a trigger of all rows of a statement at once, in tables of the names below. No column is named
# outside of the functions: it would refuse to change the type of one that a trigger names.
EVENTS = {
    "new": ("INSERT", "NEW TABLE AS after", "SELECT 1 AS sign, after.* FROM after"),
    "gone": ("DELETE", "OLD TABLE AS before", "SELECT -1 AS sign, before.* FROM before"),
    "changed": (
        "UPDATE",
        "OLD TABLE AS before NEW TABLE AS after",
        "SELECT 1 AS sign, after.* FROM after UNION ALL SELECT -1 AS sign, before.* FROM before",
    ),
}


def postgresql_trigger(table: str, name: str, actions: str) -> tuple[str, str]:
    """``actions`` read the changed rows, those of before with the sign -1 and those of after with 1, as ``changed``."""
    event, tables, changed = EVENTS[name]
    function = f"{table}_total_{name}"
    return (
        f"CREATE OR REPLACE FUNCTION {function}() RETURNS trigger LANGUAGE plpgsql AS "
        f"$$ BEGIN {actions.format(changed=changed)} RETURN NULL; END $$",
        f"CREATE OR REPLACE TRIGGER {function} AFTER {event} ON {table} REFERENCING {tables} "
        f"FOR EACH STATEMENT EXECUTE FUNCTION {function}()",
    )


# Of an engagement that counted and counts, both rows cancel each other out.
POSTGRESQL_PLEDGE = f"""
    IF EXISTS (SELECT 1 FROM ({{changed}}) p WHERE {counts("p")} GROUP BY p.id HAVING SUM(sign) <> 0) THEN
        WITH moved AS (
            SELECT p.id, SUM(sign) AS sign FROM ({{changed}}) p WHERE {counts("p")} GROUP BY p.id HAVING SUM(sign) <> 0
        ), brings AS (
            SELECT c.*, moved.sign FROM moved JOIN pledges_contribution c ON c.pledge_id = moved.id
        )
        {INSERT}
        SELECT NULL::bigint, NULL::bigint, NULL::smallint, NULL::smallint, SUM(sign), 0 FROM moved
        UNION ALL
        SELECT objective_id, NULL, NULL, NULL, SUM(sign), 0
        FROM (SELECT DISTINCT pledge_id, objective_id, sign FROM brings) named GROUP BY objective_id
        UNION ALL
        SELECT NULL, indicator_id, first_year, last_year, SUM(sign), SUM(sign * accepted)
        FROM brings WHERE accepted IS NOT NULL GROUP BY indicator_id, first_year, last_year;
    END IF;
"""
# An objective counts once for an engagement: it is new where all contributions that name it are, and gone where none
# is left. The engagement is held, so that nobody lets it count, or not count any more, at the same moment.
POSTGRESQL_CONTRIBUTION = f"""
    PERFORM 1 FROM pledges_pledge WHERE id IN (SELECT pledge_id FROM ({{changed}}) c) ORDER BY id FOR SHARE;
    WITH moved AS (
        SELECT c.* FROM ({{changed}}) c JOIN pledges_pledge p ON p.id = c.pledge_id WHERE {counts("p")}
    ), named AS (
        SELECT pledge_id, objective_id, SUM(sign) AS more, (
            SELECT COUNT(*) FROM pledges_contribution now
            WHERE now.pledge_id = moved.pledge_id AND now.objective_id = moved.objective_id
        ) AS now FROM moved GROUP BY pledge_id, objective_id
    )
    {INSERT}
    SELECT objective_id, NULL::bigint, NULL::smallint, NULL::smallint, SUM((now > 0)::int - (now > more)::int), 0
    FROM named GROUP BY objective_id HAVING SUM((now > 0)::int - (now > more)::int) <> 0
    UNION ALL
    SELECT NULL, indicator_id, first_year, last_year, SUM(sign), SUM(sign * accepted)
    FROM moved WHERE accepted IS NOT NULL GROUP BY indicator_id, first_year, last_year
    HAVING SUM(sign) <> 0 OR SUM(sign * accepted) <> 0;
"""
POSTGRESQL = (
    # Writers and workers are waited for and wait, so that nothing is counted twice or left out; readers do not.
    "LOCK TABLE pledges_pledge, pledges_contribution, pledges_kepttotal IN EXCLUSIVE MODE",
    *(statement for name in EVENTS for statement in postgresql_trigger("pledges_pledge", name, POSTGRESQL_PLEDGE)),
    *(
        statement
        for name in EVENTS
        for statement in postgresql_trigger("pledges_contribution", name, POSTGRESQL_CONTRIBUTION)
    ),
)


def install(using: str) -> None:
    """Put the triggers of the database ``using`` in place and count what there is."""
    connection = connections[using]
    statements = POSTGRESQL if connection.vendor == "postgresql" else SQLITE
    with transaction.atomic(using), connection.cursor() as cursor:
        for statement in (*statements, *RECOUNT):
            cursor.execute(statement)
