"""What an export holds: every public record at one instant, in two forms that say the same."""

import csv
import json

import pytest
from django.core.management import CommandError
from django.db import connection

from ceasefires.interchange.dataset import exporting
from ceasefires.interchange.dataset.tables import TABLES
from ceasefires.models import CLAIMS, Ceasefire, Conflict, Party, Violation
from ceasefires.recording import recorded
from ceasefires.spreadsheets import escaped
from tests import factories as make
from tests.factories import exactly, instant, on_day
from tests.meanwhile import Meanwhile

from .awkward import FORMULAS, TEXTS, contents, exported, imported, make_everything

pytestmark = pytest.mark.django_db(transaction=True)
# Kept for this database alone, or private.
LEFT_OUT = {"id", "updated"}


def lines(folder, table):
    path = folder / "ndjson" / f"{table}.ndjson"
    return [json.loads(line) for line in path.read_bytes().splitlines()]


def cells(folder, table):
    with (folder / "csv" / f"{table}.csv").open(newline="") as file:
        return list(csv.DictReader(file))


def test_an_act_is_a_line_of_json(tmp_path):
    part = make.make_participation()
    act = make.make_violation(
        ceasefire=part.ceasefire,
        attributed_to=part.party,
        occurred=on_day("2014-08-05T21:00Z"),
        latitude="31.5",
        longitude="-34.25",
        killed=(None, 0, 2),
        quantity=(5, "at_least", "air strikes"),
        first_reported=instant("2014-08-06T09:00:00.000001Z"),
    )
    assert lines(exported(tmp_path / "there"), "violations") == [
        {
            "id": str(act.pk),
            "ceasefire": part.ceasefire.slug,
            "kind": "rocket_fire",
            "attributed_to": part.party.slug,
            "occurred_at": "2014-08-05T21:00:00Z",
            "occurred_precision": "day",
            "occurred_local": "2014-08-06T00:00:00+03:00",
            "place_name": None,
            "latitude": 31.5,
            "longitude": -34.25,
            "geo_precision": "unknown",
            "quantity_value": 5,
            "quantity_qualifier": "at_least",
            "quantity_unit": "air strikes",
            **{"killed_low": None, "killed_best": 0, "killed_high": 2},
            **{"injured_low": None, "injured_best": None, "injured_high": None},
            "figures_basis": "reported",
            "verification": "alleged",
            **{"verified_at": None, "verified_precision": "unknown", "verified_local": None},
            "response": "none",
            "relation": "during",
            "relation_basis": "computed",
            "bound": True,
            "event": None,
            "description": None,
            "first_reported": "2014-08-06T09:00:00.000001Z",
        }
    ]


def test_durations_purposes_and_references_are_plain(tmp_path):
    before = make.make_ceasefire()
    make.make_ceasefire(
        slug="a",
        conflict=before.conflict,
        planned_duration=exactly("2014-08-08T05:00Z").at - exactly("2014-08-05T05:00Z").at,
        purposes=["holiday", "election"],
        follows=before,
        follows_as="extends",
    )
    row = lines(exported(tmp_path / "there"), "ceasefires")[0]
    assert (row["planned_duration"], row["purposes"]) == ("PT72H", ["holiday", "election"])
    assert (row["conflict"], row["follows"]) == (before.conflict.slug, before.slug)


def test_a_citation_names_the_part_that_it_supports(tmp_path):
    part = make.make_participation(role="mediator")
    make.make_citation(participation=part)
    folder = exported(tmp_path / "there")
    name = f"{part.ceasefire.slug}:{part.party.slug}:mediator"
    assert [row["id"] for row in lines(folder, "participations")] == [name]
    [citation] = lines(folder, "citations")
    assert (citation["participation"], citation["ceasefire"]) == (name, None)


def test_both_forms_hold_the_same(tmp_path):
    make_everything()
    folder = exported(tmp_path / "there")
    for table in TABLES:
        rows = [{name: as_cell(x) for name, x in row.items()} for row in lines(folder, table.name)]
        assert cells(folder, table.name) == rows and len(rows) == table.rows.count()


def as_cell(value):
    """As the lists write it."""
    if isinstance(value, str):
        return escaped(value)
    if isinstance(value, list):
        return json.dumps(value, separators=(",", ":"), ensure_ascii=False)
    return "" if value is None else str(value).lower()


def test_lines_of_json_hold_words_as_they_are(tmp_path):
    make_everything()
    rows = lines(exported(tmp_path / "there"), "violations")
    assert {row["description"] for row in rows} >= set(TEXTS)


def test_tables_escape_what_a_spreadsheet_would_run(tmp_path):
    make_everything()
    folder = exported(tmp_path / "there")
    told = {row["description"] for row in cells(folder, "violations")}
    assert {f"'{each}" for each in FORMULAS} <= told and not told & set(FORMULAS)
    assert "-31.5" in {row["latitude"] for row in cells(folder, "violations")}
    assert cells(folder, "parties")[0]["name"] == '\'=Group "A", É'


def test_every_column_of_every_record_is_exported_but_what_is_kept_here_alone():
    assert {*CLAIMS, Conflict, Party, Ceasefire, Violation} < {table.model for table in TABLES}
    for table in TABLES:
        held = {each.name for each in table.model._meta.concrete_fields}
        shown = {each.field.name for each in table.columns}
        assert held - shown <= LEFT_OUT, table.name


def test_rows_stand_in_the_order_of_the_bytes_of_their_identifiers(tmp_path):
    for slug in ("b-1", "b", "a", "b1", "a-b"):
        make.make_party(slug=slug)
    folder = exported(tmp_path / "there")
    assert [row["slug"] for row in lines(folder, "parties")] == ["a", "a-b", "b", "b-1", "b1"]


def test_parts_stand_in_the_order_in_which_they_are_answered(tmp_path):
    truce = make.make_ceasefire()
    for slug in ("c", "a", "b"):
        make.make_participation(ceasefire=truce, party=make.make_party(slug=slug))
    folder = exported(tmp_path / "there")
    assert [row["party"] for row in lines(folder, "participations")] == ["c", "a", "b"]


def test_the_same_data_make_the_same_bytes_whenever_they_were_written(tmp_path):
    make_everything()
    first = contents(exported(tmp_path / "first"))
    for name in ("Another", Party.objects.get(slug="state").name):
        with recorded(editor=1, reason=f"Named {name}."):
            Party.objects.filter(slug="state").update(name=name)
    with connection.cursor() as cursor:
        cursor.execute("SET intervalstyle = sql_standard; SET TIME ZONE 'Asia/Gaza'")
        try:
            assert contents(exported(tmp_path / "second")) == first
        finally:
            cursor.execute("RESET intervalstyle; SET TIME ZONE 'UTC'")


def test_what_is_withdrawn_is_not_exported(tmp_path):
    act = make.make_violation(description="Withdrawn.")
    with recorded(reason="It was an example."):
        act.delete()
    written = contents(exported(tmp_path / "there"))
    assert lines(tmp_path / "there", "violations") == []
    assert not any(
        word in text for text in written.values() for word in (b"Withdrawn.", b"example.")
    )


def test_all_tables_are_of_one_instant(tmp_path, monkeypatch):
    """What is written while an export runs is in none of its tables."""
    write = exporting.write

    def with_another_party(*args):
        written = write(*args)
        Meanwhile(make.make_party).begin()
        return written

    monkeypatch.setattr(exporting, "write", with_another_party)
    assert lines(exported(tmp_path / "there"), "parties") == []
    assert Party.objects.count() == 2 * len(TABLES)


def test_an_export_changes_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "write", lambda *_: make.make_party())
    with pytest.raises(Exception, match="read-only transaction"):
        exported(tmp_path / "there")


def test_an_empty_database_is_exported_too(tmp_path):
    folder = exported(tmp_path / "there")
    assert (folder / "csv/parties.csv").read_text() == "slug,name,kind,member_of,identifiers_ucdp\n"
    assert lines(folder, "parties") == []
    with pytest.raises(CommandError, match="nothing to import"):
        imported(folder)
