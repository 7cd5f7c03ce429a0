"""How long a change takes from its commit to each of many clients that follow live.

    .venv/bin/python benchmarks/stream.py --clients 200 --rate 50 --seconds 20

On a throw-away database and a stream process of its own. See benchmarks/README.md.
"""

import argparse
import asyncio
import multiprocessing
import os
import re
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from multiprocessing.connection import Connection
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from tracker.postgres.server import throwaway  # noqa: E402

CEASEFIRE, SOURCE = "gaza-2014-08-05-72h", "al-jazeera-2014-08-06"  # of the example
REQUEST = b"GET /api/v1/changes/stream/ HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n"
EVENT = re.compile(rb"^id: (\S+)\nevent: change$", re.MULTILINE)
SETTLING = 1.0  # seconds for the last events to arrive
PATIENCE = 30  # seconds for a process to start
Arrival = tuple[bytes, float]  # the event's position, and when it came


class Client(asyncio.Protocol):
    """Follows, and notes what comes when: nothing slower, as there are many in one process."""

    def __init__(self) -> None:
        self.rest = b""
        self.arrived: list[Arrival] = []

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        transport.write(REQUEST)  # type: ignore[attr-defined]

    def data_received(self, data: bytes) -> None:
        now = time.monotonic()
        whole, _, self.rest = (self.rest + data).rpartition(b"\n\n")
        self.arrived += [(position, now) for position in EVENT.findall(whole)]


def follow(port: int, count: int, told: Connection) -> None:
    """In a process of its own: follow with so many clients until told to report."""

    async def all_of_them() -> list[Client]:
        loop = asyncio.get_running_loop()
        clients = []
        for _ in range(count):
            _, client = await loop.create_connection(Client, "127.0.0.1", port)
            clients.append(client)
        await asyncio.sleep(SETTLING)
        told.send("following")
        await loop.run_in_executor(None, told.recv)
        return clients

    told.send([client.arrived for client in asyncio.run(all_of_them())])


@contextmanager
def following(port: int, count: int) -> Iterator[Connection]:
    """Clients in a process of their own, so that they and the writer do not wait for each other."""
    context = multiprocessing.get_context("spawn")
    here, there = context.Pipe()
    context.Process(target=follow, args=(port, count, there), daemon=True).start()
    here.recv()
    yield here


@contextmanager
def streaming(clients: int) -> Iterator[psutil.Process]:
    """The stream process, on the database of the environment; what it yields is the worker."""
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    os.environ |= {"STREAM_PORT": str(port), "STREAM_CLIENTS": str(clients)}
    process = subprocess.Popen([sys.executable, "manage.py", "stream"], cwd=ROOT)
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until:
        try:
            socket.create_connection(("127.0.0.1", port)).close()
            break
        except ConnectionRefusedError:
            time.sleep(0.05)
    try:
        yield psutil.Process(process.pid).children()[-1]
    finally:
        process.terminate()
        process.wait()


def write(rate: int, seconds: int) -> dict[int, float]:
    """Log an act with a report so many times a second; when each transaction's commit returned."""
    import django

    django.setup()
    from django.db import connection, transaction

    from ceasefires.models import Ceasefire, Report, Source, Violation
    from ceasefires.models.fields import FuzzyInstant

    about = {"ceasefire": Ceasefire.objects.get(slug=CEASEFIRE), "kind": "rocket_fire"}
    source = Source.objects.get(slug=SOURCE)
    occurred = FuzzyInstant(source.published.at, "minute")
    committed, begun = {}, time.monotonic()
    for turn in range(rate * seconds):
        time.sleep(max(0.0, begun + turn / rate - time.monotonic()))
        with transaction.atomic():
            act = Violation.objects.create(occurred=occurred, first_reported=occurred.at, **about)
            Report.objects.create(violation=act, source=source, locator="paragraph 1", claimant="x")
            with connection.cursor() as cursor:
                cursor.execute("SELECT pg_current_xact_id()::text::bigint")
                (number,) = cursor.fetchone()
        committed[number] = time.monotonic()
    connection.close()
    return committed


def latencies(committed: dict[int, float], arrived: list[list[Arrival]]) -> list[float]:
    """Milliseconds from commit to arrival, sorted, once it is sure that all arrived, once."""
    ours = [
        [(position, at) for position, at in each if transaction_of(position) in committed]
        for each in arrived
    ]
    positions = [[position for position, _ in each] for each in ours]
    assert positions[0] == sorted(set(positions[0])), "out of order, or twice"
    assert all(each == positions[0] for each in positions), "not the same for all"
    assert {transaction_of(each) for each in positions[0]} == committed.keys(), "some are missing"
    return sorted(
        1000 * (at - committed[transaction_of(position)]) for each in ours for position, at in each
    )


def transaction_of(position: bytes) -> int:
    return int(position.split(b"-")[1], 16)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--clients", type=int, default=200)
    parser.add_argument("--rate", type=int, default=50, help="transactions a second")
    parser.add_argument("--seconds", type=int, default=20)
    given = parser.parse_args()
    service = {"SECRET_KEY": "for-this-benchmark-alone"}
    service["DJANGO_SETTINGS_MODULE"] = "tracker.settings"
    with throwaway() as url:
        os.environ |= service | {"DATABASE_URL": url}
        subprocess.run([sys.executable, "manage.py", "prepare"], cwd=ROOT, check=True)
        with streaming(given.clients) as worker:
            measure(worker, given.clients, given.rate, given.seconds)


def measure(worker: psutil.Process, clients: int, rate: int, seconds: int) -> None:
    with following(int(os.environ["STREAM_PORT"]), clients) as told:
        before = worker.cpu_times()
        committed = write(rate, seconds)
        time.sleep(SETTLING)
        after, memory = worker.cpu_times(), worker.memory_info().rss
        told.send("report")
        found = latencies(committed, told.recv())
    took = (after.user + after.system - before.user - before.system) / seconds
    print(f"{len(committed)} transactions, {len(found)} arrivals at {clients} clients")
    for name, share in (("p50", 0.5), ("p95", 0.95), ("p99", 0.99), ("max", 1)):
        print(f"{name} {found[min(int(share * len(found)), len(found) - 1)]:7.1f} ms")
    print(f"stream process: {100 * took:.0f} % of a core, {memory / 2**20:.0f} MiB")


if __name__ == "__main__":
    main()
