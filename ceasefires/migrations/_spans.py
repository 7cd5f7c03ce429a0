"""SQL: the spans that fuzzy instants can mean, twin of ``ceasefires.rules.fuzzy``."""

FORWARDS = """
-- Self-contained, since check constraints call it while a dump is restored.
CREATE FUNCTION ceasefires_span_upper(at timestamptz, exactness text, zone text)
RETURNS timestamptz LANGUAGE sql IMMUTABLE PARALLEL SAFE AS $$
    SELECT CASE exactness
        WHEN 'unknown' THEN NULL
        WHEN 'minute' THEN at
        WHEN 'hour' THEN (at AT TIME ZONE 'UTC' + interval '1 hour') AT TIME ZONE 'UTC'
        WHEN 'day' THEN (at AT TIME ZONE zone + interval '1 day') AT TIME ZONE zone
        WHEN 'week' THEN (at AT TIME ZONE zone + interval '7 days') AT TIME ZONE zone
        WHEN 'month' THEN (at AT TIME ZONE zone + interval '1 month') AT TIME ZONE zone
        WHEN 'year' THEN (at AT TIME ZONE zone + interval '1 year') AT TIME ZONE zone
    END
$$;

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
