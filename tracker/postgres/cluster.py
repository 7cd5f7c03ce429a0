"""One data folder and the postmaster that serves it. Callers hold the lock (see server.py)."""

import hashlib
import os
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Mapping
from functools import cached_property
from pathlib import Path

import psutil
import psycopg2

from tracker.postgres import binaries
from tracker.postgres.errors import PostgresUnavailable
from tracker.postgres.runner import Runner, runner

DATABASE = "ceasefires"
ROLE = "postgres"
PATIENCE = 6.0  # seconds: a killed postmaster can stay a zombie for two, its children outlive it
RECOVERY = 60.0  # seconds: a living postmaster may first have to replay its log


class Cluster:
    """A Postgres data folder: made when missing, started, asked, stopped."""

    def __init__(self, data: Path, options: Mapping[str, str]) -> None:
        self.data = data.resolve()
        self.options = {
            "listen_addresses": "",
            "unix_socket_directories": str(self.socket_folder),
            "unix_socket_permissions": "0700",
            **options,
        }

    @property
    def socket_folder(self) -> Path:
        """Short, as socket paths end at about 100 bytes; of its own for every user and clone."""
        digest = hashlib.sha256(os.fsencode(self.data)).hexdigest()[:10]
        return Path(f"/tmp/ceasefires-{os.getuid()}-{digest}")

    def url(self, database: str = DATABASE) -> str:
        return f"postgres://{ROLE}@/{database}?host={self.socket_folder}"

    @cached_property
    def binaries(self) -> binaries.Binaries:
        return binaries.find()

    @cached_property
    def runner(self) -> Runner:
        return runner()

    def ensure(self) -> None:
        """Leave with a server that answers, whatever was found."""
        if self.answers():
            return
        self._open_to_runner()
        if not self.data.exists():
            self._initialise()
        self._refuse_other_version()
        self._launch()
        self._create_database()

    def answers(self) -> bool:
        """Whether this folder's own server takes connections.

        The socket alone is no proof: the server of a deleted folder lives on for a minute.
        """
        if not (self.data / "postmaster.pid").exists():
            return False
        try:
            psycopg2.connect(self.url("postgres"), connect_timeout=3).close()
        except psycopg2.OperationalError:
            return False
        return True

    def running(self) -> bool:
        """Whether the postmaster lives: cheap, asked often."""
        return postmaster(self.data / "postmaster.pid") is not None

    def stop(self) -> None:
        for mode in ("fast", "immediate"):
            done = self._pg_ctl("stop", "-m", mode, "-w", "-t", "30")
            if done.returncode == 0 or not self.running():
                break
        shutil.rmtree(self.socket_folder, ignore_errors=True)

    def _open_to_runner(self) -> None:
        """Folders that the one who runs Postgres can enter and write."""
        if self.runner.demoted:
            self.data.parent.chmod(0o711)
        self.runner.require_access(self.binaries.folder / "postgres", self.data.parent)
        make_private(self.socket_folder, {os.getuid(), self.runner.owner, owner(self.data)})
        self.runner.give(self.socket_folder)
        self.runner.give(self.data)

    def _initialise(self) -> None:
        """Make the folder elsewhere and move it when whole: a kill midway leaves no half."""
        self._end_server_of_deleted_folder()
        unfinished = self.data.with_name(self.data.name + ".new")
        shutil.rmtree(unfinished, ignore_errors=True)
        unfinished.mkdir(mode=0o700)
        self.runner.give(unfinished)
        done = self.runner.run(
            self.binaries["initdb"],
            *("-D", str(unfinished), "-U", ROLE, "-A", "trust", "-E", "UTF8"),
            *locale(self.binaries.major),
        )
        if done.returncode:
            raise PostgresUnavailable(f"Postgres could not make {self.data}: {last(done.stderr)}")
        unfinished.rename(self.data)

    def _end_server_of_deleted_folder(self) -> None:
        """After `rm -r .data` its server still holds the socket that the new one needs."""
        orphan = postmaster(self.socket_folder / ".s.PGSQL.5432.lock")
        if orphan:
            orphan.send_signal(signal.SIGQUIT)
            psutil.wait_procs([orphan], timeout=PATIENCE)

    def _refuse_other_version(self) -> None:
        written_by = int((self.data / "PG_VERSION").read_text())
        if written_by != self.binaries.major:
            raise PostgresUnavailable(
                f"The data in {self.data} was written by Postgres {written_by}, but the programs "
                f"in {self.binaries.folder} are version {self.binaries.major}: set POSTGRES_BIN to "
                f"the programs of version {written_by}, or move the data away to start afresh."
            )

    def _launch(self) -> None:
        """Start, and start again while the remains of a killed server are in the way."""
        begun = time.monotonic()
        while not self.answers():
            started = self._pg_ctl("start", *self._start_arguments())
            if started.returncode == 0:
                return
            if time.monotonic() - begun > (RECOVERY if self.running() else PATIENCE):
                self._launch_over_remains()
                return
            time.sleep(0.2)

    def _launch_over_remains(self) -> None:
        """The pid file may name a zombie that no one reaps, or a stranger with a reused pid."""
        if not self.running():
            (self.data / "postmaster.pid").unlink(missing_ok=True)
            (self.socket_folder / ".s.PGSQL.5432.lock").unlink(missing_ok=True)
        if self._pg_ctl("start", *self._start_arguments()).returncode:
            log = self.data / "server.log"
            said = last(log.read_text(errors="replace")) if log.exists() else "it said nothing"
            raise PostgresUnavailable(f"Postgres did not start ({said}); its log is {log}.")

    def _start_arguments(self) -> list[str]:
        options = " ".join(f"-c {name}='{value}'" for name, value in self.options.items())
        return ["-w", "-t", str(int(RECOVERY)), "-l", str(self.data / "server.log"), "-o", options]

    def _pg_ctl(self, action: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        return self.runner.run(
            self.binaries["pg_ctl"], action, "-s", "-D", str(self.data), *arguments
        )

    def _create_database(self) -> None:
        connection = psycopg2.connect(self.url("postgres"))
        connection.autocommit = True
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1 FROM pg_database WHERE datname = %s", [DATABASE])
            if not cursor.fetchone():
                cursor.execute(f"CREATE DATABASE {DATABASE}")
        connection.close()


def postmaster(pid_file: Path) -> psutil.Process | None:
    """The living Postgres named in the file: no zombie, and no stranger with a reused pid."""
    try:
        process = psutil.Process(int(pid_file.read_text().split("\n")[0]))
        alive = process.status() != psutil.STATUS_ZOMBIE and "postgres" in process.name()
    except (OSError, ValueError, psutil.NoSuchProcess):
        return None
    return process if alive else None


def owner(path: Path) -> int:
    """Whoever ran the server last; ourselves before the first time."""
    return path.stat().st_uid if path.exists() else os.getuid()


def make_private(folder: Path, owners: set[int]) -> None:
    """Make a folder under the shared /tmp, where another user may have laid a trap."""
    folder.mkdir(mode=0o700, exist_ok=True)
    if folder.is_symlink() or folder.stat().st_uid not in owners:
        raise PostgresUnavailable(f"{folder} belongs to another user: remove it, then try again.")
    folder.chmod(0o700)


def locale(major: int) -> list[str]:
    """Sort by code point, know every script's upper and lower case; the same on all machines."""
    if major >= 17:
        return ["--locale=C", "--locale-provider=builtin", "--builtin-locale=C.UTF-8"]
    return ["--locale=C", f"--lc-ctype={'UTF-8' if sys.platform == 'darwin' else 'C.UTF-8'}"]


def last(text: str) -> str:
    lines = text.strip().splitlines()
    return lines[-1] if lines else "no reason given"
