"""A dataset that is not as an export was written is refused, and nothing of it stays."""

import csv
import hashlib
import json
import shutil
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command

from ceasefires.interchange.dataset.tables import TABLES
from ceasefires.models import Version
from tests import factories as make

from .awkward import emptied, exported, imported, make_everything

pytestmark = pytest.mark.django_db
UUID = "01914e3e-0000-7000-8000-000000000000"


@pytest.fixture(scope="module")
def original(django_db_setup, django_db_blocker, tmp_path_factory):
    """An export of everything; the database is empty again."""
    with django_db_blocker.unblock():
        make_everything()
        folder = exported(tmp_path_factory.mktemp("original") / "there")
        emptied()
    return folder


@pytest.fixture
def dataset(original, tmp_path, monkeypatch):
    """A copy of it; reports are written beside it."""
    monkeypatch.chdir(tmp_path)
    return Path(shutil.copytree(original, tmp_path / "there"))


def resource_of(descriptor, table):
    return next(each for each in descriptor["resources"] if each["name"] == f"{table}-ndjson")


def described(folder, change):
    path = folder / "datapackage.json"
    descriptor = json.loads(path.read_bytes())
    change(descriptor)
    path.write_text(json.dumps(descriptor))


def rewrite(folder, table, text):
    """A table as somebody would change it who knows how an export is made."""
    (folder / f"ndjson/{table}.ndjson").write_bytes(text)
    digest = hashlib.sha256(text).hexdigest()
    change = {"bytes": len(text), "hash": f"sha256:{digest}"}
    described(folder, lambda descriptor: resource_of(descriptor, table).update(change))


def lines(folder, table):
    return (folder / f"ndjson/{table}.ndjson").read_bytes().splitlines()


def with_values(folder, table, line, values):
    """Others in a line."""
    told = lines(folder, table)
    told[line - 1] = json.dumps(json.loads(told[line - 1]) | values).encode()
    rewrite(folder, table, b"\n".join(told) + b"\n")


def refused(folder):
    """What the report tells, by file, line and field."""
    with pytest.raises(SystemExit) as left:
        imported(folder)
    assert left.value.code == 3
    assert nothing_there()
    with Path(f"{folder.name}.report.csv").open(newline="") as report:
        return {
            (row["file"], int(row["line"]), row["field"]): row["reason"]
            for row in csv.DictReader(report)
        }


def nothing_there():
    return not any(table.rows.exists() for table in TABLES) and not Version.objects.exists()


def told_to_stop(folder, **options):
    with pytest.raises(CommandError) as error:
        imported(folder, **options)
    assert str(error.value).endswith("Nothing was written.")
    return str(error.value)


def test_a_database_that_holds_something_is_left_as_it_is(dataset):
    party = make.make_party()
    told = told_to_stop(dataset)
    assert "holds parties already" in told and "run `manage.py migrate` there" in told
    assert not make.Ceasefire.objects.exists() and make.Party.objects.get() == party


@pytest.mark.parametrize("table", [table.name for table in TABLES])
def test_changed_bytes_are_noticed_in_every_table(dataset, table):
    path = dataset / f"ndjson/{table}.ndjson"
    text = path.read_bytes()
    for changed in (text[:-1], text + b"\n", text.replace(b"e", b"3", 1)):
        path.write_bytes(changed)
        assert f"{table}.ndjson has changed" in told_to_stop(dataset)
        assert nothing_there()


def test_a_missing_file_is_named(dataset):
    (dataset / "ndjson/reports.ndjson").unlink()
    assert "reports.ndjson cannot be read: No such file" in told_to_stop(dataset)


def test_a_folder_in_the_place_of_a_file_is_named(dataset):
    (dataset / "ndjson/reports.ndjson").unlink()
    (dataset / "ndjson/reports.ndjson").mkdir()
    assert "reports.ndjson cannot be read: Is a directory" in told_to_stop(dataset)


@pytest.mark.parametrize(
    "path",
    ["../parties.ndjson", "/etc/passwd", "ndjson/../../x", "ndjson/sources.ndjson", "https://x/y",
     ["ndjson/parties.ndjson"], None, 1],
)  # fmt: skip
def test_a_path_that_leads_elsewhere_is_not_followed(dataset, path):
    described(dataset, lambda given: resource_of(given, "parties").update(path=path))
    told = told_to_stop(dataset)
    assert "the path of parties-ndjson must be ndjson/parties.ndjson" in told


@pytest.mark.parametrize(
    "text",
    ["", "{", "[]", "null", "{}", '{"name": "other", "resources": []}', "\ufeff{}",
     '{"name": "ceasefire-tracker"}', '{"name": "ceasefire-tracker", "resources": {}}',
     '{"name": "ceasefire-tracker", "resources": [1]}', "[" * 100_000,
     '{"name": "ceasefire-tracker", "resources": [{"format": "xlsx"}]}',
     '{"name": "ceasefire-tracker", "resources": [{"format": "ndjson"}]}',
     '{"name": "ceasefire-tracker", "resources": [{"format": "ndjson", "name": ["x"]}]}',
     '{"name": "ceasefire-tracker", "resources": [{"format": "ndjson", "name": "users-ndjson"}]}'],
)  # fmt: skip
def test_a_descriptor_that_no_export_has_is_refused(dataset, text):
    (dataset / "datapackage.json").write_text(text)
    assert "datapackage.json" in told_to_stop(dataset)


def test_a_table_that_is_listed_twice_is_refused(dataset):
    described(dataset, lambda given: given["resources"].extend(given["resources"][:2]))
    assert "'conflicts-ndjson' is no table, or is listed twice" in told_to_stop(dataset)


def test_what_is_no_folder_of_an_export_is_refused(tmp_path):
    assert "cannot be read: No such file" in told_to_stop(tmp_path)
    (tmp_path / "file").write_text("x")
    assert "cannot be read: Not a directory" in told_to_stop(tmp_path / "file")


@pytest.mark.parametrize(
    "option",
    [{"keep_good": True}, {"complete": True}, {"margin": 1}, {"published": "2020-01-01"}],
    ids=lambda each: next(iter(each)),
)
def test_a_dataset_is_taken_as_a_whole(dataset, option):
    assert "leave out all other options" in told_to_stop(dataset, **option)


def test_one_dataset_is_taken_at_a_time(dataset):
    with pytest.raises(CommandError, match="Give one folder"):
        call_command("import", "dataset", dataset, dataset)


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b"{", "is not JSON (character 2: "),
        (b"", "is not JSON (character 1: "),
        (b"[1]", "is not an object of JSON."),
        (b"null", "is not an object of JSON."),
        (b'{"slug": NaN}', "is not JSON (character 10: "),
        (b'{"slug": "\xff"}', "is not JSON (character "),
        (b'{"slug": "\\ud800"}', "is not JSON (character "),
        (b"[" * 900_000, "is not JSON (character "),
    ],
)
def test_a_line_that_is_no_object_is_told_with_its_number(dataset, text, reason):
    told = lines(dataset, "parties")
    rewrite(dataset, "parties", b"\n".join([told[0], text, *told[1:]]) + b"\n")
    assert refused(dataset)[("parties.ndjson", 2, "")].startswith(reason)


def test_a_line_without_an_end_is_not_read_into_memory(dataset):
    rewrite(dataset, "parties", b" " * 2_000_000)
    assert "parties.ndjson: line 1 is too long for a row" in told_to_stop(dataset)


def test_a_last_line_needs_no_end(dataset):
    rewrite(dataset, "parties", b"\n".join(lines(dataset, "parties")))
    imported(dataset)
    assert make.Party.objects.count() == 4


def test_a_column_that_may_be_empty_may_be_missing(dataset):
    """As in an export that was written before there was one."""
    rows = [json.loads(line) for line in lines(dataset, "parties")]
    kept = [{name: row[name] for name in ("slug", "name", "kind", "member_of")} for row in rows]
    rewrite(dataset, "parties", b"".join(json.dumps(row).encode() + b"\n" for row in kept))
    imported(dataset)
    assert make.Party.objects.get(slug="a-member").ucdp_id == ""


WRONG = [
    ("parties", "slug", None, "is needed, and not given."),
    ("parties", "slug", "", "is not a text that says something."),
    ("parties", "slug", 7, "is not a text that says something."),
    ("parties", "slug", "x" * 101, "has more than 100 characters."),
    ("parties", "slug", "Upper Case", "lower-case letters and digits"),
    ("parties", "slug", "state", "is that of another line."),
    ("parties", "name", "\x00", "holds a NUL."),
    ("parties", "kind", "army", "is not one of: state, "),
    ("parties", "kind", ["state"], "is not one of: state, "),
    ("parties", "member_of", "nobody", "is no row of parties, or of one that was refused."),
    ("parties", "member_of", 1, "is not a text."),
    ("parties", "colour", "red", "there is no such field."),
    ("conflicts", "time_zone", "Mars/Olympus", "there is no such time zone"),
    ("conflicts", "started_at", "2014-02-30T00:00:00Z", "is not an instant in UTC such as"),
    ("conflicts", "started_at", "2014-02-03T00:00:00+02:00", "is not an instant in UTC such as"),
    ("conflicts", "started_at", "2014-02-03", "is not an instant in UTC such as"),
    ("conflicts", "started_at", 0, "is not an instant in UTC such as"),
    ("conflicts", "started_at", "1014-02-03T00:00:00Z", "give an instant between 1800 and 2200"),
    ("sources", "accessed", "2199-01-01T00:00:00Z", "must not lie in the future."),
    ("ceasefires", "planned_duration", "3 days", "is not a duration such as PT72H."),
    ("ceasefires", "planned_duration", "PT", "is not a duration such as PT72H."),
    ("ceasefires", "planned_duration", "PT999999999H", "more than nothing and less than a century"),
    ("ceasefires", "purposes", "holiday", "is not a list."),
    ("ceasefires", "purposes", ["war"], "is not one of: humanitarian, "),
    ("ceasefires", "purposes", [None], "is not one of: humanitarian, "),
    ("ceasefires", "purposes", None, "is needed, and not given."),
    ("ceasefires", "follows_as", None, "give the earlier ceasefire and how it follows"),
    ("participations", "side", "A", "one letter from a to z"),
    ("negotiation-rounds", "number", -1, "is not a whole number from 0 to 2147483647."),
    ("negotiation-rounds", "number", 2**31, "is not a whole number from 0 to 2147483647."),
    ("negotiation-rounds", "number", True, "is not a whole number from 0 to 2147483647."),
    ("negotiation-rounds", "number", 1.0, "is not a whole number from 0 to 2147483647."),
    ("negotiation-round-ceasefires", "ceasefire", "none", "is no row of ceasefires"),
    ("citations", "participation", "a:b:c", "is no row of participations"),
    ("citations", "fields", [""], "is not a text that says something."),
    ("citations", "id", "x", "is not a UUID in lower case."),
    ("citations", "id", UUID.upper(), "is not a UUID in lower case."),
    ("violations", "id", None, "is needed, and not given."),
    ("violations", "ceasefire", None, "is needed, and not given."),
    ("violations", "latitude", 90.5, "is not a number of degrees up to 90."),
    ("violations", "latitude", "31.5", "is not a number of degrees up to 90."),
    ("violations", "latitude", 1.1234567, "has more than six decimals."),
    ("violations", "longitude", True, "is not a number of degrees up to 180."),
    ("violations", "killed_low", 2**31, "is not a whole number from 0 to 2147483647."),
    ("violations", "description", "x" * 5001, "has more than 5000 characters."),
    ("reports", "violation", UUID, "is no row of violations"),
    ("reports", "violation", 1, "is not a UUID in lower case."),
    ("tolls", "value", 2**63, "is not a whole number from 0 to 9223372036854775807."),
    ("tolls", "conflict", None, "is needed, and not given."),
]


@pytest.mark.parametrize(("table", "field", "value", "reason"), WRONG)
def test_a_wrong_value_is_told_with_file_line_field_and_reason(
    dataset, table, field, value, reason
):
    with_values(dataset, table, 1, {field: value})
    told = refused(dataset)
    place = (f"{table}.ndjson", 1, field)
    [found] = [why for at, why in told.items() if at[:2] == place[:2] and reason in why]
    assert told.get(place, found) == found


def test_an_identifier_that_stands_twice_is_told_by_the_second_line(dataset):
    for line in (1, 2):
        with_values(dataset, "codings", line, {"id": UUID})
    assert refused(dataset) == {("codings.ndjson", 2, ""): f"Key (id)=({UUID}) already exists."}


def test_everything_that_is_wrong_is_told_at_once(dataset):
    with_values(dataset, "parties", 1, {"name": 1, "kind": "army"})
    with_values(dataset, "tolls", 2, {"value": -1})
    assert {
        ("parties.ndjson", 1, "name"),
        ("parties.ndjson", 1, "kind"),
        ("tolls.ndjson", 2, "value"),
    } <= refused(dataset).keys()


@pytest.mark.parametrize(("table", "field"), [("parties", "member_of"), ("ceasefires", "follows")])
def test_a_circle_is_told_with_its_lines(dataset, table, field):
    first, second = (json.loads(line)["slug"] for line in lines(dataset, table)[:2])
    for number, slug in ((1, second), (2, first)):
        with_values(dataset, table, number, {field: slug} | follows(field))
    told = refused(dataset)
    assert {(f"{table}.ndjson", 1, ""), (f"{table}.ndjson", 2, "")} <= told.keys()
    assert told[(f"{table}.ndjson", 1, "")] == f"{field} leads back to the row itself, in a circle."


def follows(field):
    return {"follows_as": "extends"} if field == "follows" else {}


def test_a_row_that_refers_to_itself_is_a_circle(dataset):
    with_values(dataset, "parties", 1, {"member_of": "a-member"})
    assert "in a circle" in refused(dataset)[("parties.ndjson", 1, "")]


def test_what_refers_to_a_row_that_the_database_refuses_is_refused_too(dataset):
    with_values(dataset, "parties", 2, {"slug": "Not A Slug"})
    told = refused(dataset)
    assert ("parties.ndjson", 2, "slug") in told
    assert "is no row of parties" in told[("parties.ndjson", 1, "member_of")]
    assert all(why for why in told.values())


def test_what_follows_a_ceasefire_that_the_database_refuses_is_refused_too(dataset):
    """Whether its row was stored is known only after the others were read."""
    with_values(dataset, "ceasefires", 7, {"time_zone": "Mars/Olympus"})
    told = refused(dataset)
    assert told[("ceasefires.ndjson", 7, "time_zone")] == "there is no such time zone."
    followers = {told[("ceasefires.ndjson", line, "")] for line in range(1, 7)}
    assert followers == {"refers to a row that was refused."}


def test_a_number_too_long_for_a_computer_is_refused(dataset):
    told = lines(dataset, "tolls")
    for number in (b"9" * 30, b"9" * 5000, b"1e999"):
        row = told[0].replace(b"4611686018427387904", number)
        rewrite(dataset, "tolls", b"\n".join([row, *told[1:]]) + b"\n")
        assert {at[:2] for at in refused(dataset)} == {("tolls.ndjson", 1)}
