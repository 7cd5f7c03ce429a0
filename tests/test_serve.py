"""`manage.py serve` as its user meets it: a real process, in a checkout of its own."""

import os
import re
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from http.client import HTTPResponse
from pathlib import Path
from urllib.parse import urlsplit

import psutil
import pytest

from tracker.postgres import Server

ROOT = Path(__file__).resolve().parent.parent
# What would make the served checkout look elsewhere than a newcomer's does.
SETTINGS = ("DATABASE_URL", "SECRET_KEY", "DJANGO_SETTINGS_MODULE", "PORT", "STREAM_PORT", "DEBUG")
STREAM = "/api/v1/changes/stream/"


@pytest.fixture
def checkout(folder: Path) -> Iterator[Path]:
    for part in ("ceasefires", "tracker", "fixtures"):
        if (ROOT / part).exists():
            shutil.copytree(ROOT / part, folder / part)
    shutil.copy(ROOT / "manage.py", folder)
    yield folder
    server = Server(folder / ".data")
    if server.cluster.running():
        server.cluster.stop()


@pytest.fixture
def port() -> int:
    """A free one, with a free one after it."""
    while True:
        with socket.create_server(("127.0.0.1", 0)) as free, suppress(OSError):
            number: int = free.getsockname()[1]
            with socket.create_server(("127.0.0.1", number + 1)):
                return number


def environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name not in SETTINGS}


def manage(checkout: Path, *arguments: str, **given: str) -> str:
    command = [sys.executable, "manage.py", *arguments]
    done = subprocess.run(
        command, cwd=checkout, env=environment() | given, capture_output=True, text=True
    )
    return done.stdout + done.stderr


@contextmanager
def serving(checkout: Path, port: int) -> Iterator[tuple[subprocess.Popen[str], str]]:
    """The process and what it printed until it served; interrupted after the block."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", "serve", "--port", str(port)],
        cwd=checkout,
        env=environment(),
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        start_new_session=True,
    )
    assert process.stdout
    printed = ""
    for line in process.stdout:
        printed += line
        if line.startswith("Serving "):
            break
    try:
        yield process, printed
    finally:
        if process.poll() is None:
            os.killpg(process.pid, signal.SIGINT)  # what Ctrl-C does
        process.communicate()


def login_page(process: subprocess.Popen[str], port: int) -> str:
    """The admin's login page, asked for until the server listens."""
    while process.poll() is None:
        try:
            with urllib.request.urlopen(f"http://127.0.0.1:{port}/admin/login/") as answer:
                return answer.read().decode()
        except OSError as refused:
            if not isinstance(getattr(refused, "reason", refused), ConnectionError):
                raise
            time.sleep(0.05)
    return "the server ended"


def conflicts(checkout: Path) -> int:
    count = "from ceasefires.models import Conflict; print(Conflict.objects.count())"
    return int(manage(checkout, "shell", "--verbosity", "0", "--command", count))


def test_a_first_and_a_second_run(checkout: Path, port: int) -> None:
    with serving(checkout, port) as (process, printed):
        assert re.search(r"Admin user: admin, password: \S{16} \(shown this once\)", printed)
        assert "Log in" in login_page(process, port)
        seeded = conflicts(checkout)
        assert seeded > 0
    assert process.returncode == 0
    assert not Server(checkout / ".data").cluster.running()
    assert (checkout / ".data/secret_key").stat().st_mode & 0o777 == 0o600

    with serving(checkout, port) as (_, printed):
        assert "password" not in printed and "Loading" not in printed
        assert conflicts(checkout) == seeded


DELETE_EVERYTHING = """
from django.apps import apps
from django.db import transaction
from ceasefires.models import Phase, Statement, Version
models = apps.get_app_config("ceasefires").get_models(include_auto_created=True)
with transaction.atomic():
    for model in [Statement, *(each for each in models if each not in (Phase, Version))]:
        model.objects.all()._raw_delete("default")
"""


def test_what_a_user_deleted_stays_deleted(checkout: Path) -> None:
    manage(checkout, "prepare")
    assert conflicts(checkout) > 0
    manage(checkout, "shell", "-c", DELETE_EVERYTHING)
    manage(checkout, "prepare")
    assert conflicts(checkout) == 0


def test_serves_again_after_everything_was_killed(checkout: Path, port: int) -> None:
    with serving(checkout, port) as (process, _):
        login_page(process, port)
        process.kill()
        postmaster = (checkout / ".data/postgres/postmaster.pid").read_text().split("\n")[0]
        os.kill(int(postmaster), signal.SIGKILL)
    with serving(checkout, port) as (process, printed):
        assert "password" not in printed
        assert "Log in" in login_page(process, port)
        process.send_signal(signal.SIGTERM)
        assert process.wait() == 0
    assert not Server(checkout / ".data").cluster.running()


def follow(process: subprocess.Popen[str], port: int) -> HTTPResponse:
    """The live feed, led to by the web server, once both are there."""
    login_page(process, port)
    while process.poll() is None:
        try:
            return urllib.request.urlopen(f"http://127.0.0.1:{port}{STREAM}", timeout=10)
        except OSError:
            time.sleep(0.05)
    raise AssertionError("the server ended")


def test_changes_are_streamed_beside_it_for_as_long_as_it_runs(checkout: Path, port: int) -> None:
    with serving(checkout, port) as (process, _):
        with follow(process, port) as stream:
            assert stream.url == f"http://127.0.0.1:{port + 1}{STREAM}"
            (beside,) = [each for each in psutil.Process(process.pid).children() if each.children()]
            beside.kill()
            while stream.readline():
                pass
        with follow(process, port) as stream:
            os.killpg(process.pid, signal.SIGINT)
            while line := stream.readline():
                assert line.strip(b": \n") == b"" or line.startswith((b"retry:", b"id:"))
        assert process.wait() == 0
    with socket.create_server(("127.0.0.1", port + 1)):
        pass  # nobody is left there


def test_where_the_next_port_is_taken_changes_are_streamed_on_another(
    checkout: Path, port: int
) -> None:
    with (
        socket.create_server(("127.0.0.1", port + 1)),
        serving(checkout, port) as (process, _),
        follow(process, port) as stream,
    ):
        assert urlsplit(stream.url).port not in (port, port + 1)


def test_a_port_asked_for_by_name_is_not_replaced(checkout: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        number = taken.getsockname()[1]
        said = manage(checkout, "serve", "--port", str(port), STREAM_PORT=str(number))
    assert said.splitlines()[-1].startswith(f"CommandError: Port {number} cannot be served")
    assert "make serve STREAM_PORT=" in said


def test_a_port_in_use_is_one_clear_sentence(checkout: Path, port: int) -> None:
    with socket.create_server(("127.0.0.1", port)):
        said = manage(checkout, "serve", "--port", str(port))
    assert said.splitlines()[-1].startswith(f"CommandError: Port {port} cannot be served")
    assert "Traceback" not in said
