"""SQL: the phases of a window, twin of ``ceasefires.rules.status``."""

FORWARDS = """
-- Whether a boundary has passed: the answers that are possible.
CREATE FUNCTION ceasefires_passed(boundary tstzrange, at timestamptz)
RETURNS boolean[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN boundary IS NULL OR at < lower(boundary) THEN '{f}'::boolean[]
        WHEN at >= upper(boundary) THEN '{t}'
        ELSE '{f,t}'
    END
$$;

-- Whether an instant lies in any of several pauses: the answers that are possible.
CREATE FUNCTION ceasefires_paused(pauses ceasefires_pauses, at timestamptz)
RETURNS boolean[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_remove(ARRAY[
        CASE WHEN coalesce(bool_or(
            possibly AND at >= lower(starts) AND at < upper(ends)), false) THEN true END,
        CASE WHEN coalesce(bool_and(
            NOT (surely AND at >= upper(starts) AND at < lower(ends))), true) THEN false END
    ], NULL)
    FROM unnest((pauses).starts, (pauses).ends, (pauses).surely, (pauses).possibly)
        AS pause(starts, ends, surely, possibly)
$$;

CREATE FUNCTION ceasefires_candidates(w ceasefires_window, at timestamptz)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT status COLLATE "C" ORDER BY status COLLATE "C") FROM (
        SELECT CASE
            WHEN w.end_type = 'never_effective' THEN 'never_effective'
            WHEN ended THEN CASE w.end_type
                WHEN 'violence' THEN 'collapsed'
                WHEN 'superseded' THEN 'superseded'
                WHEN 'withdrawn' THEN 'terminated'
                WHEN 'expired' THEN 'expired'
                ELSE 'ended'
            END
            WHEN w.effective IS NULL THEN 'unknown'
            WHEN NOT started THEN 'pending'
            WHEN in_gap OR (lapsed AND w.doubt = ceasefires_never()) THEN 'expired'
            WHEN doubtful THEN 'unknown'
            WHEN suspended THEN 'suspended'
            ELSE 'in_force'
        END AS status
        FROM unnest(ceasefires_passed(w.doubt, at)) doubtful
        CROSS JOIN unnest(ceasefires_passed(w.ending, at)) ended
        CROSS JOIN unnest(ceasefires_passed(w.effective, at)) started
        CROSS JOIN unnest(ceasefires_passed(w.schedule, at)) lapsed
        CROSS JOIN unnest(ceasefires_paused(w.gaps, at)) in_gap
        CROSS JOIN unnest(ceasefires_paused(w.suspensions, at)) suspended
        -- A dated end is in doubt at no instant.
        WHERE CASE WHEN w.doubt = w.ending THEN doubtful = ended ELSE doubtful OR NOT ended END
    ) rung
$$;

CREATE FUNCTION ceasefires_relations(candidates text[], has_window boolean)
RETURNS text[] LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT array_agg(DISTINCT relation COLLATE "C" ORDER BY relation COLLATE "C")
    FROM unnest(candidates) status CROSS JOIN LATERAL unnest(CASE
        WHEN status IN ('pending', 'never_effective') THEN '{before}'
        WHEN status = 'in_force' THEN '{during}'
        WHEN status = 'suspended' THEN '{suspended}'
        WHEN status = 'unknown' AND has_window THEN '{after,during,suspended}'
        WHEN status = 'unknown' THEN '{after,before,during,suspended}'
        ELSE '{after}'
    END::text[]) relation
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
        SELECT low, ceasefires_candidates(w, low) AS candidates
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
    ceasefires_paused, ceasefires_passed;
"""
