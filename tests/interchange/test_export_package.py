"""An export is a Data Package: others' tools read its tables, check and cite them."""

import csv
import hashlib
import json

import pytest
import yaml
from django.conf import settings
from frictionless import Package, Resource

from ceasefires.choices import VOCABULARIES
from ceasefires.interchange.dataset.tables import TABLES
from ceasefires.interchange.dataset.texts import CLOCKED
from tests import factories as make

from .awkward import exported, make_everything

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def longest_cell():
    """Frictionless sets it for the whole process."""
    longest = csv.field_size_limit()
    yield
    csv.field_size_limit(longest)


def described(folder):
    return json.loads((folder / "datapackage.json").read_bytes())


def errors(folder):
    """What Frictionless finds wrong with it: each table, key and reference."""
    return Package(str(folder / "datapackage.json")).validate().flatten(["name", "type", "note"])


def test_every_table_is_as_the_descriptor_says(tmp_path):
    make_everything()
    folder = exported(tmp_path / "there")
    assert errors(folder) == []
    assert len(described(folder)["resources"]) == 2 * len(TABLES)


def test_an_export_of_nothing_is_a_data_package_too(tmp_path):
    assert errors(exported(tmp_path / "there")) == []


def test_references_to_tables_without_rows_are_left_out_with_them(tmp_path):
    make.make_violation()
    assert errors(exported(tmp_path / "there")) == []


@pytest.mark.parametrize(
    ("path", "old", "new", "kind"),
    [
        ("csv/parties.csv", b"state,", b"none,", "constraint-error"),
        ("csv/violations.csv", b"truce-9", b"truce-0", "foreign-key"),
        ("csv/parties.csv", b"a-member", b"state", "unique-error"),
        ("ndjson/violations.ndjson", b"-31.5", b"-131.5", "constraint-error"),
        ("ndjson/tolls.ndjson", b"4611686018427387904", b'"many"', "type-error"),
    ],
)
def test_what_is_not_as_it_says_is_found(tmp_path, path, old, new, kind):
    """Else the other tests would hold of anything."""
    make_everything()
    folder = exported(tmp_path / "there")
    text = (folder / path).read_bytes()
    (folder / path).write_bytes(text.replace(old, new))
    assert text.count(old) and kind in {each[1] for each in errors(folder)}


def test_every_column_is_described():
    for table in TABLES:
        assert table.description.endswith(".")
        for column in table.columns:
            assert column.description().endswith("."), (table.name, column.name)


def test_values_are_read_as_what_they_are(tmp_path):
    make_everything()
    package = Package(str(exported(tmp_path / "there") / "datapackage.json"))
    for name in ("ceasefires", "ceasefires-ndjson"):
        resource: Resource = package.get_resource(name)
        rows = {row["slug"]: row for row in resource.read_rows()}
        assert rows["truce-7"]["purposes"] == ["humanitarian", "holiday"]
        assert str(rows["truce-7"]["effective_local"]) == "2014-08-05 08:00:00+03:00"
        assert rows["truce-7"]["planned_duration"].total_seconds() == 144 * 3600 + 1.5
        assert rows["truce-9"]["purposes"] == [] and rows["truce-9"]["follows"] is None


def test_each_file_is_listed_with_its_size_and_hash(tmp_path):
    make_everything()
    folder = exported(tmp_path / "there")
    for resource in described(folder)["resources"]:
        text = (folder / resource["path"]).read_bytes()
        assert resource["bytes"] == len(text)
        assert resource["hash"] == f"sha256:{hashlib.sha256(text).hexdigest()}"


def test_it_says_how_it_may_be_used_and_cited(tmp_path):
    folder = exported(tmp_path / "there")
    cited = yaml.safe_load((folder / "CITATION.cff").read_text())
    [licence] = described(folder)["licenses"]
    assert (cited["cff-version"], cited["type"], cited["license"]) == (
        "1.2.0",
        "dataset",
        licence["name"],
    )
    assert cited["version"] == described(folder)["version"]
    assert (folder / licence["path"]).read_text() == (settings.BASE_DIR / "LICENSE").read_text()


def test_its_version_stands_for_the_data(tmp_path):
    first = described(exported(tmp_path / "first"))["version"]
    make.make_party()
    assert described(exported(tmp_path / "second"))["version"] != first


def test_its_readme_tells_of_every_table_and_value(tmp_path):
    make.make_party()
    readme = (exported(tmp_path / "there") / "README.md").read_text()
    assert "| `parties` | 1 | Any actor." in readme
    for table in TABLES:
        assert f"| `{table.name}` |" in readme
    told = {
        value
        for name in VOCABULARIES
        for value in VOCABULARIES[name]
        if VOCABULARIES[name] not in CLOCKED
    }
    assert all(f"- `{value.value}`: {value.definition}" in readme for value in told)
