"""The embedded server's life, on real servers in folders of their own."""

import os
import shutil
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import PackageNotFoundError, distribution
from pathlib import Path

import psutil
import psycopg2
import pytest

from tests.conftest import open_folder
from tracker import local
from tracker.postgres import PostgresUnavailable, Server, binaries, cluster, runner

QUICK = {"fsync": "off"}
ROOT = Path(__file__).resolve().parent.parent
HOLD = """
import sys
from pathlib import Path
from tracker.postgres import Server
with Server(Path(sys.argv[1]), {"fsync": "off"}).in_use():
    print("in use", flush=True)
    sys.stdin.read()
"""


@pytest.fixture(scope="session")
def template() -> Iterator[Path]:
    """A folder whose server was once started: copying it is quicker than making another."""
    with open_folder() as folder:
        home = folder / "home"
        with Server(home, QUICK).in_use():
            pass
        yield home


@pytest.fixture
def server(template: Path, folder: Path) -> Iterator[Server]:
    server = Server(folder / "home", QUICK)
    shutil.copytree(template, server.home)
    yield server
    server.cluster.stop()


@contextmanager
def other_process(server: Server) -> Iterator[subprocess.Popen[str]]:
    """Another process that uses the server, until it is told to leave or is killed."""
    process = subprocess.Popen(
        [sys.executable, "-c", HOLD, str(server.home)],
        cwd=ROOT,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout and process.stdout.readline() == "in use\n"
    with process:
        yield process


def pid(server: Server) -> int:
    return int((server.cluster.data / "postmaster.pid").read_text().split("\n")[0])


def ask(server: Server, sql: str = "SELECT 1") -> object:
    connection = psycopg2.connect(server.url)
    with connection, connection.cursor() as cursor:
        cursor.execute(sql)
        answer = cursor.fetchone() if cursor.description else None
    connection.close()
    return answer[0] if answer else None


def test_serves_inside_the_block_and_stops_after_it(server: Server) -> None:
    with server.in_use():
        assert ask(server) == 1
    assert not server.cluster.running()
    assert not server.cluster.socket_folder.exists()


def test_keeps_its_data(server: Server) -> None:
    with server.in_use():
        ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
    with server.in_use():
        assert ask(server, "SELECT number FROM kept") == 7


def test_first_start_makes_a_private_folder(template: Path) -> None:
    assert (template / "postgres").stat().st_mode & 0o777 == 0o700
    assert Server(template).cluster.socket_folder.parent == Path("/tmp")


def test_listens_on_no_port(server: Server) -> None:
    with server.in_use():
        assert ask(server, "SHOW listen_addresses") == ""


def test_two_clones_serve_at_once(server: Server, template: Path, folder: Path) -> None:
    second = Server(folder / "second", QUICK)
    shutil.copytree(template, second.home)
    with server.in_use(), second.in_use():
        assert pid(server) != pid(second)
        assert ask(server) == ask(second) == 1


def test_the_last_process_to_leave_stops_it(server: Server) -> None:
    with server.in_use():
        first = pid(server)
        with other_process(server) as other:
            assert pid(server) == first
            other.communicate()
        assert ask(server) == 1
    assert not server.cluster.running()


def test_the_one_who_started_it_may_leave_first(server: Server) -> None:
    with other_process(server) as starter, server.in_use():
        starter.communicate()
        assert ask(server) == 1
    assert not server.cluster.running()


def test_a_server_orphaned_by_a_kill_is_used_and_then_stopped(server: Server) -> None:
    with other_process(server) as killed:
        killed.kill()
    orphan = pid(server)
    with server.in_use():
        assert pid(server) == orphan
    assert not server.cluster.running()


def test_a_killed_postmaster_is_replaced(server: Server) -> None:
    with server.in_use():
        ask(server, "CREATE TABLE kept AS SELECT 7 AS number")
        killed = pid(server)
        os.kill(killed, signal.SIGKILL)
        with server.in_use():
            assert pid(server) != killed
            assert ask(server, "SELECT number FROM kept") == 7


def test_revive_replaces_a_killed_postmaster_and_leaves_a_living_one(server: Server) -> None:
    with server.in_use():
        first = pid(server)
        server.revive()
        assert pid(server) == first
        os.kill(first, signal.SIGKILL)
        psutil.wait_procs([psutil.Process(first)] if psutil.pid_exists(first) else [], timeout=5)
        server.revive()
        assert ask(server) == 1


def test_remains_that_name_a_stranger_do_not_stop_the_start(
    server: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(cluster, "PATIENCE", 0)
    stale = f"{os.getpid()}\n{server.cluster.data}\n"
    (server.cluster.data / "postmaster.pid").write_text(stale)
    with server.in_use():
        assert ask(server) == 1


def test_a_zombie_is_no_postmaster(tmp_path: Path) -> None:
    zombie = subprocess.Popen(["true"])
    psutil_zombie = psutil.Process(zombie.pid)
    while psutil_zombie.status() != psutil.STATUS_ZOMBIE:
        pass
    (tmp_path / "postmaster.pid").write_text(f"{zombie.pid}\n")
    assert cluster.postmaster(tmp_path / "postmaster.pid") is None
    zombie.wait()


def test_a_deleted_folder_starts_afresh_though_its_server_lives(server: Server) -> None:
    with server.in_use():
        ask(server, "CREATE TABLE gone ()")
        shutil.rmtree(server.cluster.data)
        with server.in_use():
            assert ask(server, "SELECT to_regclass('gone')") is None


def test_an_unfinished_init_is_begun_again(server: Server) -> None:
    shutil.rmtree(server.cluster.data)
    server.cluster.data.with_name("postgres.new").mkdir()
    with server.in_use():
        assert ask(server) == 1


def test_data_of_another_major_version_is_refused(server: Server) -> None:
    (server.cluster.data / "PG_VERSION").write_text("14\n")
    with pytest.raises(PostgresUnavailable, match=r"written by Postgres 14.*set POSTGRES_BIN"):
        server.cluster.ensure()


def test_missing_programs_are_named_with_their_fix(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTGRES_BIN", raising=False)
    monkeypatch.setattr(binaries, "packaged", lambda: iter(()))
    monkeypatch.setattr(binaries, "system", lambda: iter(()))
    with pytest.raises(PostgresUnavailable, match="`make serve`.*`apt install postgresql`"):
        binaries.find()


def test_a_wrong_postgres_bin_is_named(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("POSTGRES_BIN", str(tmp_path))
    with pytest.raises(PostgresUnavailable, match=f"POSTGRES_BIN names {tmp_path}"):
        binaries.find()


def test_the_packaged_programs_come_before_the_systems(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("POSTGRES_BIN", raising=False)
    assert binaries.find().folder == next(binaries.packaged())


def test_another_users_socket_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PostgresUnavailable, match="belongs to another user"):
        cluster.make_private(tmp_path, {os.getuid() + 1})


@pytest.mark.skipif(os.getuid() != 0, reason="only root can become nobody")
def test_root_without_namespaces_serves_as_nobody(
    monkeypatch: pytest.MonkeyPatch, folder: Path
) -> None:
    monkeypatch.setattr(runner, "can_unshare", lambda namespace: False)
    server = Server(folder / "home", QUICK)
    try:
        with server.in_use():
            assert ask(server) == 1
            assert server.cluster.data.stat().st_uid == server.cluster.runner.owner != 0
    except PostgresUnavailable as reason:
        assert "user nobody cannot enter" in str(reason)  # the checkout is in a private folder


def test_database_url_wins_and_starts_nothing(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setattr(local, "HOME", tmp_path)
    monkeypatch.setenv("DATABASE_URL", "postgres://elsewhere/db")
    monkeypatch.setenv("SECRET_KEY", "given")
    with local.environment(["manage.py", "migrate"]):
        assert list(tmp_path.iterdir()) == []


def test_psycopg_3_is_absent_as_django_would_silently_prefer_it() -> None:
    with pytest.raises(PackageNotFoundError):
        distribution("psycopg")
