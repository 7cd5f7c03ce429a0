"""SQL: new rows are recorded, and loads of new acts placed, by set: row by row costs thrice as much.

And the feed's end does not seem to go back while other databases of the server are written to.
"""

import re

from . import _history, _recording, _triggers

RECORDED = """
-- Arguments: the resource, the column of the public identifier, and that of what it is about.
CREATE FUNCTION ceasefires_record_created() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    generation integer := ceasefires_this_generation();
    reason text := coalesce(current_setting('ceasefires.reason', true), '');
    editor bigint := nullif(current_setting('ceasefires.editor', true), '');
    request_id text := coalesce(current_setting('ceasefires.request_id', true), '');
BEGIN
    INSERT INTO ceasefires_version (generation, resource, object, owner, part, record, pk, about,
        action, "row", changed, reason, editor, request_id)
    SELECT generation, TG_ARGV[0], held ->> TG_ARGV[1], held ->> 'id', '', TG_TABLE_NAME,
        held ->> 'id', held ->> TG_ARGV[2], 'created', held, '{}', reason, editor, request_id
    FROM (SELECT to_jsonb(created) AS held FROM created OFFSET 0) each;
    RETURN NULL;
END $$;

-- As it writes history, it finds no table that a session has put in its way.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION ceasefires_record_created() SET search_path = %I, pg_temp',
                   current_schema());
END $$;
"""

PLACED = """
-- Log the acts of a table like ``ceasefires_violation``, which nobody has reported yet. They come
-- to lie where ``ceasefires_act_facts`` would have placed each.
CREATE FUNCTION ceasefires_load_acts(loaded regclass) RETURNS void LANGUAGE plpgsql
SET jit = off AS $$
DECLARE
    given text[] := ARRAY(
        SELECT quote_ident(attname) FROM pg_attribute
        WHERE attrelid = 'ceasefires_violation'::regclass AND attnum > 0 AND NOT attisdropped
            AND attname NOT IN ('relation', 'relation_basis', 'bound'));
BEGIN
    -- In the order of all writers of facts: the turn, then the ceasefires, then what depends.
    PERFORM pg_advisory_xact_lock_shared(hashtext('ceasefires facts'));
    EXECUTE format('SELECT FROM ceasefires_ceasefire WHERE id IN (SELECT ceasefire_id FROM %s)
                    ORDER BY id FOR KEY SHARE', loaded);
    PERFORM set_config('ceasefires.placing', 'on', true);
    EXECUTE format('
        WITH act AS MATERIALIZED (
            SELECT loaded.id, ceasefire_id,
                ceasefires_span(occurred_at, occurred_precision, time_zone) AS occurred
            FROM %1$s loaded JOIN ceasefires_ceasefire ceasefire ON ceasefire.id = ceasefire_id
        ), phase AS MATERIALIZED (
            SELECT ceasefire_id, during, relations FROM ceasefires_phase
            WHERE known @> timestamptz ''infinity'' AND cardinality(relations) > 0
                AND ceasefire_id IN (SELECT ceasefire_id FROM act)
        ), place AS (
            SELECT act.id,
                CASE WHEN min(relations) = max(relations) AND cardinality(min(relations)) = 1
                    THEN min(relations[1]) ELSE ''indeterminate'' END AS relation
            FROM act LEFT JOIN phase ON phase.ceasefire_id = act.ceasefire_id
                AND (occurred IS NULL OR during && occurred)
            GROUP BY act.id
        )
        INSERT INTO ceasefires_violation (%2$s, relation, relation_basis, bound)
        SELECT loaded.%3$s, place.relation, ''computed'', ceasefires_bound(
            attributed_to_id, ceasefire_id, occurred_at, occurred_precision, ''infinity'')
        FROM %1$s loaded JOIN place ON place.id = loaded.id',
        loaded, array_to_string(given, ', '), array_to_string(given, ', loaded.'));
    PERFORM set_config('ceasefires.placing', 'off', true);
END $$;

CREATE OR REPLACE FUNCTION ceasefires_act_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    -- Waits for whoever is refreshing the ceasefire, so that the place is the new one.
    PERFORM FROM ceasefires_ceasefire WHERE id = NEW.ceasefire_id FOR KEY SHARE;
    SELECT relation, relation_basis INTO NEW.relation, NEW.relation_basis
    FROM ceasefires_place(NEW.id, NEW.ceasefire_id, NEW.occurred_at, NEW.occurred_precision,
                          'infinity');
    NEW.bound := ceasefires_bound(NEW.attributed_to_id, NEW.ceasefire_id, NEW.occurred_at,
                                  NEW.occurred_precision, 'infinity');
    RETURN NEW;
END $$;
"""
TRIGGERS = f"""
DROP TRIGGER act_facts ON ceasefires_violation;
CREATE TRIGGER act_facts BEFORE INSERT OR UPDATE OF {", ".join(_triggers.ACT_COLUMNS)}
    ON ceasefires_violation FOR EACH ROW
    WHEN (current_setting('ceasefires.placing', true) IS DISTINCT FROM 'on')
    EXECUTE FUNCTION ceasefires_act_facts();
DROP TRIGGER report_facts ON ceasefires_report;
CREATE TRIGGER report_facts AFTER INSERT ON ceasefires_report FOR EACH ROW
    WHEN (NEW.stated_relation <> '') EXECUTE FUNCTION ceasefires_report_facts();
CREATE TRIGGER report_facts_changed AFTER UPDATE OR DELETE ON ceasefires_report FOR EACH ROW
    EXECUTE FUNCTION ceasefires_report_facts();
"""

SETTLED = """
CREATE OR REPLACE FUNCTION ceasefires_settled(
    OUT generation integer, OUT transaction xid8, OUT unnumbered xid8
)
LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    seen pg_snapshot := pg_current_snapshot();
BEGIN
    SELECT known.generation INTO generation FROM ceasefires_generation known
    WHERE cluster = (SELECT system_identifier FROM pg_control_system());
    unnumbered := CASE WHEN pg_is_in_recovery() THEN '9223372036854775807'::xid8
        ELSE pg_snapshot_xmax(seen) END;
    IF generation IS NULL THEN
        SELECT coalesce(max(known.generation), 0) + 1, '0'::xid8, '0'::xid8
        INTO generation, transaction, unnumbered
        FROM ceasefires_generation known;
    ELSIF pg_is_in_recovery() THEN
        transaction := pg_snapshot_xmin(seen);
    ELSE
        transaction := ceasefires_oldest_here();
    END IF;
END $$;
"""

# Of a transaction that ends while it is looked up nobody can tell any more where it was: had it
# been seen elsewhere before, the feed would seem to go back. So it is looked up once more.
OLDEST = """
CREATE FUNCTION ceasefires_oldest_here() RETURNS xid8 LANGUAGE plpgsql VOLATILE AS $$
DECLARE
    seen pg_snapshot;
    oldest xid8;
    ended boolean;
BEGIN
    FOR attempt IN 1 .. 5 LOOP
        seen := pg_current_snapshot();
        SELECT (array_agg(running ORDER BY running) FILTER (WHERE elsewhere IS NOT true))[1],
            bool_or(elsewhere IS NULL)
        INTO oldest, ended
        FROM pg_snapshot_xip(seen) running LEFT JOIN LATERAL (
            SELECT holder.datname <> current_database() AS elsewhere
            FROM pg_locks held JOIN pg_stat_activity holder ON holder.pid = held.pid
            WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
                AND held.transactionid = running::xid
        ) holder ON true;
        EXIT WHEN ended IS NOT true;
    END LOOP;
    RETURN coalesce(oldest, pg_snapshot_xmax(seen));
END $$;
"""


def _trigger_as_it_was(name: str, table: str) -> str:
    (made,) = [
        each
        for each in _triggers.TRIGGERS
        if each.startswith(f"CREATE TRIGGER {name} ") and f"ON ceasefires_{table} " in each
    ]
    return made


def _as_it_was(functions: str, name: str) -> str:
    """A function as an earlier migration made it."""
    (made,) = re.findall(rf"CREATE (FUNCTION {name}\(.*?\nEND \$\$;)", functions, re.DOTALL)
    return f"CREATE OR REPLACE {made}"


FORWARDS = RECORDED + "".join(map(_history.by_set, _history.OBJECTS)) + PLACED + TRIGGERS
FORWARDS += OLDEST + SETTLED
BACKWARDS = (
    "".join(map(_history.by_row, _history.OBJECTS))
    + "DROP FUNCTION ceasefires_record_created, ceasefires_load_acts;"
    + _as_it_was(_recording.FUNCTIONS, "ceasefires_settled")
    + "DROP FUNCTION ceasefires_oldest_here;"
    + "DROP TRIGGER report_facts_changed ON ceasefires_report;"
    + "".join(
        f"DROP TRIGGER {name} ON ceasefires_{table}; {_trigger_as_it_was(name, table)};"
        for name, table in (("act_facts", "violation"), ("report_facts", "report"))
    )
    + _as_it_was(_triggers.FUNCTIONS, "ceasefires_act_facts")
)
