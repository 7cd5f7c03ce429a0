"""Asks the database what has changed since it was last asked."""

from uuid import uuid4

import psycopg2
from django.db import connection

MOST = 1000  # changes that are looked at; where there are more, anything may have changed
SETTINGS = """
SET statement_timeout = 1000;
SET plan_cache_mode = force_generic_plan;
SET enable_seqscan = off;  -- which, knowing no values, a plan might take for cheap
"""
# Snapshots of a standby do not tell which transactions are running, and the versions that come by a
# subscription bear the numbers of another cluster's.
CLUSTER = """
SELECT system_identifier FROM pg_control_system() WHERE NOT pg_is_in_recovery() AND NOT EXISTS (
    SELECT subname FROM pg_subscription JOIN pg_database database ON database.oid = subdbid
    WHERE datname = current_database()
)"""
# What the last snapshot did not see: transactions that were running then and have ended since, and
# those that began later. One that still runs is left out as far as it is known: it may have written
# a million rows. A change is about one ceasefire, or, where that is null, about anything: that of
# an entity, and that of what was moved, as its version does not tell from where.
CHANGES = f"""
WITH span AS (
    SELECT ended AS low, ended AS high FROM pg_snapshot_xip($2) ended
    WHERE pg_visible_in_snapshot(ended, pg_current_snapshot())
    UNION ALL
    SELECT pg_snapshot_xmax($2),
        (pg_snapshot_xmax(pg_current_snapshot())::text::bigint - 1)::text::xid8
)
SELECT pg_current_snapshot()::text, count(*), array_agg(DISTINCT ceasefire)
FROM span CROSS JOIN LATERAL (
    SELECT CASE
        WHEN changed && '{{ceasefire,violation}}' THEN NULL
        WHEN record = 'ceasefires_report' THEN (
            SELECT ceasefire_id FROM ceasefires_violation
            WHERE id = ("row" ->> 'violation_id')::uuid)
        WHEN record IN ('ceasefires_violation', 'ceasefires_assessment', 'ceasefires_amendment',
                'ceasefires_coding', 'ceasefires_term', 'ceasefires_statement')
            THEN ("row" ->> 'ceasefire_id')::bigint
    END AS ceasefire
    FROM ceasefires_version
    WHERE generation = (SELECT generation FROM ceasefires_generation WHERE cluster = $1)
        AND transaction >= low AND transaction <= high
    ORDER BY generation, transaction, id LIMIT {MOST}
) change
"""

Changed = frozenset[int] | None  # which ceasefires; None: anything


class Unwatchable(Exception):
    """This database does not tell what has changed."""


class Session:
    """A connection, within which snapshots are compared: another may be to another cluster, or to
    one that has lost what this one saw."""

    def __init__(self) -> None:
        self.connection = psycopg2.connect(**connection.get_connection_params())
        try:
            self.connection.autocommit = True
            self._prepare()
        except BaseException:
            self.close()
            raise

    def _prepare(self) -> None:
        self.cursor = self.connection.cursor()
        self.cursor.execute(CLUSTER)
        if not (found := self.cursor.fetchone()):
            raise Unwatchable
        # By another name a pooler that changes servers unseen would find it there too.
        name = f"changes_{uuid4().hex}"
        self.cursor.execute(f"{SETTINGS} PREPARE {name} (bigint, pg_snapshot) AS {CHANGES}")
        self.sql = f"EXECUTE {name} ({found[0]}, %s)"
        self.snapshot: str | None = None

    def changed(self) -> Changed:
        """What has changed since this was last asked; anything at the first time."""
        since = self.snapshot
        self.cursor.execute(self.sql, [since])
        self.snapshot, count, about = self.cursor.fetchone()
        if since is None or count >= MOST or (count and None in about):
            return None
        return frozenset(about or ())

    def close(self) -> None:
        self.connection.close()
