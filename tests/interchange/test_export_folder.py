"""An export's folder is whole or absent, and takes the place of nothing but an earlier export."""

import json
import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from django.conf import settings
from django.core.management import CommandError, call_command

from ceasefires.interchange.dataset import exporting, writing
from tests import factories as make
from tests.database import url

from .awkward import contents, exported

pytestmark = pytest.mark.django_db(transaction=True)
KILLED = """
import os, signal, sys
from pathlib import Path
import django
django.setup()
from ceasefires.interchange.dataset import exporting
calls = 0
def dies_at(module, name):
    real = getattr(module, name)
    def call(*args, **options):
        global calls
        calls += 1
        if calls == int(sys.argv[2]):
            os.kill(os.getpid(), signal.SIGKILL)
        return real(*args, **options)
    setattr(module, name, call)
# Tables, texts, folders onto the disk, into place, and what is removed.
dies_at(exporting, "write")
dies_at(exporting, "_write")
dies_at(exporting, "_sync")
dies_at(Path, "rename")
dies_at(exporting.shutil, "rmtree")
exporting.export(Path(sys.argv[1]), replace=True, told=lambda *_: None)
"""


def left_beside(folder):
    return {each.name for each in folder.parent.iterdir()} - {folder.name}


def test_a_folder_is_made_or_filled_where_it_is_empty(tmp_path):
    (tmp_path / "empty").mkdir()
    new, filled = exported(tmp_path / "new"), exported(tmp_path / "empty")
    assert contents(new) == contents(filled) and left_beside(new) == {"empty"}
    assert (new.stat().st_mode & 0o777) == (0o777 & ~umask())


def umask():
    now = os.umask(0)
    os.umask(now)
    return now


def test_an_earlier_export_is_replaced_where_that_is_asked(tmp_path):
    folder = exported(tmp_path / "there")
    make.make_party(slug="new")
    with pytest.raises(CommandError, match="give --replace"):
        exported(folder)
    assert b"new" not in contents(folder)["csv/parties.csv"]
    exported(folder, replace=True)
    assert b"new" in contents(folder)["csv/parties.csv"] and left_beside(folder) == set()


@pytest.mark.parametrize("name", ["notes.txt", ".hidden", "csv/mine.csv", "more/parties.csv"])
def test_what_no_export_has_written_is_not_replaced(tmp_path, name):
    path = exported(tmp_path / "there") / name
    path.parent.mkdir(exist_ok=True)
    path.write_text("mine")
    with pytest.raises(CommandError, match="is not of an export: move it away"):
        exported(tmp_path / "there", replace=True)
    assert path.read_text() == "mine"


def test_a_link_to_elsewhere_is_not_taken_for_a_file_of_an_export(tmp_path):
    (tmp_path / "mine").mkdir()
    (exported(tmp_path / "there") / "link").symlink_to(tmp_path / "mine")
    with pytest.raises(CommandError, match="is not of an export"):
        exported(tmp_path / "there", replace=True)


@pytest.mark.parametrize("descriptor", [None, "{}", "[]", "not json", '{"name": "mine"}'])
def test_a_folder_that_is_no_export_is_not_replaced(tmp_path, descriptor):
    folder = tmp_path / "there"
    folder.mkdir()
    (folder / "README.md").write_text("mine")
    if descriptor is not None:
        (folder / "datapackage.json").write_text(descriptor)
    with pytest.raises(CommandError, match="holds no earlier export"):
        exported(folder, replace=True)
    assert (folder / "README.md").read_text() == "mine"


def test_a_file_is_in_the_way(tmp_path):
    (tmp_path / "there").write_text("mine")
    for replace in (False, True):
        with pytest.raises(CommandError, match="not an empty folder"):
            exported(tmp_path / "there", replace=replace)


def test_where_no_folder_can_be_made_is_told(tmp_path):
    with pytest.raises(CommandError, match="There is no folder"):
        exported(tmp_path / "no" / "there")
    with pytest.raises(CommandError, match="cannot be written: .+ Nothing was written"):
        exported(Path("/proc/there"))


def test_what_fails_midway_leaves_nothing(tmp_path, monkeypatch):
    monkeypatch.setattr(exporting, "citation", lambda _: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        exported(tmp_path / "there")
    assert list(tmp_path.iterdir()) == []


def test_a_full_disk_is_told(tmp_path, monkeypatch):
    def full(*_):
        raise OSError(28, os.strerror(28))

    monkeypatch.setattr(exporting, "write", full)
    with pytest.raises(CommandError, match="No space left on device. Nothing was written."):
        exported(tmp_path / "there")
    assert list(tmp_path.iterdir()) == []


def killed_at(step, folder):
    """An export that is killed at its so-manieth step; there are fewer than 50."""
    return subprocess.Popen(
        [sys.executable, "-c", KILLED, str(folder), str(step)],
        cwd=settings.BASE_DIR,
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "tracker.settings", "DATABASE_URL": url()},
    )


@pytest.mark.parametrize("replace", [False, True])
def test_killed_at_any_step_it_is_whole_or_absent(tmp_path, replace):
    make.make_party(slug="before")
    steps = [1, 30, 37, 40, *range(41, 50)]
    former = [contents(exported(tmp_path / f"{step}")) for step in steps if replace]
    make.make_party(slug="after")
    whole = contents(exported(tmp_path / "expected"))
    running = [killed_at(step, tmp_path / f"{step}") for step in steps]
    ended = [each.wait(60) for each in running]
    there = [contents(tmp_path / f"{step}") for step in steps]
    assert set(ended) == {-signal.SIGKILL, 0} and (ended[0], there[-1]) == (-signal.SIGKILL, whole)
    assert all(each in (*former[:1], whole, {}) for each in there)
    assert [not each for each in there] == [not (tmp_path / f"{step}").exists() for step in steps]


def test_progress_goes_to_standard_error(tmp_path, capsys):
    make.make_party()
    call_command("export", tmp_path / "there")
    out, err = capsys.readouterr()
    assert out == f"Wrote 1 rows to {tmp_path / 'there'}\n"
    assert "csv/parties.csv: 1 rows, " in err and len(err.splitlines()) == 36


def test_the_descriptor_tells_of_each_file(tmp_path):
    make.make_party()
    folder = exported(tmp_path / "there")
    resources = json.loads((folder / "datapackage.json").read_bytes())["resources"]
    assert {each["path"] for each in resources} < set(contents(folder))


def test_an_unprepared_database_is_told(tmp_path, monkeypatch):
    monkeypatch.setattr(writing, "_query", lambda *_: "SELECT FROM nothing_that_is_there")
    with pytest.raises(CommandError, match="manage.py prepare"):
        exported(tmp_path / "out")
    assert list(tmp_path.iterdir()) == []
