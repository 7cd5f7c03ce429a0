"""Our own tables: which is which, as CSV and as a spreadsheet, and what lists export."""

import csv
import io

import pytest
from django.core.management import call_command
from openpyxl import Workbook

from ceasefires.interchange.importing import Counts
from ceasefires.interchange.reading import Unreadable
from ceasefires.interchange.table import TABLE
from ceasefires.models import Ceasefire, Version, Violation
from ceasefires.recording import recorded
from tests import factories as make

from .importer import Importer

pytestmark = pytest.mark.django_db
ACT = "event,ceasefire,kind\nE1,truce,grenade\n"


@pytest.fixture
def imports(tmp_path):
    return Importer(TABLE, tmp_path)


REFUSED = {
    "semicolons": ("event;ceasefire;kind\nE1;truce;grenade\n", "columns by semicolons"),
    "neither kind": ("a,b\n1,2\n", r"Line 1 lacks columns: ceasefire .* See `manage.py template`"),
    "a strange column of acts": (
        "event,ceasefire,kind,weather\nE1,truce,grenade,fair\n",
        "columns that there are none of: weather. See `manage.py template violations`",
    ),
    "a strange column of ceasefires": (
        "slug,name,Conflict\na,A,war\n",
        "none of: Conflict. See `manage.py template ceasefires`",
    ),
}


@pytest.mark.parametrize(("content", "told"), REFUSED.values(), ids=REFUSED)
def test_a_table_that_is_neither_is_refused(imports, content, told):
    with pytest.raises(Unreadable, match=told):
        imports(content)


def test_a_spreadsheet_is_read_like_its_csv(imports):
    make.make_ceasefire(slug="truce")
    book, out = Workbook(), io.BytesIO()
    for row in csv.reader(io.StringIO(ACT)):
        book.active.append(row)
    book.save(out)
    assert imports(out.getvalue(), name="a.xlsx").counts == Counts(read=1, created=1)
    assert imports(ACT).counts == Counts(read=1, unchanged=1)


def test_both_kinds_may_be_imported_at_once(imports, tmp_path):
    make.make_conflict(slug="war")
    (tmp_path / "c.csv").write_text("slug,name,conflict\ntruce,The truce,war\n")
    (tmp_path / "v.csv").write_text(ACT)
    outcome = imports.of(tmp_path / "c.csv", tmp_path / "v.csv")
    assert [each.counts for each in outcome.results] == [Counts(read=1, created=1)] * 2


def test_a_complete_table_withdraws_what_an_earlier_table_made(imports):
    make.make_ceasefire(slug="truce")
    other = make.make_violation()
    imports(ACT + "E2,truce,grenade\n")
    outcome = imports(ACT, name="later.csv", complete=True)
    assert outcome.counts == Counts(read=1, unchanged=1, withdrawn=1)
    assert {each.event for each in Violation.objects.exclude(pk=other.pk)} == {"E1"}
    assert Violation.objects.filter(pk=other.pk).exists()
    gone = Version.objects.get(action="deleted", resource="violations")
    assert gone.reason == "later.csv does not tell of it any more."


def test_an_act_that_somebody_amended_or_others_report_stays_and_is_told(imports):
    make.make_ceasefire(slug="truce")
    imports(ACT + "E2,truce,grenade\nE3,truce,grenade\n")
    with recorded(editor=1, request_id="by hand"):
        Violation.objects.filter(event="E2").update(description="In our words.")
        make.make_report(violation=Violation.objects.get(event="E3"))
    outcome = imports(ACT, name="later.csv", complete=True)
    assert outcome.counts == Counts(read=1, unchanged=1)
    assert {each.event for each in Violation.objects.all()} == {"E1", "E2", "E3"}
    assert [each.kind for each in imports.told] == ["note", "note"]


def test_a_ceasefire_that_others_rest_on_stays_and_is_told(imports):
    make.make_conflict(slug="war")
    header = "slug,name,conflict\n"
    imports(header + "a,A,war\nb,B,war\nc,C,war\n")
    make.make_violation(ceasefire=Ceasefire.objects.get(slug="b"))
    outcome = imports(header + "a,A,war\n", complete=True)
    assert outcome.counts == Counts(read=1, unchanged=1, withdrawn=1)
    (told,) = imports.told
    assert (told.kind, told.field, told.value) == ("note", "slug", "b")
    assert outcome.written


def test_what_a_spreadsheet_would_run_comes_back_as_it_was_exported(imports, client):
    act = make.make_violation(description="=1+1", place_name="'-quoted", event="'plain")
    exported = export(client, "violations")
    assert "'=1+1" in exported
    assert imports(exported).counts == Counts(read=1, unchanged=1)
    act.delete()
    imports(exported)
    again = Violation.objects.get()
    assert (again.description, again.place_name, again.event) == ("=1+1", "'-quoted", "'plain")


def export(client, resource):
    response = client.get(f"/api/v1/{resource}/?format=csv&limit=all")
    return b"".join(response.streaming_content).decode()


@pytest.mark.parametrize("resource", ["violations", "ceasefires"])
def test_what_was_exported_changes_nothing(imports, client, resource):
    call_command("loaddata", "gaza_2014", verbosity=0)
    versions = Version.objects.count()
    counts = imports(export(client, resource)).counts
    assert imports.told == []
    assert counts.read == counts.unchanged > 2
    assert Version.objects.count() == versions


def test_what_was_exported_and_deleted_is_exported_again_after_its_import(imports, client):
    call_command("loaddata", "gaza_2014", verbosity=0)
    was = {each: export(client, each) for each in ("ceasefires", "violations")}
    Violation.objects.all().delete()
    Ceasefire.objects.all().delete()
    for resource, exported in was.items():
        imports(exported, name=f"{resource}.csv")
        assert imports.told == []
    # Sources, and the ends of parts, are no columns that a table takes.
    left_out = {"updated", "sources", "figures_basis", "relation", "relation_basis"}
    for resource, exported in was.items():
        assert rows(export(client, resource), left_out) == rows(exported, left_out)


def rows(exported, left_out):
    """By address; undated ceasefires are listed in the order of their making."""
    listed = csv.DictReader(io.StringIO(exported))
    return [
        {
            name: sorted(cell.split()) if name == "participations" else cell
            for name, cell in row.items()
            if name not in left_out and not name.startswith("state_")
        }
        for row in sorted(listed, key=lambda row: row["url"])
    ]


@pytest.mark.parametrize("start", ["slug,name,conflict\nlull,Lull,war", ACT.strip()])
@pytest.mark.parametrize(("given", "missing"), [("source", "locator"), ("locator", "source")])
def test_a_source_and_the_place_in_it_are_told_together(imports, start, given, missing):
    make.make_ceasefire(slug="truce", conflict=make.make_conflict(slug="war"))
    make.make_source(slug="wire")
    header, row = start.splitlines()
    imports(f"{header},{given}\n{row},wire\n")
    assert imports.reasons == [(2, missing, "is empty: it is needed.")]
