"""What the page cache spares: repeated reads over HTTP with it and without, while acts are written.

    .venv/bin/python -m benchmarks.pagecache

On a database of its own, with a server of one process. See benchmarks/README.md.
"""

import argparse
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from typing import Any, NamedTuple

import psutil
import psycopg2

from tracker.postgres.server import throwaway

from .recording import CEASEFIRE, ROOT, connected, cpu, environment, manage

API = "/api/v1/"
PATHS = {
    "list of 100": f"violations/?ceasefire={CEASEFIRE}",
    "detail": "violations/{act}/",
    "state": f"ceasefires/{CEASEFIRE}/state/",
    "all ceasefires": "ceasefires/",
    "summary": f"violations/summary/?group_by=day&ceasefire={CEASEFIRE}",
}
ACTS = """
INSERT INTO ceasefires_violation (id, ceasefire_id, kind, first_reported, verification, response,
    geo_precision, occurred_at, occurred_precision, verified_precision, figures_basis,
    quantity_unit, quantity_qualifier, place_name, description, event)
SELECT gen_random_uuid(), ceasefire.id, 'rocket_fire', '2014-08-07', 'alleged', 'none', 'unknown',
    timestamptz '2014-08-05 06:00Z' + number * interval '1 minute', 'minute', 'unknown',
    'reported', '', '', 'A place', 'A rocket is reported to have been fired.', ''
FROM ceasefires_ceasefire ceasefire, generate_series(1, 2000) number
"""
# To each ceasefire by turns, as acts are logged.
WRITE = "UPDATE ceasefires_violation SET place_name = %s WHERE id = %s"
LENGTH = re.compile(rb"content-length: (\d+)", re.IGNORECASE)
ONCE = 10_000  # hits in this process


class Measured(NamedTuple):
    """Requests a second, and milliseconds of CPU that one takes of the server and of Postgres."""

    rate: float
    server: float
    postgres: float


class Client(threading.Thread):
    """Asks for one path again and again, over one connection."""

    def __init__(self, port: int, path: str) -> None:
        super().__init__(daemon=True)
        self.socket = socket.create_connection(("127.0.0.1", port))
        self.request = f"GET {API}{path} HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()
        self.answered, self.ended = 0, False

    def run(self) -> None:
        while not self.ended:
            self.socket.sendall(self.request)
            head, _, body = self._received(b"\r\n\r\n")
            found = LENGTH.search(head)
            if not head.startswith(b"HTTP/1.1 200") or not found:
                raise ConnectionError(head.decode())
            left = int(found[1]) - len(body)
            while left > 0:
                left -= len(self.socket.recv(left))
            self.answered += 1

    def _received(self, end: bytes) -> tuple[bytes, bytes, bytes]:
        data = b""
        while end not in data:
            data += self.socket.recv(65536)
        return data.partition(end)


@contextmanager
def serving(url: str, budget: int) -> Iterator[tuple[int, psutil.Process]]:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    command = ["granian", "--interface", "wsgi", "--port", str(port), "--blocking-threads", "4"]
    server = psutil.Popen(
        [sys.executable, "-m", *command, "tracker.wsgi:application"],
        cwd=ROOT,
        env=environment(url) | {"PAGE_CACHE_BYTES": str(budget)},
        stdout=subprocess.DEVNULL,
    )
    try:
        connected(port).close()
        yield port, server
    finally:
        server.terminate()
        server.wait()


@contextmanager
def writing(database: Any, rate: int) -> Iterator[None]:
    """Acts are changed so many times a second meanwhile."""
    with database.cursor() as cursor:
        cursor.execute("SELECT id FROM ceasefires_violation ORDER BY id LIMIT 500")
        acts = [act for (act,) in cursor.fetchall()]
    ended = threading.Event()

    def write() -> None:
        turn = 0
        while not ended.wait(1 / rate):
            with database.cursor() as cursor:
                cursor.execute(WRITE, [f"Place {turn}", acts[turn % len(acts)]])
            turn += 1

    writer = threading.Thread(target=write)
    if rate:
        writer.start()
    yield
    ended.set()
    if rate:
        writer.join()


def measured(port: int, path: str, seconds: float, processes: list[psutil.Process]) -> Measured:
    clients = [Client(port, path) for _ in range(4)]
    for each in clients:
        each.start()
    while not all(each.answered > 1 for each in clients):  # much is only done at first
        if not all(each.is_alive() for each in clients):
            sys.exit(f"{path} was not answered")
        time.sleep(0.01)
    answered, before = count(clients), [cpu(each) for each in processes]
    begun, least = time.monotonic(), answered + 1
    while time.monotonic() < begun + seconds or count(clients) < least:
        time.sleep(0.01)
    took, done = time.monotonic() - begun, count(clients) - answered
    after = [cpu(each) for each in processes]
    for each in clients:
        each.ended = True
        each.join()
        each.socket.close()
    spent = [1000 * (now - then) / done for now, then in zip(after, before, strict=True)]
    return Measured(done / took, *spent)


def count(clients: list[Client]) -> int:
    return sum(each.answered for each in clients)


def hit(url: str) -> tuple[float, float]:
    """Microseconds that a hit takes in Python, and that its look at the changes takes."""
    os.environ |= environment(url) | {"PAGE_CACHE_BYTES": "48000000"}
    from django.test import RequestFactory

    from tracker.wsgi import application

    request = RequestFactory(HTTP_HOST="127.0.0.1").get(API + PATHS["list of 100"])

    def ask() -> None:
        application({**request.environ}, lambda status, headers: None)

    ask()
    both, look = microseconds(ask), microseconds(application.watch.look)
    seen = application.watch.look()
    application.watch.look = lambda: seen
    python = microseconds(ask)
    application.watch.close()
    print(f"one hit: {python:.0f} µs of Python, {look:.0f} µs to look; together {both:.0f} µs")


def microseconds(ask: Any) -> float:
    begun = time.perf_counter()
    for _ in range(ONCE):
        ask()
    return 1e6 * (time.perf_counter() - begun) / ONCE


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--seconds", type=float, default=3, help="for each path, with and without")
    parser.add_argument("--writes", type=int, default=20, help="a second, meanwhile")
    given = parser.parse_args()
    with throwaway() as url:
        manage(url, "prepare")
        with closing(psycopg2.connect(url)) as database:
            database.autocommit = True
            with database.cursor() as cursor:
                cursor.execute(ACTS)
                cursor.execute("ANALYZE")
                cursor.execute("SELECT min(id::text) FROM ceasefires_violation")
                (act,) = cursor.fetchone()
            compare(url, database, act, given)
        hit(url)


def compare(url: str, database: Any, act: str, given: argparse.Namespace) -> None:
    postmaster = psutil.Process(database.get_backend_pid()).parent()
    heads = ["with", "server", "Postgres", "without", "server", "Postgres"]
    print(f"{'':16}" + "".join(f"{each:>10}" for each in heads))
    rows: dict[str, list[Measured]] = {name: [] for name in PATHS}
    for budget in (48_000_000, 0):
        with serving(url, budget) as (port, server), writing(database, given.writes):
            for name, path in PATHS.items():
                processes = [server, postmaster]
                rows[name].append(measured(port, path.format(act=act), given.seconds, processes))
    for name, row in rows.items():
        print(f"{name:16}" + "".join(f"{a:10.0f}{b:10.2f}{c:10.2f}" for a, b, c in row))


if __name__ == "__main__":
    main()
