"""SQL: a ceasefire's window as known at an instant, twin of ``ceasefires.rules.window``."""

FORWARDS = """
CREATE TYPE ceasefires_pauses AS (
    starts tstzrange[], ends tstzrange[], surely boolean[]
);

CREATE TYPE ceasefires_window AS (
    effective tstzrange, schedule tstzrange, doubt tstzrange, ending tstzrange, end_type text,
    gaps ceasefires_pauses, suspensions ceasefires_pauses
);

CREATE TYPE ceasefires_ending AS (doubt tstzrange, ending tstzrange, end_type text);

CREATE FUNCTION ceasefires_never() RETURNS tstzrange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT tstzrange('infinity', 'infinity', '[]')
$$;

CREATE FUNCTION ceasefires_reaches(span tstzrange, at timestamptz)
RETURNS boolean LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT at < upper(span) OR (upper_inc(span) AND at = upper(span))
$$;

-- The earliest publication among the sources cited for one record.
CREATE FUNCTION ceasefires_cited_from(cited_ceasefire bigint, cited_participation bigint)
RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (
        SELECT min(coalesce(source.published_at, source.accessed))
        FROM ceasefires_citation citation
        JOIN ceasefires_source source ON source.id = citation.source_id
        WHERE citation.ceasefire_id = cited_ceasefire
            OR citation.participation_id = cited_participation
    );
END $$;

CREATE FUNCTION ceasefires_known_from(asked bigint)
RETURNS timestamptz LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (SELECT coalesce(known_from, ceasefires_cited_from(id, NULL))
            FROM ceasefires_ceasefire WHERE id = asked);
END $$;

-- The lines from a party to its coalition, to that one's coalition, and so on.
CREATE FUNCTION ceasefires_lineage(asked bigint)
RETURNS TABLE (party_id bigint, depth int) LANGUAGE sql STABLE AS $$
    WITH RECURSIVE line(party_id, depth) AS (
        SELECT asked, 0
        UNION ALL
        SELECT party.member_of_id, line.depth + 1
        FROM line JOIN ceasefires_party party ON party.id = line.party_id
        WHERE party.member_of_id IS NOT NULL
    )
    SELECT party_id, depth FROM line
$$;

-- A ceasefire's declaring participations as known.
CREATE FUNCTION ceasefires_declaring(asked bigint, known timestamptz)
RETURNS SETOF ceasefires_participation LANGUAGE sql STABLE AS $$
    SELECT part.* FROM ceasefires_participation part
    WHERE part.ceasefire_id = asked AND part.role = 'declaring'
        AND coalesce(ceasefires_cited_from(NULL, part.id), '-infinity') <= known
$$;

-- One recorded end, of the whole or of a party; no type: none is known.
CREATE FUNCTION ceasefires_ending(
    end_type text, ended tstzrange, known_from timestamptz, schedule tstzrange
) RETURNS ceasefires_ending LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    never tstzrange := tstzrange('infinity', 'infinity', '[]');
    always tstzrange := tstzrange('-infinity', '-infinity', '[]');
BEGIN
    IF end_type IS NULL THEN
        RETURN ROW(never, never, NULL::text);
    ELSIF end_type = 'never_effective' THEN
        RETURN ROW(always, always, end_type);
    ELSIF ended IS NULL THEN
        RETURN ROW(always, CASE WHEN end_type = 'unclear' THEN never
            ELSE tstzrange(known_from, known_from, '[]') END, end_type);
    ELSIF end_type = 'expired' AND ended && schedule THEN
        RETURN ROW(ended * schedule, ended * schedule, end_type);
    END IF;
    RETURN ROW(ended, ended, end_type);
END $$;

-- A span from its two ends; the upper one is that of the span given.
CREATE FUNCTION ceasefires_between(low timestamptz, span tstzrange)
RETURNS tstzrange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT tstzrange(low, upper(span), CASE WHEN upper_inc(span) THEN '[]' ELSE '[)' END)
$$;

CREATE FUNCTION ceasefires_later(one tstzrange, other tstzrange)
RETURNS tstzrange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN one IS NULL OR (upper(other), upper_inc(other)) > (upper(one), upper_inc(one))
        THEN other ELSE one
    END
$$;

-- Of several spans, one that reaches furthest.
CREATE AGGREGATE ceasefires_last(tstzrange) (SFUNC = ceasefires_later, STYPE = tstzrange);

-- Amendments of some kinds as known, with their spans, in the order in which they apply.
CREATE FUNCTION ceasefires_amendments(
    asked ceasefires_ceasefire, known timestamptz, kinds text[]
) RETURNS TABLE (kind text, starts tstzrange, agreed tstzrange, new_end tstzrange)
LANGUAGE sql STABLE AS $$
    SELECT kind, starts, coalesce(agreed, effective, tstzrange(NULL, known_from, '[]')), new_end
    FROM (
        SELECT amendment.*, coalesce(effective, agreed, tstzrange(known_from, known_from, '[]'))
            AS starts
        FROM (
            SELECT id, kind, known_from,
                ceasefires_span(agreed_at, agreed_precision, asked.time_zone) AS agreed,
                ceasefires_span(effective_at, effective_precision, asked.time_zone) AS effective,
                ceasefires_span(new_scheduled_end_at, new_scheduled_end_precision,
                                asked.time_zone) AS new_end
            FROM ceasefires_amendment
            WHERE ceasefire_id = asked.id AND known_from <= known AND kind = ANY (kinds)
        ) amendment
    ) dated
    ORDER BY
        lower(CASE WHEN kind = 'extension' THEN coalesce(agreed, starts) ELSE starts END),
        CASE WHEN kind <> 'extension' THEN upper(starts) END,
        known_from, id
$$;

-- The scheduled end as moved by the extensions known, and the gaps that late ones leave.
CREATE FUNCTION ceasefires_schedule(
    asked ceasefires_ceasefire, known timestamptz, OUT schedule tstzrange, OUT gaps ceasefires_pauses
) LANGUAGE plpgsql STABLE AS $$
DECLARE
    lasts interval := make_interval(secs => extract(epoch FROM asked.planned_duration));
    effective tstzrange := ceasefires_span(
        asked.effective_at, asked.effective_precision, asked.time_zone);
    extension record;
    late boolean;
    maybe_late boolean;
BEGIN
    gaps := ('{}', '{}', '{}');
    schedule := ceasefires_span(
        asked.scheduled_end_at, asked.scheduled_end_precision, asked.time_zone);
    IF schedule IS NULL AND effective IS NOT NULL AND lasts IS NOT NULL THEN
        schedule := tstzrange(lower(effective) + lasts, upper(effective) + lasts,
                              CASE WHEN upper_inc(effective) THEN '[]' ELSE '[)' END);
    END IF;
    FOR extension IN SELECT * FROM ceasefires_amendments(asked, known, '{extension}') LOOP
        IF schedule IS NOT NULL THEN
            late := coalesce(lower(extension.agreed) >= upper(schedule), false);
            maybe_late := late OR ceasefires_reaches(extension.agreed, lower(schedule));
            IF maybe_late THEN
                gaps.starts := gaps.starts || schedule;
                gaps.ends := gaps.ends || extension.starts;
                gaps.surely := gaps.surely || late;
            END IF;
        END IF;
        schedule := extension.new_end;
    END LOOP;
END $$;

-- Each suspension up to the next resumption that can follow it; further ones add nothing.
CREATE FUNCTION ceasefires_suspensions(asked ceasefires_ceasefire, known timestamptz)
RETURNS ceasefires_pauses LANGUAGE plpgsql STABLE AS $$
DECLARE
    pauses ceasefires_pauses := ('{}', '{}', '{}');
    resumptions tstzrange[] := ARRAY(
        SELECT starts FROM ceasefires_amendments(asked, known, '{resumption}'));
    suspended tstzrange;
    resumed tstzrange;
BEGIN
    FOR suspended IN SELECT starts FROM ceasefires_amendments(asked, known, '{suspension}') LOOP
        CONTINUE WHEN lower(resumed) > lower(suspended);
        LOOP
            resumed := coalesce(resumptions[1], ceasefires_never());
            resumptions := resumptions[2:];
            EXIT WHEN ceasefires_reaches(resumed, lower(suspended));
        END LOOP;
        pauses.starts := pauses.starts || suspended;
        pauses.ends := pauses.ends || resumed;
    END LOOP;
    pauses.surely := array_fill(true, ARRAY[cardinality(pauses.starts)]);
    RETURN pauses;
END $$;

-- Each side's members' ends as known: one row per declaring party.
CREATE FUNCTION ceasefires_side_ends(
    asked ceasefires_ceasefire, known timestamptz, schedule tstzrange
) RETURNS TABLE (side text, doubt tstzrange, ending tstzrange, end_type text)
LANGUAGE sql STABLE AS $$
    WITH declaring AS (
        SELECT *, coalesce(ended_known_from, first.known_from) AS end_known_from
        FROM ceasefires_declaring(asked.id, known), ceasefires_known_from(asked.id) first(known_from)
    ), line AS (
        SELECT part.id, member.side, member.party_id, line.depth
        FROM declaring part, ceasefires_lineage(part.party_id) line, declaring member
        WHERE member.party_id = line.party_id
    ), placed AS (
        SELECT id,
            (array_agg(side ORDER BY depth) FILTER (WHERE side <> ''))[1] AS side,
            (array_agg(party_id ORDER BY depth DESC))[1] AS top
        FROM line GROUP BY id
    ), members AS (
        SELECT placed.top, min(part.side) AS side FROM placed, declaring part
        WHERE part.side <> ''
            AND placed.top IN (SELECT party_id FROM ceasefires_lineage(part.party_id))
        GROUP BY placed.top HAVING count(DISTINCT part.side) = 1
    )
    SELECT coalesce(placed.side, members.side, 'party:' || placed.top), final.*
    FROM declaring part
    JOIN placed ON placed.id = part.id
    LEFT JOIN members ON members.top = placed.top
    CROSS JOIN LATERAL ceasefires_ending(
        CASE WHEN part.end_known_from <= known THEN nullif(part.end_type, '') END,
        ceasefires_span(part.ended_at, part.ended_precision, asked.time_zone),
        part.end_known_from, schedule) final
$$;

-- The whole's own end as known.
CREATE FUNCTION ceasefires_own_ending(
    asked ceasefires_ceasefire, known timestamptz, schedule tstzrange
) RETURNS ceasefires_ending LANGUAGE plpgsql STABLE AS $$
DECLARE
    known_from timestamptz := coalesce(asked.ended_known_from, ceasefires_known_from(asked.id));
BEGIN
    RETURN ceasefires_ending(
        CASE WHEN known_from <= known THEN nullif(asked.end_type, '') END,
        ceasefires_span(asked.ended_at, asked.ended_precision, asked.time_zone),
        known_from, schedule);
END $$;

CREATE FUNCTION ceasefires_whole_ending(
    asked ceasefires_ceasefire, known timestamptz, schedule tstzrange
) RETURNS ceasefires_ending LANGUAGE plpgsql STABLE AS $$
BEGIN
    RETURN (WITH parts AS (
        SELECT * FROM ceasefires_side_ends(asked, known, schedule)
    ), sides AS (
        SELECT side,
            bool_and(coalesce(end_type = 'never_effective', false)) AS never,
            max(lower(doubt)) AS doubt_low, ceasefires_last(doubt) AS doubt,
            max(lower(ending)) AS ending_low, ceasefires_last(ending) AS ending
        FROM parts GROUP BY side
    ), totals AS (
        SELECT count(*) AS n, count(*) FILTER (WHERE never) AS nevers,
            least(count(*), CASE asked.declaration WHEN 'unilateral' THEN 1 ELSE 2 END) AS needed
        FROM sides
    ), own AS (
        SELECT * FROM ceasefires_own_ending(asked, known, schedule)
    ), crossing AS (
        SELECT
            ceasefires_between(
                (array_agg(doubt_low ORDER BY doubt_low))[at],
                (array_agg(doubt ORDER BY upper(doubt), upper_inc(doubt)))[at]) AS doubt,
            ceasefires_between(
                (array_agg(ending_low ORDER BY ending_low))[at],
                (array_agg(ending ORDER BY upper(ending), upper_inc(ending)))[at]) AS ending
        FROM sides, (SELECT n - needed + 1 AS at FROM totals) position
        GROUP BY at
    )
    SELECT CASE
        WHEN n > 0 AND n - nevers < needed THEN
            ceasefires_ending('never_effective', NULL, NULL, NULL)
        WHEN n = 0 OR own.end_type IS NOT NULL THEN
            (own.doubt, own.ending, own.end_type)::ceasefires_ending
        ELSE (crossing.doubt, crossing.ending, (
            SELECT parts.end_type FROM parts JOIN sides ON sides.side = parts.side
            WHERE parts.end_type IS NOT NULL AND parts.ending && crossing.ending
                AND ceasefires_between(sides.ending_low, sides.ending) && crossing.ending
            ORDER BY array_position(
                '{violence,withdrawn,superseded,expired,unclear}', parts.end_type)
            LIMIT 1
        ))::ceasefires_ending
    END
    FROM totals CROSS JOIN own LEFT JOIN crossing ON true);
END $$;

CREATE FUNCTION ceasefires_window_of(asked ceasefires_ceasefire, known timestamptz)
RETURNS ceasefires_window LANGUAGE sql STABLE AS $$
    SELECT (
        ceasefires_span(asked.effective_at, asked.effective_precision, asked.time_zone),
        planned.schedule, whole.doubt, whole.ending, whole.end_type,
        planned.gaps, ceasefires_suspensions(asked, known)
    )::ceasefires_window
    FROM ceasefires_schedule(asked, known) planned,
        ceasefires_whole_ending(asked, known, planned.schedule) whole
$$;
"""

BACKWARDS = """
DROP FUNCTION ceasefires_window_of, ceasefires_whole_ending, ceasefires_own_ending,
    ceasefires_side_ends, ceasefires_suspensions, ceasefires_schedule, ceasefires_ending,
    ceasefires_lineage, ceasefires_declaring, ceasefires_known_from, ceasefires_cited_from,
    ceasefires_reaches, ceasefires_never, ceasefires_amendments;
DROP AGGREGATE ceasefires_last(tstzrange);
DROP FUNCTION ceasefires_later, ceasefires_between;
DROP TYPE ceasefires_window, ceasefires_ending, ceasefires_pauses;
"""
