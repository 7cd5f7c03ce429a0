"""SQL: whoever listens is told when a transaction that has changed something commits."""

FORWARDS = """
-- Without a payload, so that one transaction tells once however much it has changed.
CREATE FUNCTION ceasefires_tell() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NOTIFY ceasefires_changes;
    RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT ON ceasefires_version
    FOR EACH STATEMENT EXECUTE FUNCTION ceasefires_tell();
"""
BACKWARDS = "DROP FUNCTION ceasefires_tell CASCADE;"
