"""Real servers with several processes: none gives what is no longer so, and they count together."""

import time
from datetime import UTC, datetime, timedelta

import psutil
import pytest

from ceasefires.models import Violation
from tests import factories as make
from tests.api.contract import BASE
from tests.factories import FuzzyInstant
from tests.faults.blocks import eventually
from tests.faults.served import Served
from tests.faults.wire import ask

ROUNDS = 25
SOON = timedelta(seconds=3)


@pytest.fixture
def serve(transactional_db, tmp_path):
    """Starts servers; each has a log of its own."""
    started = []

    def serve(**given):
        server = Served(tmp_path / f"log-{len(started)}", **given)
        started.append(server)
        server.start()
        return server

    yield serve
    for each in started:
        said = each.said()
        each.stop()
        assert "Traceback" not in said, said


def get(server, path, **headers):
    return ask(server.port, "GET", BASE + path, b"", headers)


def metrics(server, **headers):
    return ask(server.port, "GET", "/metrics", b"", headers)


def counted(server):
    """Each figure, by its name and labels."""
    lines = metrics(server).content.decode().splitlines()
    figures = (line.rpartition(" ") for line in lines if not line.startswith("#"))
    return {name.removeprefix("ceasefires_page_cache_"): float(value) for name, _, value in figures}


def requests(server):
    found = counted(server)
    return {
        outcome: int(found.get(f'requests_total{{outcome="{outcome}"}}', 0))
        for outcome in ("hit", "miss", "stale", "unwatched")
    }


def test_what_was_written_shows_at_once_in_every_process(serve):
    servers = [serve(workers=2), serve()]
    act = make.make_violation()
    for turn in range(ROUNDS):
        Violation.objects.filter(pk=act.pk).update(place_name=f"Place {turn}")
        for server in servers * 3:
            assert get(server, f"violations/{act.pk}/").json()["place_name"] == f"Place {turn}"
    found = requests(servers[1])
    assert found["hit"] >= ROUNDS
    assert found["hit"] + found["stale"] + found["miss"] == 3 * ROUNDS


def test_a_truce_that_expires_has_expired_in_every_process(serve):
    servers = [serve(workers=2), serve()]
    end = (datetime.now(UTC) + SOON).replace(microsecond=0)
    make.make_ceasefire(slug="truce", scheduled_end=FuzzyInstant(end, "minute"))
    path, seen = "ceasefires/truce/state/", set()
    while (asked := datetime.now(UTC)) < end + timedelta(seconds=1):
        for server in servers:
            status = get(server, path).json()["status"]
            seen.add(status)
            if asked >= end:
                assert status == "expired"
            elif datetime.now(UTC) < end:
                assert status == "in_force"
        time.sleep(0.01)
    assert seen == {"in_force", "expired"}
    assert requests(servers[1])["hit"] > 10


def test_a_kept_page_comes_over_the_wire_as_it_was_made(serve):
    server = serve()
    for _ in range(10):
        make.make_party()
    made, kept = (get(server, "parties/") for _ in range(2))
    assert (made.status_code, made.content) == (kept.status_code, kept.content)
    assert made.headers.keys() == kept.headers.keys()
    assert int(kept["Content-Length"]) == len(kept.content)
    head = ask(server.port, "HEAD", f"{BASE}parties/", b"", {})
    assert (head["Content-Length"], head.content) == (kept["Content-Length"], b"")
    same = get(server, "parties/", **{"If-None-Match": kept["ETag"]})
    assert (same.status_code, same.content) == (304, b"")
    assert requests(server) == {"hit": 3, "miss": 1, "stale": 0, "unwatched": 0}


def test_processes_count_together_and_one_that_dies_takes_along_what_it_kept(serve):
    server = serve(workers=2)
    for number in range(40):
        get(server, f"parties/?limit={number + 1}")
    found = counted(server)
    assert found['requests_total{outcome="miss"}'] == found["pages"] == 40
    assert found["look_seconds_count"] == 40
    assert found["bytes"] > 40 * 1000
    before = server.processes()
    before[0].kill()
    psutil.wait_procs(before[:1])
    eventually(lambda: len(server.processes()) == 2)
    eventually(lambda: counted(server)["pages"] < 40)
    assert counted(server)['requests_total{outcome="miss"}'] == 40


def test_one_setting_turns_it_off(serve):
    server = serve(PAGE_CACHE_BYTES="0")
    for _ in range(2):
        assert get(server, "parties/").status_code == 200
    assert sum(requests(server).values()) == 0
