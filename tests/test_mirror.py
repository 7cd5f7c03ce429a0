"""docs/mirror.py: the copy that it keeps equals the original, whatever is written meanwhile."""

import json
import runpy
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest

from ceasefires import feed
from ceasefires.api.views.meta import RESOURCE_MODELS
from ceasefires.models import Version

from . import factories as make
from .api.client import ApiClient
from .api.test_query_counts import add_everything
from .random_writes import RandomWrites, sql
from .scripted import Scripted, scripted
from .served import free_port, serving

SCRIPT = Path(__file__).resolve().parent.parent / "docs/mirror.py"
mirror = SimpleNamespace(**runpy.run_path(str(SCRIPT)))
WRITES, KILLS, SEED = 2_000, 20, 20140805
# More than the feed gives on one page.
MANY = """
INSERT INTO ceasefires_party (slug, name, kind, ucdp_id)
SELECT 'p' || n, 'x', 'state', '' FROM generate_series(1, 1100) n
"""
UNKNOWN = {"at": None, "precision": "unknown"}
GONE = (404, {"Content-Type": "application/problem+json"}, {"status": 404})


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    return tmp_path / "copy.sqlite3"


@pytest.fixture
def server() -> Iterator[Scripted]:
    with scripted() as server:
        yield server


@pytest.fixture
def api(server: Scripted) -> Iterator[SimpleNamespace]:
    """The mirror's own client, of that server."""
    client = mirror.Api(server.address)
    with closing(client.connection):
        yield client


def command(address: str, copy: Path, *options: str) -> list[str]:
    return [sys.executable, str(SCRIPT), address, str(copy), *options]


def run(address: str, copy: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(command(address, copy), capture_output=True, text=True)


@contextmanager
def killed_after(address: str, copy: Path) -> Iterator[None]:
    """A mirror that follows the feed during the block, and is killed wherever it then is."""
    process = subprocess.Popen(
        command(address, copy, "--follow", "--every", "0.05"), stderr=subprocess.DEVNULL
    )
    yield
    assert process.poll() is None
    process.kill()
    process.wait()


def settle() -> None:
    """Wait until nothing else that runs on the server holds the feed up."""
    [last] = Version.objects.order_by("transaction").values_list("transaction").last()
    until = time.monotonic() + 20
    while feed.bounds().settled.transaction <= int(last) and time.monotonic() < until:
        time.sleep(0.05)


def asked(copy: Path, query: str) -> list[tuple[str, ...]]:
    with closing(sqlite3.connect(copy)) as found:
        return found.execute(query).fetchall()


def differences(copy: Path) -> dict[tuple[str, str], object]:
    rows = asked(copy, "SELECT resource, id, body FROM objects")
    ours = {(resource, name): json.loads(body) for resource, name, body in rows}
    theirs = original()
    return {
        key: (ours.get(key), theirs.get(key))
        for key in ours.keys() | theirs.keys()
        if ours.get(key) != theirs.get(key)
    }


def original() -> dict[tuple[str, str], object]:
    """Every row of every list, as a copy is to hold it."""
    api, found = ApiClient(), {}
    for resource in RESOURCE_MODELS:
        page = f"{resource}/?limit=1000"
        while page:
            body = api.body(page)
            for row in body["results"]:
                found[resource, row.get("slug") or row["id"]] = mirror.own(resource, row)
            page = body["next"]
    return found


@pytest.mark.django_db(transaction=True)
def test_after_2000_random_writes_and_20_kills_the_copy_equals_the_original(copy):
    writes, port = RandomWrites(SEED), free_port()
    address = f"http://127.0.0.1:{port}/api/v1/"
    sql(MANY)
    with serving(port):
        for number in range(KILLS):
            if number % 4 == 0:
                run(address, copy)
            with killed_after(address, copy):
                for _ in range(WRITES // KILLS):
                    writes.write()
        settle()
        assert run(address, copy).returncode == 0
    assert differences(copy) == {}


@pytest.mark.django_db
def test_a_copied_object_holds_what_it_says_of_itself():
    part = make.make_participation(party=make.make_party(slug="hamas"), side="b")
    make.make_citation(participation=part, source=make.make_source(slug="wire"), locator="page 1")
    row = ApiClient().body(f"ceasefires/{part.ceasefire.slug}/")
    assert mirror.own("ceasefires", row) == {
        "slug": part.ceasefire.slug,
        "name": part.ceasefire.name,
        "conflict": part.ceasefire.conflict.slug,
        "time_zone": "Asia/Gaza",
        "declaration": "bilateral",
        "ceasefire_class": "unknown",
        "purposes": [],
        "scope": "unknown",
        "written": "unclear",
        "implementation_mechanism": "unclear",
        "enforcement": "unclear",
        "declared": UNKNOWN,
        "effective": {"at": "2014-08-05T05:00:00Z", "precision": "minute"},
        "scheduled_end": {"at": "2014-08-08T05:00:00Z", "precision": "minute"},
        "planned_duration": None,
        "ended": UNKNOWN,
        "end_type": None,
        "ended_known_from": None,
        "known_from": "2014-08-04T00:00:00Z",
        "follows": None,
        "follows_as": None,
        "participations": [
            {
                "party": "hamas",
                "role": "declaring",
                "side": "b",
                "ended": UNKNOWN,
                "end_type": None,
                "ended_known_from": None,
                "sources": [{"source": "wire", "locator": "page 1", "fields": []}],
            }
        ],
        "identifiers": {},
        "sources": [],
        "updated": row["updated"],
    }


@pytest.mark.django_db
@pytest.mark.parametrize("resource", RESOURCE_MODELS)
def test_a_copied_object_is_the_same_by_its_own_page_and_by_a_list(resource):
    add_everything(1)
    api = ApiClient()
    for row in api.rows(f"{resource}/"):
        assert mirror.own(resource, api.body(row["url"])) == mirror.own(resource, row)


def change(identifier: str, action: str = "updated", position: str = "1") -> dict[str, str]:
    url = f"http://elsewhere.example/api/v1/parties/{identifier}/"
    told = {"resource": "parties", "id": identifier, "url": url, "at": "2014-08-06T00:00:00Z"}
    return told | {"action": action, "position": position}


def page(*changes: dict[str, str]) -> tuple[int, dict[str, str], dict[str, object]]:
    return 200, {}, {"results": changes}


def test_each_object_of_a_page_is_read_once_and_at_the_given_host(server, copy):
    told = [change("a"), change("gone", "created"), change("b"), change("b", "deleted")]
    a = (200, {}, {"slug": "a", "url": "x", "name": "A"})
    server.answers = [page(*told, change("a", position="2")), a, GONE, page()]
    assert run(server.address, copy).returncode == 0
    feed, objects = "/api/v1/changes/?limit=1000", "/api/v1/parties/"
    assert server.asked == [feed, f"{objects}a/", f"{objects}gone/", f"{feed}&after=2"]
    assert server.headers["Cache-Control"] == "no-cache"
    assert asked(copy, "SELECT * FROM objects") == [("parties", "a", '{"slug": "a", "name": "A"}')]


def test_many_objects_of_a_page_are_read_from_a_list(server, copy):
    names = [f"p{number}" for number in range(mirror.MANY)]
    rows = [{"slug": name, "url": "x"} for name in names[1:]]
    server.answers = [page(*map(change, names)), page(*rows), (200, {}, {"slug": "p0"}), page()]
    assert run(server.address, copy).returncode == 0
    latest, own = "/api/v1/parties/?ordering=-updated&limit=1000", "/api/v1/parties/p0/"
    assert server.asked[1:3] == [latest, own]
    assert {each for (each,) in asked(copy, "SELECT id FROM objects")} == set(names)


def test_a_copy_that_another_mirror_has_moved_on_is_left_as_it_is(server, api, copy):
    server.answers = [page(change("a")), GONE, page()]
    run(server.address, copy)
    server.answers = [(200, {}, {"slug": "b"})]
    with closing(sqlite3.connect(copy)) as kept, pytest.raises(SystemExit, match="Another mirror"):
        mirror.apply(api, kept, "0", [change("b", position="2")])
    assert asked(copy, "SELECT * FROM objects") == []
    assert asked(copy, "SELECT * FROM feed") == [("1",)]


def test_an_answer_is_waited_for_as_long_as_asked_and_longer_each_time(server, api, monkeypatch):
    waits: list[float] = []
    monkeypatch.setattr(time, "sleep", waits.append)
    late = {"Retry-After": "Fri, 31 Dec 1999 23:59:59 GMT"}
    server.answers = [None, None, (503, {"Retry-After": "7"}, {}), (429, late, {}), (500, {}, {})]
    server.answers += [(502, {}, {})] * 3 + [(200, {}, {"found": True})]
    assert api.get("/x/") == {"found": True}
    assert waits == [0, 1, 7, 7, 15, 31, 60, 60]


def test_what_the_feed_refuses_is_said_and_leaves_the_copy(server, copy):
    server.answers = [(400, {}, {"detail": "is not a position that was given out."})]
    done = run(server.address, copy)
    assert done.returncode == 1 and "not a position that was given out" in done.stderr


@pytest.mark.parametrize(
    ("answer", "said"),
    [
        (GONE, "no feed of changes"),
        ((200, {"Content-Type": "text/html"}, "Hello"), 'was answered with 200 "Hello"'),
        ((404, {"Content-Type": "text/html"}, "Hello"), 'was answered with 404 "Hello"'),
    ],
)
def test_an_address_without_a_feed_is_said(server, copy, answer, said):
    server.answers = [answer]
    done = run(server.address, copy)
    assert done.returncode == 1 and said in done.stderr


@pytest.mark.parametrize(
    "address", ["ftp://a.example/", "file:///etc", "a.example", "http://", "http://a.example/?b=c"]
)
def test_what_is_no_address_of_an_api_is_refused(address, copy):
    done = run(address, copy)
    assert done.returncode == 2 and "give an address such as http://" in done.stderr
    assert not copy.exists()
