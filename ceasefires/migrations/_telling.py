"""SQL: whoever keeps a copy is told of all that changes in it (docs/adr/0009).

``updated`` moves with what is told of, and only then; what is public from the publication of its
sources is told when that is corrected.
"""

FORWARDS = """
-- ``updated`` alone is written by ``ceasefires_stamp_parent``, and by whoever saves what they read
-- before that: only the former is a change.
CREATE OR REPLACE FUNCTION ceasefires_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF pg_trigger_depth() = 1 THEN
        NEW.updated := OLD.updated;
        IF NEW IS NOT DISTINCT FROM OLD THEN
            RETURN NEW;
        END IF;
    END IF;
    NEW.updated := clock_timestamp();
    RETURN NEW;
END $$;

-- A change in what is shown as part of another record is a change of that record.
CREATE OR REPLACE FUNCTION ceasefires_stamp_parent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent text := TG_ARGV[0];
    changed bigint[] := '{}';
BEGIN
    IF TG_OP = 'UPDATE' AND NEW IS NOT DISTINCT FROM OLD THEN
        RETURN NULL;
    END IF;
    IF TG_OP <> 'INSERT' THEN
        changed := changed || (to_jsonb(OLD) ->> (parent || '_id'))::bigint;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        changed := changed || (to_jsonb(NEW) ->> (parent || '_id'))::bigint;
    END IF;
    EXECUTE format('UPDATE %I SET updated = clock_timestamp() WHERE id = ANY ($1)', TG_ARGV[1])
        USING changed;
    RETURN NULL;
END $$;

-- What cites a source, and does not say itself from when it was public, is public from another
-- instant now. Told as a version of its citation, which stays as it was. Arguments, for each kind
-- of what cites: its resource, its table, the citation's column.
CREATE FUNCTION ceasefires_tell_cited() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER AS $$
DECLARE
    first integer;
    citing record;
BEGIN
    FOR first IN SELECT generate_series(0, TG_NARGS - 1, 3) LOOP
        FOR citing IN EXECUTE format(
            'UPDATE %I citing SET updated = clock_timestamp() FROM (
                SELECT DISTINCT ON (%2$I) %2$I AS cited, to_jsonb(citation) AS held
                FROM ceasefires_citation citation WHERE source_id = $1 ORDER BY %2$I, id
            ) citation WHERE citing.id = cited AND known_from IS NULL
            RETURNING citing.id, slug, held', TG_ARGV[first + 1], TG_ARGV[first + 2]) USING NEW.id
        LOOP
            PERFORM ceasefires_keep(TG_ARGV[first], citing.slug, citing.id::text, 'sources',
                'ceasefires_citation', NULL, 'updated', citing.held, '{known_from}');
        END LOOP;
    END LOOP;
    RETURN NULL;
END $$;

-- As it writes history, it finds no table that a session has put in its way.
DO $$
BEGIN
    EXECUTE format('ALTER FUNCTION ceasefires_tell_cited() SET search_path = %I, pg_temp',
                   current_schema());
END $$;

CREATE TRIGGER tell_cited AFTER UPDATE ON ceasefires_source FOR EACH ROW
    WHEN (coalesce(OLD.published_at, OLD.accessed)
        IS DISTINCT FROM coalesce(NEW.published_at, NEW.accessed))
    EXECUTE FUNCTION ceasefires_tell_cited(
        'ceasefires', 'ceasefires_ceasefire', 'ceasefire_id',
        'negotiation-rounds', 'ceasefires_negotiationround', 'negotiation_round_id');
"""

BACKWARDS = """
DROP FUNCTION ceasefires_tell_cited CASCADE;

CREATE OR REPLACE FUNCTION ceasefires_stamp_parent() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent text := TG_ARGV[0];
    changed bigint[] := '{}';
BEGIN
    IF TG_OP <> 'INSERT' THEN
        changed := changed || (to_jsonb(OLD) ->> (parent || '_id'))::bigint;
    END IF;
    IF TG_OP <> 'DELETE' THEN
        changed := changed || (to_jsonb(NEW) ->> (parent || '_id'))::bigint;
    END IF;
    EXECUTE format('UPDATE %I SET updated = clock_timestamp() WHERE id = ANY ($1)', TG_ARGV[1])
        USING changed;
    RETURN NULL;
END $$;

CREATE OR REPLACE FUNCTION ceasefires_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated := clock_timestamp();
    RETURN NEW;
END $$;
"""
