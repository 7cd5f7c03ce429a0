"""SQL: the triggers that keep what is derived, whichever way a fact is written."""

RECORDS = (
    "amendment assessment ceasefire citation coding conflict delegation demand negotiationround "
    "participation party report source statement term toll violation"
).split()
CLAIMS = "report assessment amendment coding term demand statement toll".split()

FUNCTIONS = """
CREATE FUNCTION ceasefires_stamp() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    NEW.updated := clock_timestamp();
    RETURN NEW;
END $$;

-- A change in what is shown as part of another record is a change of that record.
CREATE FUNCTION ceasefires_stamp_parent() RETURNS trigger LANGUAGE plpgsql AS $$
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

CREATE FUNCTION ceasefires_default_known_from() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT coalesce(published_at, accessed) INTO NEW.known_from
    FROM ceasefires_source WHERE id = NEW.source_id;
    IF NEW.known_from IS NULL THEN
        PERFORM ceasefires_refuse(TG_ARGV[0] || '_known_from_given', TG_TABLE_NAME,
            'known_from: needed where the source has neither publication nor access date');
    END IF;
    RETURN NEW;
END $$;

CREATE FUNCTION ceasefires_default_assessed_at() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    SELECT published_at, published_precision INTO NEW.assessed_at_at, NEW.assessed_at_precision
    FROM ceasefires_source WHERE id = NEW.source_id;
    RETURN NEW;
END $$;

CREATE FUNCTION ceasefires_own_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ceasefires_refresh(NEW.id);
    RETURN NULL;
END $$;

CREATE FUNCTION ceasefires_drop_phases() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    DELETE FROM ceasefires_phase WHERE ceasefire_id = OLD.id;
    RETURN OLD;
END $$;

-- Writers of facts go side by side; whoever changes what the facts of many ceasefires hang on (a
-- party's membership, a source's publication) goes alone. The turn is taken before any row is
-- locked, so that two can not hold what the other waits for.
CREATE FUNCTION ceasefires_take_turn() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_ARGV[0] = 'alone' THEN
        PERFORM pg_advisory_xact_lock(hashtext('ceasefires facts'));
    ELSE
        PERFORM pg_advisory_xact_lock_shared(hashtext('ceasefires facts'));
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ceasefires_part_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM ceasefires_refresh(OLD.ceasefire_id);
    END IF;
    IF TG_OP <> 'DELETE' AND (TG_OP = 'INSERT' OR NEW.ceasefire_id <> OLD.ceasefire_id) THEN
        PERFORM ceasefires_refresh(NEW.ceasefire_id);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ceasefires_refresh_cited(citation ceasefires_citation)
RETURNS void LANGUAGE sql AS $$
    SELECT ceasefires_refresh(coalesce(citation.ceasefire_id, part.ceasefire_id))
    FROM (SELECT citation.participation_id AS id) cited
    LEFT JOIN ceasefires_participation part ON part.id = cited.id
    WHERE citation.ceasefire_id IS NOT NULL OR part.ceasefire_id IS NOT NULL
$$;

CREATE FUNCTION ceasefires_citation_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' THEN
        PERFORM ceasefires_refresh_cited(OLD);
    END IF;
    IF TG_OP <> 'DELETE' THEN
        PERFORM ceasefires_refresh_cited(NEW);
    END IF;
    RETURN NULL;
END $$;

CREATE FUNCTION ceasefires_act_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'UPDATE' AND current_setting('ceasefires.placing', true) = 'on' THEN
        RETURN NEW;
    END IF;
    -- Waits for whoever is refreshing the ceasefire, so that the place is the new one.
    PERFORM FROM ceasefires_ceasefire WHERE id = NEW.ceasefire_id FOR KEY SHARE;
    SELECT relation, relation_basis INTO NEW.relation, NEW.relation_basis
    FROM ceasefires_place(NEW.id, NEW.ceasefire_id, NEW.occurred_at, NEW.occurred_precision,
                          'infinity');
    NEW.bound := ceasefires_bound(NEW.attributed_to_id, NEW.ceasefire_id, NEW.occurred_at,
                                  NEW.occurred_precision, 'infinity');
    RETURN NEW;
END $$;

-- Writing the relation makes the act's own trigger place it. The ceasefire is locked first, as
-- when it is refreshed, so that the two cannot wait for each other.
CREATE FUNCTION ceasefires_place_anew(asked uuid) RETURNS void LANGUAGE plpgsql AS $$
BEGIN
    PERFORM FROM ceasefires_violation act
    JOIN ceasefires_ceasefire ceasefire ON ceasefire.id = act.ceasefire_id
    WHERE act.id = asked FOR KEY SHARE OF ceasefire;
    UPDATE ceasefires_violation SET relation = relation WHERE id = asked;
END $$;

CREATE FUNCTION ceasefires_report_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP <> 'INSERT' AND OLD.stated_relation <> '' THEN
        PERFORM ceasefires_place_anew(OLD.violation_id);
    END IF;
    IF TG_OP <> 'DELETE' AND NEW.stated_relation <> '' THEN
        PERFORM ceasefires_place_anew(NEW.violation_id);
    END IF;
    RETURN NULL;
END $$;

-- What was public, or is dated, by default as its source follows a corrected publication.
CREATE FUNCTION ceasefires_source_facts() RETURNS trigger LANGUAGE plpgsql AS $$
DECLARE
    was timestamptz := coalesce(OLD.published_at, OLD.accessed);
    becomes timestamptz := coalesce(NEW.published_at, NEW.accessed);
    claim text;
BEGIN
    IF becomes IS NOT NULL THEN
        FOREACH claim IN ARRAY TG_ARGV LOOP
            EXECUTE format('UPDATE %I SET known_from = $1 WHERE source_id = $2 AND known_from = $3',
                           'ceasefires_' || claim) USING becomes, NEW.id, was;
        END LOOP;
    END IF;
    IF becomes IS NOT NULL THEN
        UPDATE ceasefires_violation act SET first_reported = becomes
        WHERE first_reported = was AND EXISTS (
            SELECT FROM ceasefires_report WHERE violation_id = act.id AND source_id = NEW.id);
        UPDATE ceasefires_ceasefire ceasefire SET ended_known_from = becomes
        WHERE ended_known_from = was AND EXISTS (
            SELECT FROM ceasefires_citation
            WHERE ceasefire_id = ceasefire.id AND source_id = NEW.id);
        UPDATE ceasefires_participation part SET ended_known_from = becomes
        WHERE ended_known_from = was AND EXISTS (
            SELECT FROM ceasefires_citation citation
            WHERE citation.source_id = NEW.id AND (
                citation.participation_id = part.id OR citation.ceasefire_id = part.ceasefire_id));
    END IF;
    UPDATE ceasefires_assessment
    SET assessed_at_at = NEW.published_at, assessed_at_precision = NEW.published_precision
    WHERE source_id = NEW.id AND (assessed_at_at, assessed_at_precision)
        = (OLD.published_at, OLD.published_precision);
    PERFORM ceasefires_refresh_cited(citation) FROM ceasefires_citation citation
    WHERE citation.source_id = NEW.id ORDER BY citation.ceasefire_id, citation.id;
    RETURN NULL;
END $$;

CREATE FUNCTION ceasefires_membership_facts() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    PERFORM ceasefires_refresh(affected.id) FROM (
        WITH RECURSIVE member(id) AS (
            SELECT NEW.id
            UNION SELECT party.id FROM ceasefires_party party JOIN member
                ON party.member_of_id = member.id
        )
        SELECT part.ceasefire_id AS id FROM ceasefires_participation part
        WHERE part.party_id IN (SELECT id FROM member)
        UNION
        SELECT act.ceasefire_id FROM ceasefires_violation act
        WHERE act.attributed_to_id IN (SELECT id FROM member)
        ORDER BY id
    ) affected;
    RETURN NULL;
END $$;
"""


def _on_change(columns: str) -> str:
    """A condition: one of these columns changed."""
    before = ", ".join(f"OLD.{column}" for column in columns.split())
    after = ", ".join(f"NEW.{column}" for column in columns.split())
    return f"WHEN (({before}) IS DISTINCT FROM ({after}))"


WINDOW_COLUMNS = (
    "time_zone declaration effective_at effective_precision scheduled_end_at "
    "scheduled_end_precision planned_duration known_from ended_at ended_precision end_type "
    "ended_known_from"
)
PART_COLUMNS = (
    "ceasefire_id party_id role side ended_at ended_precision end_type ended_known_from"
)
ACT_COLUMNS = (
    "ceasefire_id attributed_to_id occurred_at occurred_precision relation relation_basis bound"
).split()

FACTS = [*CLAIMS, "ceasefire", "participation", "citation", "violation"]

TRIGGERS = (
    [
        f"CREATE TRIGGER take_turn BEFORE INSERT OR UPDATE OR DELETE ON ceasefires_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ceasefires_take_turn('beside others')"
        for table in FACTS
    ]
    + [
        f"CREATE TRIGGER take_turn BEFORE UPDATE OF {columns} ON ceasefires_{table} "
        "FOR EACH STATEMENT EXECUTE FUNCTION ceasefires_take_turn('alone')"
        for table, columns in (
            ("party", "member_of_id"),
            ("source", "published_at, published_precision, accessed"),
        )
    ]
    + [
        f"CREATE TRIGGER zz_stamp BEFORE UPDATE ON ceasefires_{table} FOR EACH ROW "
        "WHEN (OLD.* IS DISTINCT FROM NEW.*) EXECUTE FUNCTION ceasefires_stamp()"
        for table in RECORDS
    ]
    + [
        f"CREATE TRIGGER stamp_parent AFTER INSERT OR UPDATE OR DELETE ON ceasefires_{table} "
        f"FOR EACH ROW EXECUTE FUNCTION ceasefires_stamp_parent('{parent}', 'ceasefires_{target}')"
        for table, parent, target in (
            ("participation", "ceasefire", "ceasefire"),
            ("delegation", "negotiation_round", "negotiationround"),
            ("negotiationround_ceasefires", "negotiationround", "negotiationround"),
        )
    ]
    + [
        f"CREATE TRIGGER stamp_{parent} AFTER INSERT OR UPDATE OR DELETE ON ceasefires_citation "
        f"FOR EACH ROW EXECUTE FUNCTION ceasefires_stamp_parent('{parent}', 'ceasefires_{target}')"
        for parent, target in (
            ("conflict", "conflict"),
            ("ceasefire", "ceasefire"),
            ("participation", "participation"),
            ("negotiation_round", "negotiationround"),
        )
    ]
    + [
        f"CREATE TRIGGER default_known_from BEFORE INSERT OR UPDATE ON ceasefires_{claim} "
        "FOR EACH ROW WHEN (NEW.known_from IS NULL) "
        f"EXECUTE FUNCTION ceasefires_default_known_from({claim})"
        for claim in CLAIMS
    ]
    + [
        "CREATE TRIGGER default_assessed_at BEFORE INSERT ON ceasefires_assessment FOR EACH ROW "
        "WHEN (NEW.assessed_at_at IS NULL) EXECUTE FUNCTION ceasefires_default_assessed_at()",
        "CREATE TRIGGER own_facts AFTER INSERT ON ceasefires_ceasefire FOR EACH ROW "
        "EXECUTE FUNCTION ceasefires_own_facts()",
        "CREATE TRIGGER own_facts_changed AFTER UPDATE ON ceasefires_ceasefire FOR EACH ROW "
        f"{_on_change(WINDOW_COLUMNS)} EXECUTE FUNCTION ceasefires_own_facts()",
        "CREATE TRIGGER drop_phases BEFORE DELETE ON ceasefires_ceasefire FOR EACH ROW "
        "EXECUTE FUNCTION ceasefires_drop_phases()",
        "CREATE TRIGGER part_facts AFTER INSERT OR DELETE ON ceasefires_participation "
        "FOR EACH ROW EXECUTE FUNCTION ceasefires_part_facts()",
        "CREATE TRIGGER part_facts_changed AFTER UPDATE ON ceasefires_participation FOR EACH ROW "
        f"{_on_change(PART_COLUMNS)} EXECUTE FUNCTION ceasefires_part_facts()",
        "CREATE TRIGGER part_facts AFTER INSERT OR UPDATE OR DELETE ON ceasefires_amendment "
        "FOR EACH ROW EXECUTE FUNCTION ceasefires_part_facts()",
        "CREATE TRIGGER citation_facts AFTER INSERT OR UPDATE OR DELETE ON ceasefires_citation "
        "FOR EACH ROW EXECUTE FUNCTION ceasefires_citation_facts()",
        f"CREATE TRIGGER act_facts BEFORE INSERT OR UPDATE OF {', '.join(ACT_COLUMNS)} "
        "ON ceasefires_violation FOR EACH ROW EXECUTE FUNCTION ceasefires_act_facts()",
        "CREATE TRIGGER report_facts AFTER INSERT OR UPDATE OR DELETE ON ceasefires_report "
        "FOR EACH ROW EXECUTE FUNCTION ceasefires_report_facts()",
        "CREATE TRIGGER source_facts AFTER UPDATE ON ceasefires_source FOR EACH ROW "
        f"{_on_change('published_at published_precision accessed')} "
        f"EXECUTE FUNCTION ceasefires_source_facts({', '.join(CLAIMS)})",
        "CREATE TRIGGER membership_facts AFTER UPDATE ON ceasefires_party FOR EACH ROW "
        f"{_on_change('member_of_id')} EXECUTE FUNCTION ceasefires_membership_facts()",
    ]
)

FORWARDS = FUNCTIONS + ";\n".join(TRIGGERS) + ";"
BACKWARDS = "".join(
    f"DROP FUNCTION ceasefires_{name} CASCADE;"
    for name in (
        "stamp stamp_parent default_known_from default_assessed_at own_facts drop_phases "
        "part_facts citation_facts refresh_cited act_facts report_facts source_facts "
        "membership_facts place_anew take_turn"
    ).split()
)
