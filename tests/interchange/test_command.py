"""`manage.py import`: what it says, the report that it leaves, and its exit codes."""

import csv
import errno
import importlib
import io
import os

import pytest
from django.core.management import CommandError, call_command
from django.db import OperationalError, ProgrammingError

from ceasefires.interchange.formats import FORMATS
from ceasefires.interchange.importing import Progress
from ceasefires.models import Party, Source

from .parties import Parties, written

pytestmark = pytest.mark.django_db
command = importlib.import_module("ceasefires.management.commands.import")


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    """An empty current directory, and a format to import."""
    (tmp_path / "here").mkdir()
    monkeypatch.chdir(tmp_path / "here")
    monkeypatch.setitem(FORMATS, "parties", Parties())
    return tmp_path


@pytest.fixture
def imports(folder):
    """What the command prints of a file of these rows."""

    def importing(*rows, options=(), name="a.csv", header="slug,name"):
        out = io.StringIO()
        path = written(folder / name, *rows, header=header)
        call_command("import", "parties", str(path), *options, stdout=out)
        return out.getvalue()

    return importing


def report(path):
    with open(path, encoding="utf-8", newline="") as file:
        return [(each["line"], each["field"], each["reason"]) for each in csv.DictReader(file)]


def test_it_tells_what_became_of_the_rows(imports, folder):
    assert imports("a,A", "b,B") == (
        "a.csv: read 2, created 2, updated 0, unchanged 0, unmatched 0, withdrawn 0, refused 0\n"
        f"Source: {Source.objects.get().slug}\n"
    )
    assert list((folder / "here").iterdir()) == []


def test_refused_rows_are_reported_in_a_csv_and_the_exit_code_is_3(imports, folder, capsys):
    with pytest.raises(SystemExit) as end:
        imports("a,A", "b,")
    assert end.value.code == 3
    assert report(folder / "here/a.csv.report.csv") == [("3", "name", "is empty: it is needed.")]
    assert not Party.objects.exists()


def test_good_rows_are_kept_where_that_is_asked(imports, folder):
    with pytest.raises(SystemExit) as end:
        imports("a,A", "b,", options=["--keep-good", "--report", str(folder / "told.csv")])
    assert end.value.code == 3
    assert len(report(folder / "told.csv")) == 1
    assert Party.objects.count() == 1


def test_a_dry_run_says_that_nothing_was_written(imports):
    assert imports("a,A", options=["--dry-run"]).endswith(
        "Nothing was written: this was a dry run.\n"
    )
    assert not Party.objects.exists()


def test_a_day_of_publication_becomes_that_of_the_source(imports):
    imports("a,A", options=["--published", "2024-06-30"])
    assert f"{Source.objects.get().published.at:%Y-%m-%d}" == "2024-06-30"


def test_an_unreadable_file_is_told_in_a_sentence_with_exit_code_1(imports):
    with pytest.raises(CommandError, match=r"Line 1 lacks columns: slug.* Nothing was") as refusal:
        imports("a,A", header="x,name")
    assert refusal.value.returncode == 1


def test_a_format_that_is_running_is_told(imports, monkeypatch):
    def busy(*_):
        raise command.Busy("Another import of parties is running.")

    monkeypatch.setattr(command, "run", busy)
    with pytest.raises(CommandError, match="is running. Nothing was written."):
        imports("a,A")


@pytest.mark.parametrize("raised", [KeyboardInterrupt(), OperationalError("gone")])
def test_what_interrupts_it_leaves_nothing_behind(imports, monkeypatch, raised):
    def interrupted(*_):
        raise raised

    monkeypatch.setattr("tests.interchange.parties.Loader.finish", interrupted)
    with pytest.raises((CommandError, OperationalError)) as error:
        imports("a,A")
    if isinstance(raised, KeyboardInterrupt):
        assert (str(error.value), error.value.returncode) == (
            "Interrupted: nothing was written.",
            130,
        )
    assert not Party.objects.exists()


def test_an_unprepared_database_is_told(imports, monkeypatch):
    def unprepared(*_):
        raise ProgrammingError("no such table")

    monkeypatch.setattr(command, "run", unprepared)
    with pytest.raises(CommandError, match="manage.py prepare"):
        imports("a,A")


WRONG = {
    "no file": ["parties"],
    "no such format": ["nonsense", "a.csv"],
    "no day": ["parties", "a.csv", "--published", "2014"],
    "a day to come": ["parties", "a.csv", "--published", "2999-01-01"],
    "a day of no calendar": ["parties", "a.csv", "--published", "0025-01-01"],
    "a margin that is no number": ["parties", "a.csv", "--match-margin", "-1"],
    "a margin beyond a year": ["parties", "a.csv", "--match-margin", "367"],
}


@pytest.mark.parametrize("arguments", WRONG.values(), ids=WRONG)
def test_wrong_usage_is_told_with_exit_code_2(arguments, capsys):
    parser = command.Command().create_parser("manage.py", "import")
    parser.called_from_command_line = True
    with pytest.raises(SystemExit) as end:
        parser.parse_args(arguments)
    assert end.value.code == 2
    assert "error: " in capsys.readouterr().err


@pytest.mark.parametrize("days", [0, 366])
def test_a_margin_is_a_number_of_days(days):
    parser = command.Command().create_parser("manage.py", "import")
    assert parser.parse_args(["parties", "a", "--match-margin", str(days)]).margin == days


def test_a_complete_file_is_kept_whole_or_not_at_all(imports):
    with pytest.raises(CommandError, match="would be taken for gone") as refusal:
        imports("a,A", options=["--complete", "--keep-good"])
    assert refusal.value.returncode == 2


def test_the_report_does_not_take_the_place_of_the_file(imports, folder):
    with pytest.raises(CommandError, match="another --report") as refusal:
        imports("a,A", options=["--report", str(folder / "a.csv")])
    assert refusal.value.returncode == 2
    assert (folder / "a.csv").read_text() == "slug,name\na,A\n"


class Full(io.StringIO):
    """A log on a disk that is full, or a pipe that nobody reads."""

    def write(self, _):
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))


def test_nor_under_another_name_of_the_file(imports, folder):
    (folder / "a.csv").touch()
    (folder / "told.csv").hardlink_to(folder / "a.csv")
    with pytest.raises(CommandError, match="another --report"):
        imports("a,", options=["--report", str(folder / "told.csv")])
    assert (folder / "a.csv").read_text() == "slug,name\na,\n"


def test_a_full_disk_is_told(imports):
    with pytest.raises(CommandError, match="No space left on device. Nothing was imported."):
        imports("a,A", "b,", options=["--keep-good", "--report", "/dev/full"])
    assert not Party.objects.exists()


def test_counts_that_cannot_be_shown_are_no_reason_to_import_again(folder, capsys):
    path = written(folder / "a.csv", "a,A", header="slug,name")
    call_command("import", "parties", str(path), stdout=Full())
    assert "The rows were imported; the counts cannot be shown" in capsys.readouterr().err
    assert Party.objects.exists()


def test_a_file_that_breaks_while_it_is_read_is_told_as_that():
    with pytest.raises(CommandError, match="/proc/self/mem cannot be read: Input/output error."):
        call_command("import", "parties", "/proc/self/mem")


def test_a_report_that_cannot_be_written_leaves_nothing_behind(imports, folder):
    with pytest.raises(CommandError, match="Is a directory. Nothing was imported."):
        imports("a,A", "b,", options=["--keep-good", "--report", str(folder)])
    assert not Party.objects.exists()


# Progress


class Screen(io.StringIO):
    def __init__(self, terminal):
        super().__init__()
        self.terminal = terminal

    def isatty(self):
        return self.terminal


@pytest.fixture
def clock(monkeypatch):
    """What the clock shows: seconds, set by the test."""
    seconds = [100.0]
    monkeypatch.setattr(command, "monotonic", lambda: seconds[0])
    return seconds


def test_a_terminal_shows_one_line_with_rate_share_and_time_left(clock):
    screen = Screen(terminal=True)
    show = command.shown_on(screen)
    clock[0] += 10
    show(Progress("a.csv", 2_000, 25, 100))
    show(Progress("a.csv", 2_100, 26, 100))
    clock[0] += 30
    show(Progress("a.csv", 8_000, 100, 100))
    assert screen.getvalue() == (
        "\r\x1b[Ka.csv: 2,000 rows, 25%, 200 rows/s, 30 s left"
        "\r\x1b[Ka.csv: 8,000 rows, 100%, 200 rows/s, 0 s left\n"
    )


def test_elsewhere_a_line_comes_every_few_seconds(clock):
    log = Screen(terminal=False)
    show = command.shown_on(log)
    for seconds in (1, 1, 1, 1):
        clock[0] += seconds
        show(Progress("a.csv", 300, 50, 100))
    assert log.getvalue() == "a.csv: 300 rows, 50%, 100 rows/s, 3 s left\n"


def test_an_import_goes_on_where_nobody_looks_on_any_more(clock):
    show = command.shown_on(Full())
    clock[0] += 10
    show(Progress("a.csv", 1, 100, 100))
