"""The live feed's process on the tests' database, and clients that follow it."""

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from http.client import HTTPConnection, HTTPResponse
from pathlib import Path
from typing import Any
from urllib.parse import urlencode

from django.db import connection

ROOT = Path(__file__).resolve().parent.parent.parent
PATH = "/api/v1/changes/stream/"
PATIENCE = 20  # seconds


class Served:
    """A running process of the live feed."""

    def __init__(self, process: subprocess.Popen[str], port: int) -> None:
        self.process, self.port = process, port

    def ask(self, path: str = PATH, method: str = "GET", **headers: str) -> HTTPResponse:
        asking = HTTPConnection("127.0.0.1", self.port, timeout=PATIENCE)
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        named["Connection"] = "close"
        asking.request(method, path, headers=named)
        return asking.getresponse()

    def refused(self, path: str = PATH, method: str = "GET", **headers: str) -> Any:
        """The status of a refusal, and its problem."""
        response = self.ask(path, method, **headers)
        assert response.headers["Content-Type"] == "application/problem+json"
        return response.status, json.loads(response.read())

    @contextmanager
    def follow(self, query: str = "", **headers: str) -> Iterator["Follower"]:
        response = self.ask(PATH + query, **headers)
        assert response.status == 200, response.read()
        with response:
            yield Follower(response)


class Follower:
    """A client that has been let in."""

    def __init__(self, response: HTTPResponse) -> None:
        self.response = response
        self.last_id = ""
        self.block()  # where it begins

    def block(self) -> dict[str, str]:
        """The fields up to the next blank line; none once the stream has ended."""
        fields = {}
        while (line := self.response.readline().decode()).strip():
            name, _, value = line.partition(":")
            fields[name] = value.strip()
        self.last_id = fields.get("id", self.last_id)
        return fields

    def changes(self, count: int) -> list[dict[str, Any]]:
        """The next changes, each of which bears its position as its id."""
        found: list[dict[str, Any]] = []
        until = time.monotonic() + PATIENCE
        while len(found) < count:
            fields = self.block()
            assert fields, "the stream has ended"
            assert time.monotonic() < until, "signs of life, but no change"
            if fields.get("event") == "change":
                found.append(json.loads(fields["data"]))
                assert found[-1]["position"] == fields["id"]
        return found

    def slugs(self, count: int) -> list[str]:
        return [each["id"] for each in self.changes(count)]


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        return int(free.getsockname()[1])


def environment(**given: str) -> dict[str, str]:
    known = connection.get_connection_params()
    where = {name: known[name] for name in ("host", "port", "user", "password") if name in known}
    url = f"postgres:///{connection.settings_dict['NAME']}?{urlencode(where)}"
    kept = {name: value for name, value in os.environ.items() if name in ("PATH", "HOME")}
    return kept | {"DATABASE_URL": url, "SECRET_KEY": "for-tests-alone"} | given


@contextmanager
def streaming(**given: str) -> Iterator[Served]:
    """The process, once it answers; it fails in nothing, and ends when it is told to."""
    port = free_port()
    process = subprocess.Popen(
        [sys.executable, "manage.py", "stream"],
        cwd=ROOT,
        env=environment(STREAM_PORT=str(port), **given),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    served = Served(process, port)
    try:
        wait_until_ready(served)
        yield served
    finally:
        process.send_signal(signal.SIGTERM)
        said, _ = process.communicate(timeout=PATIENCE)
    assert "Traceback" not in said and "Killing" not in said, said


def wait_until_ready(served: Served) -> None:
    until = time.monotonic() + PATIENCE
    while served.process.poll() is None and time.monotonic() < until:
        try:
            with served.ask("/readyz") as response:
                if response.status == 200:
                    return
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the process does not answer")
