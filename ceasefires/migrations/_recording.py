"""SQL: the functions that write history, and that say how far it is settled."""

FUNCTIONS = """
-- Transaction numbers start anew in the cluster that a dump is restored to: there a new generation
-- begins. Looked up once a session.
CREATE FUNCTION ceasefires_this_generation() RETURNS integer LANGUAGE plpgsql AS $$
DECLARE
    here bigint;
    found_here integer := nullif(current_setting('ceasefires.generation', true), '')::integer;
BEGIN
    IF found_here IS NOT NULL THEN
        RETURN found_here;
    END IF;
    SELECT system_identifier INTO here FROM pg_control_system();
    INSERT INTO ceasefires_generation (cluster)
        SELECT here WHERE NOT EXISTS (SELECT FROM ceasefires_generation WHERE cluster = here)
        ON CONFLICT DO NOTHING;
    SELECT generation INTO STRICT found_here FROM ceasefires_generation WHERE cluster = here;
    PERFORM set_config('ceasefires.generation', found_here::text, false);
    RETURN found_here;
END $$;

-- Every version before this point is committed, and none can come before it any more. A transaction
-- of another database cannot write here; a standby does not tell which are whose. No transaction up
-- to ``unnumbered`` is yet to come; a standby may lag behind one that was told elsewhere.
CREATE FUNCTION ceasefires_settled(
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
    ELSIF pg_is_in_recovery() OR pg_snapshot_xmin(seen) = pg_snapshot_xmax(seen) THEN
        transaction := pg_snapshot_xmin(seen);
    ELSE
        SELECT running INTO transaction FROM pg_snapshot_xip(seen) running
        WHERE NOT EXISTS (
            SELECT FROM pg_locks held JOIN pg_stat_activity holder ON holder.pid = held.pid
            WHERE held.locktype = 'transactionid' AND held.mode = 'ExclusiveLock' AND held.granted
                AND held.transactionid = running::xid
                AND holder.datname <> current_database()
        ) ORDER BY running LIMIT 1;
        transaction := coalesce(transaction, pg_snapshot_xmax(seen));
    END IF;
END $$;

CREATE FUNCTION ceasefires_keep(
    resource text, object text, owner text, part text, record text, about text, action text,
    held jsonb, changed text[]
) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    INSERT INTO ceasefires_version (generation, resource, object, owner, part, record, pk, about,
        action, "row", changed, reason, editor, request_id)
    VALUES (ceasefires_this_generation(), resource, object, owner, part, record, held ->> 'id',
        about, action, held, changed,
        coalesce(current_setting('ceasefires.reason', true), ''),
        nullif(current_setting('ceasefires.editor', true), '')::bigint,
        coalesce(current_setting('ceasefires.request_id', true), ''));
END $$;

-- Arguments: the resource, the column of the public identifier, that of what it is about (or
-- empty), and the field of each column. Another identifier makes another object.
CREATE FUNCTION ceasefires_record() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    was jsonb;
    becomes jsonb;
    fields text[];
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := to_jsonb(NEW);
    END IF;
    IF TG_OP = 'UPDATE' AND was -> TG_ARGV[1] = becomes -> TG_ARGV[1]
        AND was -> 'id' = becomes -> 'id' THEN
        SELECT array_agg(DISTINCT each.value ORDER BY each.value) INTO fields
        FROM jsonb_each_text(TG_ARGV[3]::jsonb) each
        WHERE was -> each.key IS DISTINCT FROM becomes -> each.key;
        PERFORM ceasefires_keep(TG_ARGV[0], becomes ->> TG_ARGV[1], becomes ->> 'id', '',
            TG_TABLE_NAME, becomes ->> TG_ARGV[2], 'updated', becomes, fields);
        RETURN NULL;
    END IF;
    IF was IS NOT NULL THEN
        PERFORM ceasefires_keep(TG_ARGV[0], was ->> TG_ARGV[1], was ->> 'id', '',
            TG_TABLE_NAME, was ->> TG_ARGV[2], 'deleted', was, '{}');
    END IF;
    IF becomes IS NOT NULL THEN
        PERFORM ceasefires_keep(TG_ARGV[0], becomes ->> TG_ARGV[1], becomes ->> 'id', '',
            TG_TABLE_NAME, becomes ->> TG_ARGV[2], 'created', becomes, '{}');
    END IF;
    RETURN NULL;
END $$;

-- The ceasefire of a participation, which may have been deleted earlier in this transaction; null
-- where it is yet to be written.
CREATE FUNCTION ceasefires_of_participation(asked text) RETURNS text LANGUAGE plpgsql AS $$
DECLARE
    ceasefire text;
BEGIN
    SELECT part.ceasefire_id INTO ceasefire FROM ceasefires_participation part
    WHERE part.id = asked::bigint;
    IF NOT FOUND THEN
        SELECT version.owner INTO ceasefire FROM ceasefires_version version
        WHERE version.resource = 'ceasefires' AND version.pk = asked
            AND version.record = 'ceasefires_participation'
        ORDER BY version.id DESC LIMIT 1;
    END IF;
    RETURN ceasefire;
END $$;

-- ``parents`` holds, for each column that may name one: column, resource, table, field.
CREATE FUNCTION ceasefires_keep_part(parents text[], record text, action text, held jsonb)
RETURNS void LANGUAGE plpgsql AS $$
DECLARE
    first integer;
    parent text;
    slug text;
BEGIN
    FOR first IN SELECT generate_series(0, cardinality(parents) - 1, 4) LOOP
        parent := held ->> parents[first];
        CONTINUE WHEN parent IS NULL;
        IF parents[first] = 'participation_id' THEN
            parent := ceasefires_of_participation(parent);
            CONTINUE WHEN parent IS NULL;
        END IF;
        EXECUTE format('SELECT slug FROM %I WHERE id = $1', parents[first + 2])
            INTO slug USING parent::bigint;
        IF slug IS NULL THEN
            SELECT version.object INTO slug FROM ceasefires_version version
            WHERE version.resource = parents[first + 1] AND version.owner = parent
            ORDER BY version.id DESC LIMIT 1;
        END IF;
        PERFORM ceasefires_keep(parents[first + 1], slug, parent, parents[first + 3], record,
            NULL, action, held, ARRAY[parents[first + 3]]);
    END LOOP;
END $$;

CREATE FUNCTION ceasefires_record_part() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    was jsonb;
    becomes jsonb;
    stays boolean;
BEGIN
    IF TG_OP <> 'INSERT' THEN
        was := to_jsonb(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        becomes := to_jsonb(NEW);
    END IF;
    SELECT bool_and(was -> TG_ARGV[first] = becomes -> TG_ARGV[first]) INTO stays
    FROM generate_series(0, TG_NARGS - 1, 4) first;
    IF TG_OP = 'UPDATE' AND stays AND was -> 'id' = becomes -> 'id' THEN
        PERFORM ceasefires_keep_part(TG_ARGV, TG_TABLE_NAME, 'updated', becomes);
        RETURN NULL;
    END IF;
    IF was IS NOT NULL THEN
        PERFORM ceasefires_keep_part(TG_ARGV, TG_TABLE_NAME, 'deleted', was);
    END IF;
    IF becomes IS NOT NULL THEN
        PERFORM ceasefires_keep_part(TG_ARGV, TG_TABLE_NAME, 'created', becomes);
    END IF;
    IF TG_OP = 'INSERT' AND TG_TABLE_NAME = 'ceasefires_participation' THEN
        PERFORM ceasefires_keep_part(
            '[0:3]={participation_id,ceasefires,ceasefires_ceasefire,participations}',
            'ceasefires_citation', 'created', to_jsonb(waiting))
        FROM ceasefires_citation waiting WHERE waiting.participation_id = NEW.id ORDER BY id;
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ceasefires_refuse_rewriting() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ceasefires_refuse(TG_NAME, TG_TABLE_NAME, TG_ARGV[0]);
    RETURN NULL;
END $$;

-- What writes history runs as its owner, and finds no table that a session has put in its way.
DO $$
DECLARE
    writer text;
BEGIN
    FOREACH writer IN ARRAY ARRAY['ceasefires_record', 'ceasefires_record_part'] LOOP
        EXECUTE format('ALTER FUNCTION %I() SET search_path = %I, pg_temp', writer,
                       current_schema());
    END LOOP;
END $$;
"""
