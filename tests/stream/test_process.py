"""The process's life: its limits, and its end."""

import json
import os
import signal
import socket
import time
from contextlib import contextmanager, suppress

import pytest
from django.db import connection

from .following import PATH, PATIENCE, streaming

pytestmark = pytest.mark.django_db(transaction=True)


@contextmanager
def following_bare(served):
    """A connection that follows, of which nothing more is read unless a test does."""
    with socket.create_connection(("127.0.0.1", served.port)) as client:
        client.sendall(f"GET {PATH} HTTP/1.1\r\nHost: localhost\r\n\r\n".encode())
        assert client.recv(1000).startswith(b"HTTP/1.1 200")
        yield client


def test_a_quiet_stream_shows_that_it_is_there():
    with streaming(STREAM_HEARTBEAT="0.1") as served, served.follow() as follower:
        begun = follower.last_id
        for _ in range(2):
            assert follower.block() == {"": "", "id": begun}


def test_beyond_so_many_clients_others_are_told_to_wait():
    with streaming(STREAM_CLIENTS="2") as served:
        with served.follow(), served.follow():
            refusal = served.ask()
            assert (refusal.status, refusal.headers["Retry-After"]) == (503, "5")
            assert refusal.headers["Access-Control-Allow-Origin"] == "*"
            assert json.loads(refusal.read())["status"] == 503
            assert served.ask("/healthz").status == 200
            assert served.ask(method="HEAD").status == 200
        wait_for_room(served)


def wait_for_room(served):
    until = time.monotonic() + PATIENCE
    while (status := served.ask().status) == 503 and time.monotonic() < until:
        time.sleep(0.02)
    assert status == 200


def many_parties(number):
    """Changes of some 4 kB each."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT set_config('ceasefires.reason', repeat('x', 4000), false)")
        cursor.execute(
            "INSERT INTO ceasefires_party (slug, name, kind, ucdp_id)"
            " SELECT 'p' || n, 'x', 'state', '' FROM generate_series(1, %s) n",
            [number],
        )
        cursor.execute("SELECT set_config('ceasefires.reason', '', false)")


def test_a_client_that_takes_nothing_is_dropped_and_makes_room_for_another():
    with streaming(STREAM_CLIENTS="1", STREAM_PATIENCE="0.2") as served, following_bare(served):
        assert served.ask().status == 503
        many_parties(6000)
        wait_for_room(served)


def test_its_end_ends_the_streams():
    with streaming() as served, following_bare(served) as client:
        served.process.send_signal(signal.SIGTERM)
        sent = b""
        while received := client.recv(1000):
            sent += received
        assert sent.endswith(b"0\r\n\r\n")  # a whole answer, not one cut off
        assert served.process.wait(timeout=PATIENCE) == 0


def test_it_ends_although_a_client_takes_nothing():
    with streaming() as served, following_bare(served), served.follow() as follower:
        many_parties(6000)
        follower.changes(6000)
        served.process.send_signal(signal.SIGTERM)
        assert served.process.wait(timeout=PATIENCE) == 0


def test_its_worker_leaves_with_a_killed_parent():
    with streaming() as served, served.follow() as follower:
        os.kill(served.process.pid, signal.SIGKILL)
        assert follower.block() == {}
        until = time.monotonic() + PATIENCE
        with pytest.raises(ConnectionRefusedError):
            while time.monotonic() < until:
                with suppress(ConnectionResetError):  # just as it closes
                    socket.create_connection(("127.0.0.1", served.port)).close()
