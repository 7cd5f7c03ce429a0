"""SQL: every change of every record, kept for ever, whichever way it is written (docs/adr/0009)."""

import json
from collections.abc import Iterator

from . import _recording

# Columns by table, in the words of the API: ``started@`` is started_at and started_precision,
# ``killed#`` an estimate, ``quantity$`` a quantity, ``party>`` party_id, ``ucdp_id=identifiers``
# a column that the API shows under another name.
CLAIM = "source> locator claimant qualifier certainty known_from "
OBJECTS = {
    "conflict": "slug name time_zone started@ ended@ ucdp_id=identifiers",
    "party": "slug name kind member_of> ucdp_id=identifiers",
    "source": "slug publisher title published@ link accessed licence",
    "ceasefire": "slug name conflict> time_zone declaration ceasefire_class purposes scope written "
    "implementation_mechanism enforcement declared@ effective@ scheduled_end@ planned_duration "
    "known_from ended@ end_type ended_known_from follows> follows_as ethprio_id=identifiers "
    "pax_id=identifiers ucdp_id=identifiers",
    "negotiationround": "slug conflict> number venue city time_zone started@ ended@ mode aim "
    "outcome known_from",
    "violation": "ceasefire> kind attributed_to> occurred@ place_name latitude longitude "
    "geo_precision quantity$ killed# injured# verification verified@ response description event "
    "first_reported relation relation_basis bound",
    "report": CLAIM + "violation> quantity$ killed# injured# attributed_to> verification "
    "stated_relation",
    "assessment": CLAIM + "ceasefire> assessed assessed_at@",
    "amendment": CLAIM + "ceasefire> kind agreed@ effective@ new_scheduled_end@",
    "coding": CLAIM + "ceasefire> field value",
    "term": CLAIM + "ceasefire> party> kind summary",
    "demand": CLAIM + "negotiation_round> party> summary",
    "statement": CLAIM + "conflict> ceasefire> party> stance made@ place_name summary",
    "toll": CLAIM + "conflict> measure group value unit as_of@",
}
PARTS = {
    "participation": "ceasefire> party> role side ended@ end_type ended_known_from",
    "delegation": "negotiation_round> party> role size",
    "negotiationround_ceasefires": "negotiationround> ceasefire>",
    "citation": "source> locator fields conflict> ceasefire> participation> negotiation_round>",
}
RESOURCES = {"party": "parties", "negotiationround": "negotiation-rounds"}
# Columns that later migrations have added, and made tracked (``anew``).
LATER = {
    "violation": "figures_basis",
    "source": "dataset file_name=file file_sha256=file file_read=file file_created=file "
    "file_updated=file file_unchanged=file file_unmatched=file file_withdrawn=file "
    "file_refused=file",
}
# What an object's own page lists of another kind, found again by this column.
ABOUT = {
    "ceasefire": "conflict_id",
    "report": "violation_id",
    "demand": "negotiation_round_id",
    "toll": "conflict_id",
}
# For each column that may say what a row is part of: resource, its table, and the API's field.
PARENTS = {
    "participation": [("ceasefire_id", "ceasefire", "participations")],
    "delegation": [("negotiation_round_id", "negotiationround", "delegations")],
    "negotiationround_ceasefires": [("negotiationround_id", "negotiationround", "ceasefires")],
    "citation": [
        ("conflict_id", "conflict", "sources"),
        ("ceasefire_id", "ceasefire", "sources"),
        ("participation_id", "ceasefire", "participations"),
        ("negotiation_round_id", "negotiationround", "sources"),
    ],
}
ENDINGS = {
    "@": ("at", "precision"),
    "#": ("low", "best", "high"),
    "$": ("value", "qualifier", "unit"),
    ">": ("id",),
}

TABLES = """
CREATE TABLE ceasefires_generation (
    generation integer GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    cluster bigint NOT NULL UNIQUE
);
CREATE TABLE ceasefires_version (
    id bigserial PRIMARY KEY,
    generation integer NOT NULL,
    transaction xid8 NOT NULL DEFAULT pg_current_xact_id(),
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    resource text NOT NULL,
    object text,  -- null: of a part written before it, within a transaction
    owner text NOT NULL,
    part text NOT NULL,
    record text NOT NULL,
    pk text NOT NULL,
    about text,
    action text NOT NULL CHECK (action IN ('created', 'updated', 'deleted')),
    "row" jsonb NOT NULL,
    changed text[] NOT NULL,
    reason text NOT NULL,
    editor bigint,
    request_id text NOT NULL
);
CREATE INDEX version_feed ON ceasefires_version (generation, transaction, id);
CREATE INDEX version_resource ON ceasefires_version (resource, generation, transaction, id);
CREATE INDEX version_owner ON ceasefires_version (resource, owner, id);
CREATE INDEX version_about ON ceasefires_version (resource, about) WHERE about IS NOT NULL;
CREATE INDEX version_deleted ON ceasefires_version (resource, object)
    WHERE action = 'deleted' AND part = '';
"""


def _column_fields(words: str) -> Iterator[tuple[str, str]]:
    """Each column with the API's field that shows it."""
    for word in words.split():
        name, _, shown = word.partition("=")
        bare = name.rstrip("@#$>")
        endings = ENDINGS.get(name[len(bare) :])
        yield from [(f"{bare}_{each}", bare) for each in endings] if endings else [
            (name, shown or name)
        ]


FIRST = {table: dict(_column_fields(words)) for table, words in (OBJECTS | PARTS).items()}
COLUMNS = FIRST | {
    table: FIRST[table] | dict(_column_fields(words)) for table, words in LATER.items()
}
SLUGGED = [table for table, columns in COLUMNS.items() if "slug" in columns]


def _resource(table: str) -> str:
    return RESOURCES.get(table, f"{table}s")


def _call(table: str, columns: dict[str, str]) -> str:
    """The function that records changes of a table, with its arguments."""
    if table in PARTS:
        parents = [
            (column, _resource(parent), f"ceasefires_{parent}", field)
            for column, parent, field in PARENTS[table]
        ]
        given = [each for parent in parents for each in parent]
        return f"ceasefires_record_part({_quoted(given)})"
    public = "slug" if table in SLUGGED else "id"
    given = [_resource(table), public, ABOUT.get(table, ""), json.dumps(columns)]
    return f"ceasefires_record({_quoted(given)})"


def _quoted(words: list[str]) -> str:
    return ", ".join(f"'{each}'" for each in words)


def _row(name: str, columns: dict[str, str]) -> str:
    return ", ".join(f'{name}."{column}"' for column in columns)


def _recorders(table: str, columns: dict[str, str]) -> str:
    """By their name they run before those that change other records in turn."""
    return f"""
CREATE TRIGGER aa_record AFTER INSERT OR DELETE ON ceasefires_{table}
    FOR EACH ROW EXECUTE FUNCTION {_call(table, columns)};
{_change_recorder(table, columns)}"""


def _change_recorder(table: str, columns: dict[str, str]) -> str:
    return f"""
CREATE TRIGGER aa_record_change AFTER UPDATE ON ceasefires_{table} FOR EACH ROW
    WHEN ((OLD.id, {_row("OLD", columns)}) IS DISTINCT FROM (NEW.id, {_row("NEW", columns)}))
    EXECUTE FUNCTION {_call(table, columns)};
"""


def anew(table: str, added: str) -> str:
    """Record a table's changes with columns that were added since recording began."""
    columns = FIRST[table] | dict(_column_fields(added))
    return f"""
DROP TRIGGER aa_record_change ON ceasefires_{table};
{_change_recorder(table, columns)}"""


def by_set(table: str) -> str:
    """Record the new rows of a statement at once."""
    given = [_resource(table), "slug" if table in SLUGGED else "id", ABOUT.get(table, "")]
    return f"""
DROP TRIGGER aa_record ON ceasefires_{table};
CREATE TRIGGER aa_record AFTER INSERT ON ceasefires_{table} REFERENCING NEW TABLE AS created
    FOR EACH STATEMENT EXECUTE FUNCTION ceasefires_record_created({_quoted(given)});
CREATE TRIGGER aa_record_deletion AFTER DELETE ON ceasefires_{table}
    FOR EACH ROW EXECUTE FUNCTION {_call(table, {})};
"""


def by_row(table: str) -> str:
    return f"""
DROP TRIGGER aa_record ON ceasefires_{table};
DROP TRIGGER aa_record_deletion ON ceasefires_{table};
CREATE TRIGGER aa_record AFTER INSERT OR DELETE ON ceasefires_{table}
    FOR EACH ROW EXECUTE FUNCTION {_call(table, {})};
"""


EMPTIED = "Delete the rows: emptying a table leaves no trace"


def _triggers(table: str) -> str:
    return f"""{_recorders(table, FIRST[table])}
CREATE TRIGGER not_emptied BEFORE TRUNCATE ON ceasefires_{table}
    EXECUTE FUNCTION ceasefires_refuse_rewriting('{EMPTIED}');
"""


def _backfill(table: str) -> str:
    """A first version of every row that is there when recording begins."""
    if table in PARTS:
        parents = _call(table, {}).removeprefix("ceasefires_record_part(").removesuffix(")")
        return (
            f"SELECT ceasefires_keep_part(('[0:{len(PARENTS[table]) * 4 - 1}]=' || "
            f"ARRAY[{parents}]::text)::text[], 'ceasefires_{table}', 'created', to_jsonb(held)) "
            f"FROM ceasefires_{table} held ORDER BY id;"
        )
    public = "slug" if table in SLUGGED else "id"
    about = f"held.{ABOUT[table]}::text" if table in ABOUT else "NULL"
    return (
        f"SELECT ceasefires_keep('{_resource(table)}', held.{public}::text, held.id::text, '', "
        f"'ceasefires_{table}', {about}, 'created', to_jsonb(held), '{{}}') "
        f"FROM ceasefires_{table} held ORDER BY id;"
    )


KEPT = "What was recorded stays: history is only added to"
GUARDS = f"""
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ceasefires_version
    EXECUTE FUNCTION ceasefires_refuse_rewriting('{KEPT}');
CREATE TRIGGER append_only BEFORE UPDATE OR DELETE OR TRUNCATE ON ceasefires_generation
    EXECUTE FUNCTION ceasefires_refuse_rewriting('{KEPT}');
"""
BEGINNING = "SELECT set_config('ceasefires.reason', '{}', true);"
FORWARDS = "".join(
    [
        TABLES,
        _recording.FUNCTIONS,
        "SELECT ceasefires_this_generation();",
        BEGINNING.format("Held when recording began."),
        *map(_backfill, FIRST),
        BEGINNING.format(""),
        *map(_triggers, FIRST),
        GUARDS,
    ]
)
BACKWARDS = """
SELECT set_config('ceasefires.generation', '', false);
DROP FUNCTION ceasefires_record, ceasefires_record_part, ceasefires_refuse_rewriting CASCADE;
DROP FUNCTION ceasefires_keep, ceasefires_keep_part, ceasefires_of_participation,
    ceasefires_settled, ceasefires_this_generation;
DROP TABLE ceasefires_version, ceasefires_generation;
"""
