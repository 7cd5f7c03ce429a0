"""SQL: the spans that fuzzy instants can mean, twin of ``ceasefires.rules.fuzzy``."""

FORWARDS = """
-- Self-contained, since check constraints call it while a dump is restored.
CREATE FUNCTION ceasefires_span_upper(at timestamptz, exactness text, zone text)
RETURNS timestamptz LANGUAGE plpgsql IMMUTABLE PARALLEL SAFE AS $$
DECLARE
    lasts interval := CASE exactness
        WHEN 'day' THEN '1 day' WHEN 'week' THEN '7 days'
        WHEN 'month' THEN '1 month' WHEN 'year' THEN '1 year' END;
    starts timestamp;
    ends timestamp;
    later timestamptz;
    first timestamptz;
BEGIN
    IF at IS NULL OR exactness = 'minute' THEN
        RETURN at;
    ELSIF exactness = 'hour' THEN
        RETURN (at AT TIME ZONE 'UTC' + interval '1 hour') AT TIME ZONE 'UTC';
    ELSIF lasts IS NULL THEN
        RETURN NULL;
    END IF;
    starts := at AT TIME ZONE zone;
    -- Where a clock change skips midnight, a day begins late and ends on time.
    IF date_trunc('day', starts) AT TIME ZONE zone = at THEN
        starts := date_trunc('day', starts);
    END IF;
    ends := starts + lasts;
    -- Of a local time that comes twice Postgres takes the later instant, the rules the first: that
    -- with the offset of the day before.
    later := ends AT TIME ZONE zone;
    first := (ends - ((later - interval '24 hours') AT TIME ZONE zone
                      - (later - interval '24 hours') AT TIME ZONE 'UTC')) AT TIME ZONE 'UTC';
    RETURN CASE WHEN first < later AND first AT TIME ZONE zone = ends THEN first ELSE later END;
END $$;

CREATE FUNCTION ceasefires_span(at timestamptz, exactness text, zone text)
RETURNS tstzrange LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE
        WHEN at IS NULL OR exactness = 'unknown' THEN NULL
        WHEN exactness = 'minute' THEN tstzrange(at, at, '[]')
        ELSE tstzrange(at, ceasefires_span_upper(at, exactness, zone))
    END
$$;
"""

BACKWARDS = """
DROP FUNCTION ceasefires_span(timestamptz, text, text);
DROP FUNCTION ceasefires_span_upper(timestamptz, text, text);
"""
