"""SQL: how acts and their reports are compared with what is there, and written by set."""

from collections.abc import Iterable
from datetime import datetime
from decimal import Decimal
from typing import NamedTuple
from uuid import UUID


class Incoming(NamedTuple):
    """An event set against one ceasefire: an act and the report of it, by column."""

    act: UUID
    report: UUID
    ceasefire_id: int
    event: str
    kind: str
    attributed_to_id: int | None
    occurred_at: datetime | None
    occurred_precision: str
    place_name: str
    latitude: Decimal | None
    longitude: Decimal | None
    geo_precision: str
    description: str
    killed_low: int | None
    killed_best: int | None
    killed_high: int | None
    locator: str
    certainty: str


# What an act has of its own: columns, by the fields in which a change of one guards them all.
OWN = {
    "kind": ["kind"],
    "attributed_to": ["attributed_to_id"],
    "occurred": ["occurred_at", "occurred_precision"],
    "place_name latitude longitude geo_precision": [
        "place_name",
        "latitude",
        "longitude",
        "geo_precision",
    ],
    "description": ["description"],
}
OWN_COLUMNS = [column for columns in OWN.values() for column in columns]
FIGURES = ["killed_low", "killed_best", "killed_high"]
TOLD = [*FIGURES, "attributed_to_id", "certainty"]  # what a later release can tell anew
OF_ACT = ["ceasefire_id", "event", *OWN_COLUMNS, *FIGURES]
OF_REPORT = ["locator", *TOLD]
MAY_BE_EMPTY = ["place_name", "description"]  # and are not null then


def columns(names: Iterable[str], row: str = "") -> str:
    return ", ".join(f"{row}.{name}" if row else name for name in names)


def differ(names: Iterable[str], row: str, other: str) -> str:
    listed = list(names)
    return f"({columns(listed, row)}) IS DISTINCT FROM ({columns(listed, other)})"


# A transaction may hold several imports, as one of tests does.
INCOMING = f"""
DROP TABLE IF EXISTS pg_temp.ceasefires_incoming, pg_temp.ceasefires_loading;
CREATE TEMP TABLE ceasefires_incoming ON COMMIT DROP AS
SELECT act.id AS act, report.id AS report, {columns(OF_ACT, "act")}, locator, certainty,
    ''::text AS state
FROM ceasefires_violation act, ceasefires_report report WITH NO DATA;
ALTER TABLE ceasefires_incoming ALTER state SET DEFAULT 'new';
CREATE TEMP TABLE ceasefires_loading (LIKE ceasefires_violation INCLUDING DEFAULTS) ON COMMIT DROP
"""
EMPTIED = "TRUNCATE ceasefires_incoming, ceasefires_loading"
LOADED = "SELECT ceasefires_load_acts('ceasefires_loading')"
COPIED = f"""
COPY ceasefires_incoming ({columns(Incoming._fields)}) FROM STDIN
WITH (FORMAT csv, FORCE_NOT_NULL ({columns(MAY_BE_EMPTY)}))
"""
# 'unreported': somebody else has set the event against that ceasefire. Given: the dataset.
COMPARED = f"""
UPDATE ceasefires_incoming incoming
SET act = held.act, report = coalesce(held.report, incoming.report), state = held.state
FROM (
    SELECT act.id AS act, report.id AS report, act.ceasefire_id, act.event,
        CASE WHEN report.id IS NULL THEN 'unreported'
            WHEN {differ(TOLD, "report", "told")} OR {differ(OWN_COLUMNS, "act", "told")}
            THEN 'differs' ELSE 'same' END AS state
    FROM ceasefires_incoming told
    JOIN ceasefires_violation act
        ON act.ceasefire_id = told.ceasefire_id AND act.event = told.event AND act.event <> ''
    LEFT JOIN (
        ceasefires_report report
        JOIN ceasefires_source source ON source.id = report.source_id AND source.dataset = %s
    ) ON report.violation_id = act.id AND report.locator = told.locator
) held
WHERE held.ceasefire_id = incoming.ceasefire_id AND held.event = incoming.event
"""
# What somebody has withdrawn, and no import: acts by their event, reports by their act.
# Given: how the dataset's imports begin, and how its events; the dataset.
GONE = """
DROP TABLE IF EXISTS pg_temp.ceasefires_gone;
CREATE TEMP TABLE ceasefires_gone ON COMMIT DROP AS
WITH gone AS (
    SELECT resource, "row" FROM ceasefires_version
    WHERE resource IN ('violations', 'reports') AND action = 'deleted' AND part = ''
        AND request_id NOT LIKE %s
)
SELECT "row" ->> 'event' AS event, "row" ->> 'ceasefire_id' AS ceasefire, NULL::uuid AS act
FROM gone WHERE resource = 'violations' AND "row" ->> 'event' LIKE %s
UNION ALL SELECT NULL, NULL, ("row" ->> 'violation_id')::uuid FROM gone
JOIN ceasefires_source source ON source.id = ("row" ->> 'source_id')::bigint
WHERE resource = 'reports' AND source.dataset = %s
"""
STAYS_GONE = """
UPDATE ceasefires_incoming incoming SET state = 'gone' FROM ceasefires_gone gone
WHERE incoming.state = 'new' AND gone.event = incoming.event
    AND gone.ceasefire = incoming.ceasefire_id::text;
UPDATE ceasefires_incoming incoming SET state = 'gone' FROM ceasefires_gone gone
WHERE incoming.state = 'unreported' AND gone.act = incoming.act
"""
# Acts that somebody has set against another ceasefire than an import did.
MOVED_AWAY = """
UPDATE ceasefires_incoming incoming SET state = 'gone' FROM ceasefires_incoming moved
WHERE incoming.state = 'new' AND moved.state <> 'new' AND moved.event = incoming.event
    AND EXISTS (
        SELECT FROM ceasefires_version version
        WHERE version.resource = 'violations' AND version.owner = moved.act::text
            AND version."row" ->> 'ceasefire_id' = incoming.ceasefire_id::text
        OFFSET 0)
"""
STATES = "SELECT state, count(*) FROM ceasefires_incoming GROUP BY state"
IN_STATE = "SELECT act FROM ceasefires_incoming WHERE state = %s"
# Given: the acts that were changed, which is told of in their reports.
REPORT_DIFFERS = f"""
incoming.state = 'differs' AND report.id = incoming.report
    AND ({differ(TOLD, "report", "incoming")} OR incoming.act = ANY (%s::uuid[]))
"""
REPORTS_DIFFER = f"""
SELECT FROM ceasefires_report report, ceasefires_incoming incoming WHERE {REPORT_DIFFERS} LIMIT 1
"""
# Given before: the source, and from when it was public.
REPORTS_CHANGED = f"""
UPDATE ceasefires_report report
SET ({columns(TOLD)}) = ROW({columns(TOLD, "incoming")}), source_id = %s, known_from = %s
FROM ceasefires_incoming incoming WHERE {REPORT_DIFFERS}
RETURNING report.violation_id
"""
# What others than imports of the dataset have written of an act. Given: how those imports begin.
BY_OTHERS = """
FROM ceasefires_version version
WHERE version.resource = 'violations' AND version.owner = act.id::text AND version.part = ''
    AND version.request_id NOT LIKE %s
"""


def _following(fields: str, column: str) -> str:
    names = ", ".join(f"'{field}'" for field in fields.split())
    return (
        f"CASE WHEN others.changed && ARRAY[{names}] THEN act.{column}"
        f" ELSE incoming.{column} END AS {column}"
    )


FOLLOWING = ",\n        ".join(
    _following(fields, column) for fields, names in OWN.items() for column in names
)
# An act that an import made follows its dataset, but for what somebody else has changed.
ACTS_CHANGED = f"""
WITH following AS (
    SELECT act.id, {FOLLOWING}
    FROM ceasefires_violation act
    JOIN ceasefires_incoming incoming ON incoming.act = act.id AND incoming.state = 'differs'
    CROSS JOIN LATERAL (
        SELECT coalesce(array_agg(field), '{{}}') AS changed,
            coalesce(bool_or(version.action = 'created'), false) AS made
        FROM (SELECT version.action, version.changed {BY_OTHERS}) version
        LEFT JOIN LATERAL unnest(version.changed) field ON true
    ) others
    WHERE NOT others.made
)
UPDATE ceasefires_violation act
SET ({columns(OWN_COLUMNS)}) = ROW({columns(OWN_COLUMNS, "following")})
FROM following WHERE act.id = following.id AND {differ(OWN_COLUMNS, "act", "following")}
RETURNING act.id
"""
# Given: from when the source was public, twice.
PUBLIC_EARLIER = """
UPDATE ceasefires_violation act SET first_reported = %s
FROM ceasefires_incoming incoming
WHERE incoming.state = 'unreported' AND act.id = incoming.act AND act.first_reported > %s
"""
# The reports that no row gives any more, their acts, and whether these rest on nothing else: an
# act that does stays where it is, with the report that a row gives of it, whatever it meets.
# Given: how the dataset's imports begin, the dataset.
VANISHED = f"""
SELECT report, act, alone FROM (
    SELECT report.id AS report, act.id AS act, act.event, NOT (
        EXISTS (SELECT FROM ceasefires_report other
            WHERE other.violation_id = act.id AND other.id <> report.id)
        OR EXISTS (SELECT {BY_OTHERS})) AS alone
    FROM ceasefires_report report
    JOIN ceasefires_source source ON source.id = report.source_id
    JOIN ceasefires_violation act ON act.id = report.violation_id
    WHERE source.dataset = %s AND NOT EXISTS (
        SELECT FROM ceasefires_met met WHERE met.event = act.event
            AND (met.ceasefire_id IS NULL OR met.ceasefire_id = act.ceasefire_id))
) unmet
WHERE alone OR NOT EXISTS (SELECT FROM ceasefires_told told WHERE told.event = unmet.event)
"""
# What files of a run have told of so far, and what it met: null, where a row was refused, is all.
TOLD_OF = """
DROP TABLE IF EXISTS pg_temp.ceasefires_told, pg_temp.ceasefires_met;
CREATE TEMP TABLE ceasefires_told (event text PRIMARY KEY, said bigint) ON COMMIT DROP;
CREATE TEMP TABLE ceasefires_met (event text, ceasefire_id bigint) ON COMMIT DROP;
CREATE INDEX ON ceasefires_met (event)
"""
SAID_BEFORE = "SELECT event, said FROM ceasefires_told WHERE event = ANY (%s::text[])"
SAY = "INSERT INTO ceasefires_told SELECT * FROM unnest(%s::text[], %s::bigint[])"
MEET = "INSERT INTO ceasefires_met SELECT * FROM unnest(%s::text[], %s::bigint[])"
# The ceasefires that events are set against already.
SET_BEFORE = """
SELECT event, ceasefire_id FROM ceasefires_violation WHERE event = ANY (%s::text[]) AND event <> ''
"""
