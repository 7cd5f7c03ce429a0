"""SQL: where an act lies and whether its author was bound, twin of ``ceasefires.rules.relation``."""

FORWARDS = """
CREATE FUNCTION ceasefires_place(
    act uuid, asked bigint, occurred_at timestamptz, exactness text, known_at timestamptz,
    OUT relation text, OUT relation_basis text
) LANGUAGE plpgsql STABLE AS $$
DECLARE
    occurred tstzrange;
    possible text[];
    stated text[];
BEGIN
    SELECT ceasefires_span(occurred_at, exactness, time_zone) INTO occurred
    FROM ceasefires_ceasefire WHERE id = asked;
    SELECT array_agg(DISTINCT each) INTO possible
    FROM ceasefires_phase phase CROSS JOIN LATERAL unnest(phase.relations) each
    WHERE phase.ceasefire_id = asked AND phase.known @> known_at
        AND (occurred IS NULL OR phase.during && occurred);
    -- An undated act may be anything, unless the whole of time is but one thing.
    IF occurred IS NULL AND cardinality(possible) IS DISTINCT FROM 1 THEN
        possible := '{after,before,during,suspended}';
    END IF;
    relation := 'indeterminate';
    relation_basis := 'computed';
    IF cardinality(possible) = 1 THEN
        relation := possible[1];
        RETURN;
    END IF;
    SELECT array_agg(DISTINCT stated_relation) INTO stated FROM ceasefires_report report
    WHERE report.violation_id = act AND report.known_from <= known_at
        AND stated_relation = ANY (possible);
    IF cardinality(stated) = 1 THEN
        relation := stated[1];
        relation_basis := 'stated';
    END IF;
END $$;

-- Of a party and its coalitions the nearest one that declared the ceasefire decides.
CREATE FUNCTION ceasefires_bound(
    author bigint, asked bigint, occurred_at timestamptz, exactness text, known_at timestamptz
) RETURNS boolean LANGUAGE plpgsql STABLE AS $$
DECLARE
    ceasefire ceasefires_ceasefire;
    part record;
    ended_known timestamptz;
    final ceasefires_ending;
    occurred tstzrange;
BEGIN
    IF author IS NULL THEN
        RETURN NULL;
    END IF;
    SELECT declaring.end_type, declaring.ended_at, declaring.ended_precision,
        declaring.ended_known_from, line.depth INTO part
    FROM ceasefires_declaring(asked, known_at) declaring
    LEFT JOIN ceasefires_lineage(author) line ON line.party_id = declaring.party_id
    ORDER BY line.depth LIMIT 1;
    IF NOT FOUND THEN
        RETURN NULL;
    ELSIF part.depth IS NULL THEN
        RETURN false;
    ELSIF part.end_type = '' THEN
        RETURN true;
    END IF;
    SELECT * INTO ceasefire FROM ceasefires_ceasefire WHERE id = asked;
    ended_known := coalesce(part.ended_known_from, ceasefires_known_from(asked));
    IF ended_known > known_at THEN
        RETURN true;
    ELSIF part.end_type = 'never_effective' THEN
        RETURN false;
    END IF;
    final := ceasefires_ending(
        part.end_type, ceasefires_span(part.ended_at, part.ended_precision, ceasefire.time_zone),
        ended_known, (ceasefires_schedule(ceasefire, known_at)).schedule);
    occurred := ceasefires_span(occurred_at, exactness, ceasefire.time_zone);
    IF occurred IS NULL THEN
        RETURN NULL;
    ELSIF lower(occurred) >= upper(final.ending) THEN
        RETURN false;
    END IF;
    RETURN CASE WHEN ceasefires_reaches(occurred, lower(final.doubt)) THEN NULL ELSE true END;
END $$;

-- Place the acts of a ceasefire that no longer lie where they lay. An act that somebody else has
-- locked is left out: its writer waits for this ceasefire, and places it as soon as this is done.
CREATE FUNCTION ceasefires_place_all(asked bigint) RETURNS void LANGUAGE sql AS $$
    WITH placed AS MATERIALIZED (
        SELECT act.id, place.relation, place.relation_basis, binds AS bound
        FROM ceasefires_violation act,
            ceasefires_place(act.id, asked, act.occurred_at, act.occurred_precision,
                             'infinity') place,
            ceasefires_bound(act.attributed_to_id, asked, act.occurred_at,
                             act.occurred_precision, 'infinity') binds
        WHERE act.ceasefire_id = asked AND (act.relation, act.relation_basis, act.bound)
            IS DISTINCT FROM (place.relation, place.relation_basis, binds)
    ), free AS MATERIALIZED (
        SELECT id FROM ceasefires_violation WHERE id IN (SELECT id FROM placed)
        ORDER BY id FOR NO KEY UPDATE SKIP LOCKED
    )
    UPDATE ceasefires_violation act
    SET relation = placed.relation, relation_basis = placed.relation_basis, bound = placed.bound
    FROM placed JOIN free USING (id)
    WHERE act.id = placed.id
$$;

-- Keep what is derived of one ceasefire: its phases, and the places of the acts set against it.
-- The lock makes writers of one ceasefire's facts take turns, so that each sees the others'.
CREATE FUNCTION ceasefires_refresh(asked bigint) RETURNS void LANGUAGE plpgsql SET jit = off AS $$
DECLARE
    ceasefire ceasefires_ceasefire;
    epoch tstzrange;
    seen ceasefires_window;
BEGIN
    SELECT * INTO ceasefire FROM ceasefires_ceasefire WHERE id = asked FOR UPDATE;
    IF NOT FOUND THEN
        RETURN;
    END IF;
    DELETE FROM ceasefires_phase WHERE ceasefire_id = asked;
    FOR epoch IN
        SELECT tstzrange(low, lead(low) OVER (ORDER BY low)) FROM ceasefires_epochs(asked) low
    LOOP
        seen := ceasefires_window_of(ceasefire, lower(epoch));
        INSERT INTO ceasefires_phase
            (ceasefire_id, known, during, status, candidates, relations, has_window)
        SELECT asked, epoch, phase.during,
            CASE cardinality(phase.candidates)
                WHEN 1 THEN phase.candidates[1] ELSE 'indeterminate' END,
            phase.candidates,
            ceasefires_relations(phase.candidates, seen.effective IS NOT NULL),
            seen.effective IS NOT NULL
        FROM ceasefires_phases(seen) phase;
    END LOOP;
    PERFORM set_config('ceasefires.placing', 'on', true);
    PERFORM ceasefires_place_all(asked);
    PERFORM set_config('ceasefires.placing', 'off', true);
END $$;
"""

BACKWARDS = """
DROP FUNCTION ceasefires_refresh, ceasefires_place_all, ceasefires_bound, ceasefires_place;
"""
