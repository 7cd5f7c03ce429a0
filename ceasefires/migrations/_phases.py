"""SQL: the phases of a window, twin of ``ceasefires.rules.status``."""

FORWARDS = """
-- Whether an instant lies in any of several pauses: the answers that are possible.
CREATE FUNCTION ceasefires_paused(pauses ceasefires_pauses, at timestamptz)
RETURNS boolean[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    starts tstzrange[] := pauses.starts;
    ends tstzrange[] := pauses.ends;
    maybe boolean := false;
    maybe_not boolean := true;
BEGIN
    FOR i IN 1 .. cardinality(starts) LOOP
        maybe := maybe OR at >= lower(starts[i]) AND at < upper(ends[i]);
        maybe_not := maybe_not AND NOT (
            pauses.surely[i] AND at >= upper(starts[i]) AND at < lower(ends[i]));
    END LOOP;
    RETURN CASE WHEN maybe AND maybe_not THEN '{f,t}' WHEN maybe THEN '{t}' ELSE '{f}' END;
END $$;

-- Every status possible at an instant, in no order: the ladder, left at the first rung that is sure.
-- A boundary may have passed from the lower end of its span on, and surely has from the upper.
CREATE FUNCTION ceasefires_candidates(w ceasefires_window, at timestamptz)
RETURNS text[] LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    found text[] := '{}';
    end_known boolean := w.doubt <> ceasefires_never();
    in_gap boolean[];
BEGIN
    IF w.end_type = 'never_effective' THEN
        RETURN '{never_effective}';
    END IF;
    IF at >= lower(w.ending) THEN
        found := found || CASE w.end_type
            WHEN 'violence' THEN 'collapsed'
            WHEN 'superseded' THEN 'superseded'
            WHEN 'withdrawn' THEN 'terminated'
            WHEN 'expired' THEN 'expired'
            ELSE 'ended'
        END;
    END IF;
    IF at >= upper(w.ending) THEN
        RETURN found;
    END IF;
    IF w.effective IS NULL THEN
        RETURN found || 'unknown'::text;
    END IF;
    IF at < upper(w.effective) THEN
        found := found || 'pending'::text;
    END IF;
    IF at < lower(w.effective) THEN
        RETURN found;
    END IF;
    in_gap := ceasefires_paused(w.gaps, at);
    IF true = ANY (in_gap) OR (NOT end_known AND at >= lower(w.schedule)) THEN
        found := found || 'expired'::text;
    END IF;
    IF NOT false = ANY (in_gap) OR (NOT end_known AND at >= upper(w.schedule)) THEN
        RETURN found;
    END IF;
    -- A dated end is in doubt at no instant.
    IF w.doubt <> w.ending AND at >= lower(w.doubt) THEN
        found := found || 'unknown'::text;
    END IF;
    IF w.doubt <> w.ending AND at >= upper(w.doubt) THEN
        RETURN found;
    END IF;
    RETURN found || CASE ceasefires_paused(w.suspensions, at)
        WHEN '{t}' THEN '{suspended}' WHEN '{f}' THEN '{in_force}' ELSE '{in_force,suspended}'
    END::text[];
END $$;

CREATE FUNCTION ceasefires_relations(candidates text[], has_window boolean)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN candidates && '{collapsed,superseded,terminated,expired,ended,unknown}'
            THEN 'after' END,
        CASE WHEN candidates && '{pending,never_effective}'
            OR 'unknown' = ANY (candidates) AND NOT has_window THEN 'before' END,
        CASE WHEN candidates && '{in_force,unknown}' THEN 'during' END,
        CASE WHEN candidates && '{suspended,unknown}' THEN 'suspended' END
    ], NULL)
$$;

-- The phases of a window in order; together they cover all of time.
CREATE FUNCTION ceasefires_phases(w ceasefires_window)
RETURNS TABLE (during tstzrange, candidates text[]) LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    WITH boundaries AS (
        SELECT w.effective AS boundary
        UNION ALL SELECT w.schedule
        UNION ALL SELECT w.doubt
        UNION ALL SELECT w.ending
        UNION ALL SELECT unnest((w.gaps).starts || (w.gaps).ends)
        UNION ALL SELECT unnest((w.suspensions).starts || (w.suspensions).ends)
    ), moments AS (
        SELECT '-infinity'::timestamptz AS low
        UNION SELECT lower(boundary) FROM boundaries WHERE boundary IS NOT NULL
        UNION SELECT upper(boundary) FROM boundaries WHERE boundary IS NOT NULL
    ), found AS (
        SELECT low, ARRAY(
            SELECT DISTINCT status COLLATE "C" FROM unnest(ceasefires_candidates(w, low)) status
            ORDER BY status COLLATE "C"
        ) AS candidates
        FROM moments WHERE low < 'infinity'
    ), runs AS (
        SELECT low, candidates,
            candidates IS DISTINCT FROM lag(candidates) OVER (ORDER BY low) AS begins
        FROM found
    )
    SELECT tstzrange(nullif(low, '-infinity'), lead(low) OVER (ORDER BY low)), candidates
    FROM runs WHERE begins
$$;

-- Every instant at which more became known of what the phases depend on.
CREATE FUNCTION ceasefires_epochs(asked bigint)
RETURNS SETOF timestamptz LANGUAGE sql STABLE AS $$
    WITH first AS (SELECT ceasefires_known_from(asked) AS known_from)
    SELECT DISTINCT greatest(epoch, first.known_from) FROM first, (
        SELECT known_from AS epoch FROM first
        UNION SELECT ended_known_from FROM ceasefires_ceasefire WHERE id = asked
        UNION SELECT known_from FROM ceasefires_amendment WHERE ceasefire_id = asked
        UNION SELECT unnest(ARRAY[ended_known_from, ceasefires_cited_from(NULL, id)])
            FROM ceasefires_participation WHERE ceasefire_id = asked
    ) epochs
    WHERE epoch IS NOT NULL AND first.known_from IS NOT NULL
$$;
"""

BACKWARDS = """
DROP FUNCTION ceasefires_epochs, ceasefires_phases, ceasefires_relations, ceasefires_candidates,
    ceasefires_paused;
"""
