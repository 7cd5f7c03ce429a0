"""What it costs to record a write: the CPU of creating a violation with a report, with and without.

    .venv/bin/python -m benchmarks.recording

It starts a database and a server of its own, and creates blocks of violations by turns with the
triggers that record and without them. What is counted is the CPU (user and system) of the server
and of Postgres, with all their processes. See benchmarks/README.md.
"""

import argparse
import json
import os
import socket
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import closing, contextmanager
from http.client import HTTPConnection
from pathlib import Path
from typing import Any

import psutil
import psycopg2

from tracker.postgres.server import throwaway

ROOT = Path(__file__).resolve().parent.parent
# Of the example, which a new database is given.
CEASEFIRE, SOURCE = "gaza-2014-08-05-72h", "al-jazeera-2014-08-06"
OCCURRED, KILLED = "2014-08-06T08:00:00Z", 2
TRIGGERS = """
SELECT format('ALTER TABLE %s {} TRIGGER %I', tgrelid::regclass, tgname) FROM pg_trigger
WHERE tgname IN ('aa_record', 'aa_record_change')
"""
WARMING = 10  # writes after each switch, when Postgres plans anew; they are not counted
PATIENCE = 30  # seconds for the server to start

Write = Callable[[int], None]
Processes = dict[str, psutil.Process]


def environment(url: str) -> dict[str, str]:
    return os.environ | {
        "DATABASE_URL": url,
        "DJANGO_SETTINGS_MODULE": "tracker.settings",
        "SECRET_KEY": "for-this-benchmark-alone",
        "WRITES_PER_MINUTE": "1000000",  # of one user; it would end the benchmark otherwise
    }


def manage(url: str, *arguments: str) -> str:
    done = subprocess.run(
        [sys.executable, "manage.py", *arguments],
        cwd=ROOT,
        env=environment(url),
        stdout=subprocess.PIPE,
        text=True,
        check=True,
    )
    return done.stdout.strip()


@contextmanager
def through_api(url: str) -> Iterator[tuple[Write, psutil.Process]]:
    """Writes by requests over one open connection; the server is what it costs."""
    token = manage(url, "issue_token", "benchmark", "--role", "editor")
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["granian", "--interface", "wsgi", "--port", str(port), "tracker.wsgi:application"]
    server = psutil.Popen(
        [sys.executable, "-m", *command], cwd=ROOT, env=environment(url), stdout=subprocess.DEVNULL
    )
    try:
        with closing(connected(port)) as connection:
            yield lambda number: post(connection, token, number), server
    finally:
        server.terminate()
        server.wait()


def connected(port: int) -> HTTPConnection:
    connection, until = HTTPConnection("127.0.0.1", port), time.monotonic() + PATIENCE
    while True:
        try:
            connection.connect()
            return connection
        except ConnectionRefusedError:
            if time.monotonic() > until:
                raise
            time.sleep(0.1)


def post(connection: HTTPConnection, token: str, number: int) -> None:
    report = {
        "source": SOURCE,
        "locator": f"paragraph {number}",
        "claimant": "Example Wire",
        "killed": {"low": None, "best": KILLED, "high": None},
    }
    violation = {
        "ceasefire": CEASEFIRE,
        "kind": "rocket_fire",
        "occurred": {"at": OCCURRED, "precision": "minute"},
        "description": "A rocket is reported to have been fired.",
        "reports": [report],
    }
    headers = {"Authorization": f"Bearer {token}", "Content-Type": "application/json"}
    connection.request("POST", "/api/v1/violations/", json.dumps(violation), headers)
    response = connection.getresponse()
    body = response.read()
    if response.status != 201:
        sys.exit(f"Creating a violation was answered with {response.status} {body.decode()}")


@contextmanager
def through_orm(url: str) -> Iterator[tuple[Write, psutil.Process]]:
    """Writes by Django's models in this process, which is what it costs."""
    os.environ |= environment(url)
    import django

    django.setup()
    from ceasefires.models import Ceasefire, Report, Source, Violation
    from ceasefires.recording import recorded

    ceasefire, source = Ceasefire.objects.get(slug=CEASEFIRE), Source.objects.get(slug=SOURCE)
    minute = {"occurred_at": OCCURRED, "occurred_precision": "minute"}

    def write(number: int) -> None:
        with recorded():
            violation = Violation.objects.create(
                ceasefire=ceasefire,
                kind="rocket_fire",
                description="A rocket is reported to have been fired.",
                first_reported=source.published_at,
                **minute,
            )
            Report.objects.create(
                violation=violation,
                source=source,
                locator=f"paragraph {number}",
                claimant="Example Wire",
                killed_best=KILLED,
            )

    yield write, psutil.Process()


WAYS = {"api": through_api, "orm": through_orm}


def cpu(root: psutil.Process) -> float:
    """Seconds that a process and all that it ever started have taken so far."""
    family = [root, *root.children(recursive=True)]
    return sum(sum(each.cpu_times()[:4]) for each in family)  # with children that have ended


def switch(database: Any, recording: bool) -> None:
    with database.cursor() as cursor:
        cursor.execute(TRIGGERS.format("ENABLE" if recording else "DISABLE"))
        for (statement,) in cursor.fetchall():
            cursor.execute(statement)


def versions(database: Any) -> int:
    with database.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM ceasefires_version")
        [count] = cursor.fetchone()
    return int(count)


def block_of(size: int, write: Write, processes: Processes) -> dict[str, float]:
    """Seconds of CPU, by process, that so many writes take."""
    for number in range(WARMING):
        write(number)
    before = {name: cpu(process) for name, process in processes.items()}
    for number in range(size):
        write(number)
    return {name: cpu(process) - before[name] for name, process in processes.items()}


def measured(
    blocks: int, size: int, write: Write, processes: Processes, database: Any
) -> dict[bool, Counter[str]]:
    """Seconds of CPU by process, with recording and without."""
    spent: dict[bool, Counter[str]] = {True: Counter(), False: Counter()}
    for block in range(blocks):
        # The order turns round, so that what grows meanwhile is shared.
        for recording in (True, False) if block % 2 else (False, True):
            switch(database, recording)
            before = versions(database)
            spent[recording].update(block_of(size, write, processes))
            if (versions(database) > before) is not recording:
                sys.exit("The triggers that record were not switched.")
    return spent


def told(spent: dict[bool, Counter[str]], writes: int) -> str:
    """A table of milliseconds for each write."""
    columns = [*spent[True], "both"]
    rows = {}
    for name, recording in (("recorded", True), ("not recorded", False)):
        of_each = [*spent[recording].values(), spent[recording].total()]
        rows[name] = [1000 * seconds / writes for seconds in of_each]
    rows["ratio"] = [ours / theirs for ours, theirs in zip(*rows.values(), strict=True)]
    lines = [f"{name:14}" + "".join(f"{each:10.2f}" for each in row) for name, row in rows.items()]
    return "\n".join([f"{'CPU ms':14}" + "".join(f"{each:>10}" for each in columns), *lines])


def main() -> None:
    taking = argparse.ArgumentParser(description="What it costs to record a write.")
    taking.add_argument("--through", choices=WAYS, default="api", help="what writes")
    taking.add_argument("--requests", type=int, default=2000, help="with recording, and without")
    taking.add_argument("--block", type=int, default=100, help="requests between two switches")
    given = taking.parse_args()
    blocks = given.requests // given.block
    with throwaway() as url:
        manage(url, "prepare")
        writing = WAYS[given.through](url)
        with closing(psycopg2.connect(url)) as database, writing as (write, server):
            database.autocommit = True
            postmaster = psutil.Process(database.get_backend_pid()).parent()
            processes = {"server": server, "Postgres": postmaster}
            spent = measured(blocks, given.block, write, processes, database)
    print(told(spent, blocks * given.block))


if __name__ == "__main__":
    main()
