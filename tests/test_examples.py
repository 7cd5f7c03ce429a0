"""docs/clients/: each example is run for real, by the tool it shows, against a server process."""

import csv
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command

from ceasefires.api.urls import router
from ceasefires.models import Ceasefire, Party
from ceasefires.recording import recorded
from tests import factories as make
from tests.factories import exactly, instant
from tests.faults.served import Served

pytestmark = pytest.mark.django_db
ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = ROOT / "docs/clients"
SCRIPTS = sorted(path.stem for path in EXAMPLES.glob("*.py"))
PROGRAMS = sorted(path.stem for path in EXAMPLES.glob("*.ts"))
LONGEST = 35  # lines, of what is meant to be read
NODE = Path(sys.executable).parent / "node"
CI = bool(os.environ.get("CI"))
LISTS = [name for name, _, _ in router.registry]
COMPARISONS = ["violations/comparison", "tolls/comparison"]


def needs(there: object, tool: str, how: str) -> None:
    """Without its tool a test is skipped, but in CI it fails."""
    if not there:
        said = f"{tool} is missing: run `{how}`."
        pytest.fail(said) if CI else pytest.skip(said)


def needs_module(name: str) -> None:
    needs(importlib.util.find_spec(name), name, "pip install -r requirements-dev.txt")


@pytest.fixture(scope="module")
def api(django_db_setup, django_db_blocker, tmp_path_factory) -> Iterator[str]:
    """The address of a server that has the example, an act with a place, and a disagreement."""
    server = Served(tmp_path_factory.mktemp("served") / "log", WHOLE_LISTS_PER_MINUTE="1000")
    with django_db_blocker.unblock():
        call_command("loaddata", "gaza_2014", verbosity=0)
        add_to_the_example()
        server.start()
        yield f"http://127.0.0.1:{server.port}/api/v1/"
        server.stop()
        call_command("flush", verbosity=0, interactive=False)


def add_to_the_example() -> None:
    truce = Ceasefire.objects.get(slug="gaza-2014-08-05-72h")
    place = {"latitude": 31.5, "longitude": 34.25, "geo_precision": "exact"}
    when = exactly("2014-08-07T22:30Z")  # on the 8th in Gaza
    act = make.make_violation(
        ceasefire=truce,
        occurred=when,
        first_reported=instant("2014-08-08T09:00Z"),
        description="Rockets are reported – “several”.",
        **place,
    )
    make.make_report(violation=act)
    with recorded(reason="UCDP lists it so."):
        Party.objects.filter(slug="hamas").update(ucdp_id="example")
    wire = make.make_source(slug="wire", publisher="NA")
    toll = truce.conflict.tolls.get(group="Palestinians")
    same = {"group": toll.group, "unit": toll.unit, "as_of": toll.as_of, "conflict": toll.conflict}
    make.make_toll(source=wire, claimant="Wire", value=1800, measure=toll.measure, **same)


def run(*command: object) -> str:
    """What a command prints; it has to end well, and to complain of nothing."""
    done = subprocess.run([*map(str, command)], capture_output=True, text=True, timeout=120)
    assert (done.returncode, done.stderr) == (0, ""), done.stderr + done.stdout
    return done.stdout


def script(name: str, *arguments: object) -> list[str]:
    return run(sys.executable, "-W", "error", EXAMPLES / f"{name}.py", *arguments).splitlines()


def test_pandas_reads_acts_per_day(api):
    needs_module("pandas")
    assert script("acts_per_day", api, "gaza-2014") == [
        "Acts reported in gaza-2014, whenever they happened and however far they were checked:",
        "attributed_to  Hamas  Israel  nobody named",
        "day                                       ",
        "2014-08-04         0       1             0",
        "2014-08-05         1       1             0",
        "2014-08-08         0       0             1",
        "Not dated to the day: 0.",
        "relation  verification",
        "after     alleged         1",
        "before    alleged         2",
        "during    alleged         1",
    ]


@pytest.mark.parametrize("path", [*LISTS, *COMPARISONS])
def test_pandas_reads_every_csv_as_python_does(api, path):
    needs_module("pandas")
    import pandas

    address = f"{api}{path}/?format=csv&limit=all"
    table = pandas.read_csv(address, dtype=str, keep_default_na=False)
    rows = list(csv.DictReader(fetched(address).splitlines()))
    assert table.to_dict("records") == rows


def fetched(address: str) -> str:
    return run(
        sys.executable,
        "-c",
        "import sys, urllib.request as r; print(r.urlopen(sys.argv[1]).read().decode(), end='')",
        address,
    )


def test_pandas_reads_what_the_columns_hold(api):
    needs_module("pandas")
    import pandas

    acts = pandas.read_csv(
        f"{api}violations/?format=csv&limit=all", parse_dates=["occurred_at"], index_col="id"
    )
    [act] = [each for _, each in acts.iterrows() if each["geo_precision"] == "exact"]
    assert act["occurred_at"] == pandas.Timestamp("2014-08-07T22:30Z")
    assert act["description"] == "Rockets are reported – “several”."
    assert (act["latitude"], act["longitude"]) == (31.5, 34.25)
    assert acts["bound"].dtype == object or acts["bound"].dtype == bool
    assert acts["killed_best"].sum() == 2


def test_geopandas_reads_the_acts_and_writes_a_map(api, tmp_path):
    needs_module("geopandas")
    import geopandas

    path = tmp_path / "acts.gpkg"
    assert script("map_of_acts", api, "gaza-2014", path) == [
        "4 acts, 1 with a place, 1 of them within about 25 km.",
        "They lie between 34.25 and 34.25 east, 31.50 and 31.50 north.",
        f"Written to {path}.",
    ]
    [act] = geopandas.read_file(path).itertuples()
    assert (act.geometry.x, act.geometry.y) == (34.25, 31.5)
    assert (act.kind, act.relation) == ("rocket_fire", "during")


def test_a_map_of_acts_without_a_place_is_not_written(api, tmp_path):
    needs_module("geopandas")
    path = tmp_path / "acts.gpkg"
    said = script("map_of_acts", api, "gaza-2014&attributed_to=israel", path)
    assert said == ["2 acts, 0 with a place, 0 of them within about 25 km."]
    assert not path.exists()


def test_icalendar_reads_the_deadlines(api):
    assert script("deadlines", api, "2014-08-05") == [
        "2014-08-05 05:00 UTC  72-hour Gaza truce of 5 August 2014  (confirmed)",
        "2014-08-06 day alone  Negotiation round: Cairo  (tentative)",
        "2014-08-08 05:00 UTC  72-hour Gaza truce of 5 August 2014: scheduled end  (tentative)",
    ]


def test_feedparser_reads_what_changed(api):
    needs_module("feedparser")
    said = script("whats_new", api, "parties")
    assert said[1:3] == [
        "  parties hamas updated: identifiers — UCDP lists it so.",
        f"    {api}parties/hamas/",
    ]
    assert len(said) > 5


def test_feedparser_says_what_is_no_feed(api):
    needs_module("feedparser")
    command = [sys.executable, EXAMPLES / "whats_new.py", f"{api}parties/?x=", "parties"]
    done = subprocess.run(command, capture_output=True, text=True)
    assert done.returncode == 1 and done.stderr.startswith("This is no feed: ")


@pytest.fixture(scope="module")
def typescript(tmp_path_factory) -> Path:
    """The TypeScript examples, with clients made from today's document."""
    installed = EXAMPLES / "node_modules"
    needs(NODE.exists() and installed.exists(), "node with its packages", "make clients")
    folder = tmp_path_factory.mktemp("docs")
    shutil.copy(ROOT / "docs/openapi.yaml", folder)
    ignored = shutil.ignore_patterns("node_modules", "generated")
    clients = Path(shutil.copytree(EXAMPLES, folder / "clients", ignore=ignored))
    (clients / "node_modules").symlink_to(installed)
    npm(clients, "generate")
    return clients


def npm(folder: Path, name: str) -> None:
    path = f"{NODE.parent}{os.pathsep}{os.environ['PATH']}"
    done = subprocess.run(
        [NODE.parent / "npm", "run", name],
        cwd=folder,
        env=os.environ | {"PATH": path},
        capture_output=True,
        text=True,
    )
    assert done.returncode == 0, done.stdout + done.stderr


def test_both_generated_clients_and_the_examples_compile_strictly(typescript):
    npm(typescript, "check")


def test_a_generated_client_asks_for_the_state_of_ceasefires(api, typescript):
    said = run(NODE, typescript / "status.ts", api, "2014-08-06T12:00:00Z").splitlines()
    assert said[-1] == (
        "72-hour Gaza truce of 5 August 2014: in_force, reported_holding,"
        " scheduled until 2014-08-08T05:00:00Z"
    )
    assert len(said) == Ceasefire.objects.count()


def test_another_generated_client_asks_what_tolls_come_to(api, typescript):
    said = run(NODE, typescript / "tolls.ts", api, "gaza-2014").splitlines()
    assert (
        "2014-08-06 killed: Palestinians: 1800 to 1867 persons [disagree] (Wire; Al Jazeera)"
    ) in said
    assert len(said) == 4


@pytest.mark.parametrize("name", ["status", "tolls"])
def test_a_generated_client_is_told_what_was_wrong(api, typescript, name):
    done = subprocess.run(
        [NODE, typescript / f"{name}.ts", api, "no-such"], capture_output=True, text=True
    )
    assert done.returncode == 1 and "query parameters cannot be taken" in done.stderr


def test_every_example_is_short_and_shown():
    shown = (EXAMPLES / "README.md").read_text()
    for path in [*EXAMPLES.glob("*.py"), *EXAMPLES.glob("*.ts")]:
        assert len(path.read_text().splitlines()) <= LONGEST, path
        assert f"({path.name})" in shown, path


def test_the_lock_file_names_no_host_to_install_from():
    lock = (EXAMPLES / "package-lock.json").read_text()
    assert '"resolved"' not in lock and '"integrity"' in lock
