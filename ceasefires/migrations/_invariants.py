"""SQL: invariants across tables, each refused by the name of its constraint."""

FORWARDS = """
CREATE FUNCTION ceasefires_refuse(broken text, on_table text, message text)
RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '%', message
        USING ERRCODE = 'check_violation', CONSTRAINT = broken, TABLE = on_table;
END $$;

CREATE FUNCTION ceasefires_no_cycle() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    parent text := TG_ARGV[0];
    met boolean;
BEGIN
    -- Two writers could each close half of a cycle: they take turns.
    PERFORM pg_advisory_xact_lock(hashtext(TG_RELID::text));
    EXECUTE format(
        'WITH RECURSIVE line(id) AS (
            SELECT ($1).%1$I UNION SELECT up.%1$I FROM %2$s up JOIN line ON up.id = line.id
        ) SELECT EXISTS (SELECT FROM line WHERE id = ($1).id)',
        parent, TG_RELID::regclass) INTO met USING NEW;
    IF met THEN
        PERFORM ceasefires_refuse(TG_NAME, TG_TABLE_NAME, parent || ' would close a cycle');
    END IF;
    RETURN NEW;
END $$;

CREATE TRIGGER party_no_cycle BEFORE INSERT OR UPDATE OF member_of_id ON ceasefires_party
    FOR EACH ROW WHEN (NEW.member_of_id <> NEW.id)
    EXECUTE FUNCTION ceasefires_no_cycle('member_of_id');
CREATE TRIGGER ceasefire_no_cycle BEFORE INSERT OR UPDATE OF follows_id ON ceasefires_ceasefire
    FOR EACH ROW WHEN (NEW.follows_id <> NEW.id)
    EXECUTE FUNCTION ceasefires_no_cycle('follows_id');

CREATE FUNCTION ceasefires_zone_exists() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM now() AT TIME ZONE NEW.time_zone;
    RETURN NEW;
EXCEPTION WHEN invalid_parameter_value THEN
    PERFORM ceasefires_refuse(TG_NAME, TG_TABLE_NAME, 'time_zone: there is no such time zone');
END $$;

CREATE TRIGGER conflict_zone_exists BEFORE INSERT OR UPDATE OF time_zone ON ceasefires_conflict
    FOR EACH ROW EXECUTE FUNCTION ceasefires_zone_exists();
CREATE TRIGGER ceasefire_zone_exists BEFORE INSERT OR UPDATE OF time_zone ON ceasefires_ceasefire
    FOR EACH ROW EXECUTE FUNCTION ceasefires_zone_exists();
CREATE TRIGGER negotiation_round_zone_exists BEFORE INSERT OR UPDATE OF time_zone
    ON ceasefires_negotiationround FOR EACH ROW EXECUTE FUNCTION ceasefires_zone_exists();

-- The ceasefire that a statement is about is one of the statement's conflict, and takes it along.
ALTER TABLE ceasefires_ceasefire ADD CONSTRAINT ceasefire_of_conflict UNIQUE (id, conflict_id);
ALTER TABLE ceasefires_statement ADD CONSTRAINT statement_ceasefire_of_conflict
    FOREIGN KEY (ceasefire_id, conflict_id) REFERENCES ceasefires_ceasefire (id, conflict_id)
    ON UPDATE CASCADE DEFERRABLE INITIALLY IMMEDIATE;

CREATE FUNCTION ceasefires_round_of_conflict() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    changed bigint := (to_jsonb(NEW) ->> TG_ARGV[1])::bigint;
    strange boolean;
BEGIN
    -- Whoever changes the conflict of either waits, or is waited for.
    IF TG_ARGV[0] = 'link' THEN
        PERFORM FROM ceasefires_negotiationround WHERE id = NEW.negotiationround_id FOR SHARE;
        PERFORM FROM ceasefires_ceasefire WHERE id = NEW.ceasefire_id FOR SHARE;
    END IF;
    SELECT EXISTS (
        SELECT FROM ceasefires_negotiationround_ceasefires link
        JOIN ceasefires_negotiationround round ON round.id = link.negotiationround_id
        JOIN ceasefires_ceasefire ceasefire ON ceasefire.id = link.ceasefire_id
        WHERE round.conflict_id <> ceasefire.conflict_id AND changed = CASE TG_ARGV[0]
            WHEN 'link' THEN link.id WHEN 'round' THEN round.id ELSE ceasefire.id END
    ) INTO strange;
    IF strange THEN
        PERFORM ceasefires_refuse('negotiation_round_ceasefires_of_conflict', TG_TABLE_NAME,
            'a round is about ceasefires of its own conflict');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER round_of_conflict AFTER INSERT OR UPDATE ON ceasefires_negotiationround_ceasefires
    FOR EACH ROW EXECUTE FUNCTION ceasefires_round_of_conflict('link', 'id');
CREATE TRIGGER round_of_conflict AFTER UPDATE OF conflict_id ON ceasefires_negotiationround
    FOR EACH ROW EXECUTE FUNCTION ceasefires_round_of_conflict('round', 'id');
CREATE TRIGGER round_of_conflict AFTER UPDATE OF conflict_id ON ceasefires_ceasefire
    FOR EACH ROW EXECUTE FUNCTION ceasefires_round_of_conflict('ceasefire', 'id');

-- By its name it runs after part_facts, which lets the writers of one ceasefire take turns.
CREATE FUNCTION ceasefires_part_ended() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    asked bigint := (to_jsonb(NEW) ->> TG_ARGV[0])::bigint;
    early boolean;
BEGIN
    SELECT EXISTS (
        SELECT FROM ceasefires_ceasefire ceasefire
        JOIN ceasefires_participation part ON part.ceasefire_id = ceasefire.id
        WHERE ceasefire.id = asked AND part.end_type <> 'never_effective'
            AND ceasefire.effective_at >= ceasefires_span_upper(
                part.ended_at, part.ended_precision, ceasefire.time_zone)
    ) INTO early;
    IF early THEN
        PERFORM ceasefires_refuse('participation_ended_after_effective', TG_TABLE_NAME,
            'the latest instant of a part''s end must be after the earliest of effective');
    END IF;
    RETURN NULL;
END $$;

CREATE TRIGGER participation_ended AFTER INSERT OR UPDATE ON ceasefires_participation
    FOR EACH ROW WHEN (NEW.ended_at IS NOT NULL)
    EXECUTE FUNCTION ceasefires_part_ended('ceasefire_id');
CREATE TRIGGER participation_ended AFTER INSERT OR UPDATE OF effective_at, time_zone
    ON ceasefires_ceasefire FOR EACH ROW WHEN (NEW.effective_at IS NOT NULL)
    EXECUTE FUNCTION ceasefires_part_ended('id');
"""

BACKWARDS = """
ALTER TABLE ceasefires_statement DROP CONSTRAINT statement_ceasefire_of_conflict;
ALTER TABLE ceasefires_ceasefire DROP CONSTRAINT ceasefire_of_conflict;
DROP FUNCTION ceasefires_part_ended, ceasefires_round_of_conflict, ceasefires_no_cycle, ceasefires_zone_exists CASCADE;
DROP FUNCTION ceasefires_refuse;
"""
