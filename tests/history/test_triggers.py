"""Every change of a record makes a version, whichever way it is written."""

from datetime import UTC, datetime
from io import StringIO

import pytest
from django.db import connection, transaction
from django.db.models import F

from ceasefires import held
from ceasefires.migrations import _history
from ceasefires.models import (
    Ceasefire,
    Citation,
    NegotiationRound,
    Participation,
    Party,
    Report,
    Source,
    Version,
    Violation,
)
from tests import factories as make

from .kept import mark, since, sql, told

pytestmark = pytest.mark.django_db
RECORDS = list(_history.COLUMNS)
INSERT = "INSERT INTO ceasefires_party (slug, name, kind, ucdp_id) VALUES ('a', 'A', 'state', '')"


def updated(slug, *fields):
    return ("parties", slug, "", "updated", list(fields))


def created(slug):
    return ("parties", slug, "", "created", [])


def test_raw_sql_is_recorded():
    start = mark()
    sql(INSERT)
    sql("UPDATE ceasefires_party SET name = 'B', ucdp_id = '7'")
    sql("DELETE FROM ceasefires_party")
    deleted = ("parties", "a", "", "deleted", [])
    assert told(start) == [created("a"), updated("a", "identifiers", "name"), deleted]
    assert [each.row["name"] for each in since(start)] == ["A", "B", "B"]


def test_copy_is_recorded():
    start = mark()
    with connection.cursor() as cursor:
        cursor.copy_expert(
            "COPY ceasefires_party (slug, name, kind, ucdp_id) FROM STDIN",
            StringIO("a\tA\tstate\t\nb\tB\tstate\t\n"),
        )
    assert told(start) == [created("a"), created("b")]


def test_bulk_writes_are_recorded():
    start = mark()
    Party.objects.bulk_create(Party(slug=each, name=each, kind="state") for each in "abc")
    Party.objects.update(name="x")
    rows = list(Party.objects.all())
    for row in rows:
        row.name = "y"
    Party.objects.bulk_update(rows, ["name"])
    expected = [*(created(each) for each in "abc"), *(updated(x, "name") for x in "abcabc")]
    assert sorted(told(start)) == sorted(expected)


def test_an_update_that_changes_nothing_makes_no_version():
    party, part = make.make_party(), make.make_participation()
    start = mark()
    party.save()
    part.save()
    Party.objects.update(name=F("name"))
    sql("UPDATE ceasefires_ceasefire SET updated = now()")
    assert told(start) == []


@pytest.mark.parametrize(
    ("columns", "field"),
    [
        ({"effective_at": make.instant("2014-08-05T04:00Z")}, "effective"),
        ({"effective_precision": "hour"}, "effective"),
        ({"ethprio_id": "1"}, "identifiers"),
        (
            {"planned_duration": make.instant(make.SCHEDULED_END) - make.instant(make.EFFECTIVE)},
            "planned_duration",
        ),
    ],
)
def test_columns_go_by_the_names_of_the_api(columns, field):
    truce = make.make_ceasefire()
    start = mark()
    Ceasefire.objects.update(**columns)
    assert told(start) == [("ceasefires", truce.slug, "", "updated", [field])]


def test_what_is_embedded_is_a_change_of_the_object_that_shows_it():
    truce = make.make_ceasefire()
    sitting = make.make_round(conflict=truce.conflict)
    source, party = make.make_source(), make.make_party()
    start = mark()
    part = make.make_participation(ceasefire=truce, party=party)
    make.make_citation(ceasefire=truce, source=source)
    make.make_citation(participation=part, source=source)
    make.make_citation(negotiation_round=sitting, source=source)
    make.make_citation(conflict=truce.conflict, source=source)
    make.make_delegation(negotiation_round=sitting, party=party)
    sitting.ceasefires.add(truce)
    in_truce, in_round = ("ceasefires", truce.slug), ("negotiation-rounds", sitting.slug)
    assert [each[:3] for each in told(start)] == [
        (*in_truce, "participations"),
        (*in_truce, "sources"),
        (*in_truce, "participations"),
        (*in_round, "sources"),
        ("conflicts", truce.conflict.slug, "sources"),
        (*in_round, "delegations"),
        (*in_round, "ceasefires"),
    ]
    assert all(each[4] == [each[2]] for each in told(start))


def test_a_part_that_moves_leaves_one_object_and_comes_to_another():
    part, other = make.make_participation(), make.make_ceasefire()
    start = mark()
    Participation.objects.update(ceasefire=other)
    assert told(start) == [
        ("ceasefires", part.ceasefire.slug, "participations", "deleted", ["participations"]),
        ("ceasefires", other.slug, "participations", "created", ["participations"]),
    ]


def test_another_slug_is_another_object():
    make.make_party(slug="a")
    start = mark()
    Party.objects.update(slug="b")
    assert told(start) == [("parties", "a", "", "deleted", []), created("b")]


def test_a_cascade_leaves_a_trace_of_every_row():
    part = make.make_participation()
    make.make_citation(participation=part)
    make.make_citation(ceasefire=part.ceasefire)
    start = mark()
    part.ceasefire.delete()
    gone = told(start)
    assert sorted(each[2] for each in gone) == ["", "participations", "participations", "sources"]
    assert gone[-1] == ("ceasefires", part.ceasefire.slug, "", "deleted", [])


def test_parts_deleted_after_what_they_are_part_of_are_still_told_of_it():
    part = make.make_participation()
    cited = make.make_citation(participation=part)
    slug, start = part.ceasefire.slug, mark()
    for table, pk in (
        ("ceasefire", part.ceasefire_id),
        ("participation", part.pk),
        ("citation", cited.pk),
    ):
        sql(f"DELETE FROM ceasefires_{table} WHERE id = %s", str(pk))
    assert {each[:2] for each in told(start)} == {("ceasefires", slug)}
    assert len(told(start)) == 3


def test_parts_written_before_what_they_are_part_of_are_told_of_it():
    """Foreign keys are checked at the end of a transaction."""
    party, source = make.make_party(), make.make_source()
    truce = make.make_ceasefire()
    part = Participation(pk=5, ceasefire_id=7, party=party)
    Citation.objects.create(participation_id=part.pk, source=source, locator="page 1")
    part.save(force_insert=True)
    Ceasefire.objects.bulk_create([truce.__class__(**_fields(truce) | {"id": 7, "slug": "late"})])
    record = held.as_recorded(Ceasefire, ["7"], datetime.now(UTC))
    assert [each.locator for each in record.participations.all()[0].citations.all()] == ["page 1"]
    own = Version.objects.filter(owner="7", resource="ceasefires")
    assert [(each.object, each.part) for each in own] == [
        (None, "participations"),
        (None, "participations"),
        ("late", ""),
    ]


def _fields(record):
    return {each.attname: getattr(record, each.attname) for each in record._meta.concrete_fields}


def test_a_derived_relation_that_changes_is_told():
    act = make.make_violation()
    start = mark()
    Ceasefire.objects.update(effective_at=make.instant("2014-08-07T05:00Z"))
    assert told(start) == [
        ("ceasefires", act.ceasefire.slug, "", "updated", ["effective"]),
        ("violations", str(act.pk), "", "updated", ["relation"]),
    ]


def test_claims_that_follow_a_corrected_publication_are_told():
    report = make.make_report()
    start = mark()
    Source.objects.filter(pk=report.source_id).update(
        published_at=make.instant("2014-08-03T00:00Z")
    )
    assert told(start) == [
        ("sources", report.source.slug, "", "updated", ["published"]),
        ("reports", str(report.pk), "", "updated", ["known_from"]),
    ]


def test_what_is_public_from_its_sources_is_told_of_a_corrected_publication():
    source = make.make_source()
    truce, sitting = make.make_ceasefire(known_from=None), make.make_round(known_from=None)
    for page in ("page 1", "page 2"):
        make.make_citation(source=source, ceasefire=truce, locator=page)
    make.make_citation(source=source, negotiation_round=sitting)
    make.make_citation(source=source, ceasefire=make.make_ceasefire())
    start = mark()
    Source.objects.update(published_at=make.instant("2014-08-03T00:00Z"))
    assert told(start) == [
        ("sources", source.slug, "", "updated", ["published"]),
        ("ceasefires", truce.slug, "sources", "updated", ["known_from"]),
        ("negotiation-rounds", sitting.slug, "sources", "updated", ["known_from"]),
    ]


def test_what_changes_none_of_its_sources_publications_is_not_told():
    source = make.make_source()
    make.make_citation(source=source, ceasefire=make.make_ceasefire(known_from=None))
    start = mark()
    Source.objects.update(published_precision="day", accessed=make.instant("2014-08-05T00:00Z"))
    assert {each[0] for each in told(start)} == {"sources"}


def test_what_is_rolled_back_leaves_nothing():
    start = mark()
    with pytest.raises(RuntimeError), transaction.atomic():
        make.make_party()
        raise RuntimeError
    assert told(start) == []


def test_the_table_of_phases_is_derived_and_not_recorded():
    make.make_ceasefire()
    assert not Version.objects.filter(record="ceasefires_phase").exists()


@pytest.mark.parametrize("table", RECORDS)
def test_every_column_is_recorded(table):
    """All but the row's number and when it was last changed."""
    with connection.cursor() as cursor:
        columns = connection.introspection.get_table_description(cursor, f"ceasefires_{table}")
    names = {each.name for each in columns} - {"id", "updated"}
    assert names == set(_history.COLUMNS[table])


def test_every_table_is_recorded():
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT tgrelid::regclass::text, array_agg(tgname::text ORDER BY tgname)"
            " FROM pg_trigger WHERE tgname IN ('aa_record', 'aa_record_change', 'not_emptied')"
            " GROUP BY 1"
        )
        found = dict(cursor.fetchall())
    tables = connection.introspection.django_table_names(only_existing=True)
    ours = {each for each in tables if each.startswith("ceasefires_")}
    derived = {"ceasefires_phase"}
    private = {f"ceasefires_{each}" for each in ("token", "authorship", "answer")}
    assert set(found) == ours - derived - private - {"ceasefires_version"}
    assert all(len(names) == 3 for names in found.values())


def test_recording_begins_with_what_is_there():
    """The migration gives every row a first version: the same as the triggers would."""
    act = make.make_violation()
    make.make_participation(ceasefire=act.ceasefire)
    make.make_citation(ceasefire=act.ceasefire)
    make.make_round(conflict=act.ceasefire.conflict).ceasefires.add(act.ceasefire)
    start = mark()
    before = sorted(told(0))
    for table in RECORDS:
        sql(_history._backfill(table).replace("%", "%%"))
    assert sorted(told(start)) == before


def test_every_kind_of_record_has_a_version_once_it_is_there():
    make.make_delegation()
    make.make_report(violation=make.make_violation())
    assert Version.objects.filter(resource="reports").count() == Report.objects.count()
    assert Version.objects.filter(resource="violations").count() == Violation.objects.count()
    assert NegotiationRound.objects.count() and not Citation.objects.count()
