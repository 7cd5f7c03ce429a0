"""An export that is imported into an empty database gives the same export again, byte for byte."""

import pytest
from django.core.management import call_command
from django.test import Client

from ceasefires.held import RESOURCES
from ceasefires.interchange.dataset.tables import TABLES
from ceasefires.models import Participation, Party, Version, Violation
from tests.factories import make_participation
from tests.random_writes import RandomWrites

from .awkward import contents, emptied, exported, imported, make_everything

pytestmark = pytest.mark.django_db(transaction=True)


def gaza_2014():
    call_command("loaddata", "gaza_2014", verbosity=0)


def random_writes():
    writes = RandomWrites(7)
    for _ in range(300):
        writes.write()


WORLDS = [gaza_2014, make_everything, random_writes]


@pytest.mark.parametrize("make_world", WORLDS, ids=lambda each: each.__name__)
def test_what_comes_back_is_exported_as_it_was(make_world, tmp_path):
    make_world()
    there = contents(exported(tmp_path / "there"))
    emptied()
    imported(tmp_path / "there")
    back = contents(exported(tmp_path / "back"))
    assert back.keys() == there.keys()
    assert {path for path in there if there[path] != back[path]} == set()


def test_the_awkward_world_has_rows_in_every_table():
    make_everything()
    assert [table.name for table in TABLES if not table.rows.exists()] == []
    assert Violation.objects.filter(bound=False).exists()


def answers():
    """What the API gives of everything, but for when it was last written here."""
    return {
        table.name: [
            {name: value for name, value in row.items() if name != "updated"}
            for row in Client().get(f"/api/v1/{table.name}/?limit=1000").json()["results"]
        ]
        for table in TABLES
        if table.name in RESOURCES.values()
    }


def test_what_comes_back_is_answered_as_it_was(tmp_path):
    make_everything()
    there = answers()
    exported(tmp_path / "there")
    emptied()
    imported(tmp_path / "there")
    assert answers() == there and all(there.values())


def test_history_records_it_as_an_import(tmp_path):
    make_everything()
    parties = set(Party.objects.values_list("slug", flat=True))
    exported(tmp_path / "there")
    emptied()
    imported(tmp_path / "there")
    versions = Version.objects.filter(resource="parties")
    assert {(each.object, each.action, each.reason) for each in versions} == {
        (slug, "created", "Imported from parties.ndjson.") for slug in parties
    }
    assert all(each.request_id.startswith("import dataset ") for each in versions)


def test_a_dry_run_writes_nothing(tmp_path):
    make_everything()
    exported(tmp_path / "there")
    emptied()
    assert "Nothing was written: this was a dry run." in imported(tmp_path / "there", dry_run=True)
    assert not Party.objects.exists()


def test_how_many_rows_were_taken_is_told(tmp_path):
    make_everything()
    exported(tmp_path / "there")
    emptied()
    told = imported(tmp_path / "there")
    assert "parties.ndjson: read 4, created 4, updated 0" in told and "Source:" not in told


def test_what_was_imported_can_be_written_to(tmp_path):
    """New keys do not meet those of what came back."""
    make_everything()
    exported(tmp_path / "there")
    emptied()
    imported(tmp_path / "there")
    part = make_participation()
    assert Participation.objects.latest("pk") == part
