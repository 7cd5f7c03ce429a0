"""A real server on the tests' own database: granian, with the settings it has in production."""

import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import psutil

from tests.database import url

from .blocks import SERVED, backends, eventually
from .wire import Raw

ROOT = Path(__file__).resolve().parent.parent.parent
# Its stdin ends when the tests do, however they end; it would outlive them otherwise.
SERVE = """
import os, sys, threading
from tracker.serving import serve
def leave():
    sys.stdin.read()
    os._exit(1)
threading.Thread(target=leave, daemon=True).start()
serve("127.0.0.1", int(sys.argv[1]), workers=int(sys.argv[2]), threads=4)
"""
READY = b"GET /readyz HTTP/1.1\r\nHost: localhost\r\n\r\n"


class Served:
    """Starts, is killed, and starts again on the same port. ``settings`` are its environment."""

    def __init__(self, log: Path, workers: int = 1, **settings: str) -> None:
        self.log, self.workers, self.read = log.open("a+"), workers, 0
        with socket.create_server(("127.0.0.1", 0)) as free:
            self.port = free.getsockname()[1]
        self.name = f"{SERVED}-{self.port}-"
        address = f"{url()}{'&' if '?' in url() else '?'}application_name={self.name}"
        given = {"DATABASE_URL": address, "DJANGO_SETTINGS_MODULE": "tracker.settings"}
        self.environment = os.environ | given | settings

    def start(self) -> None:
        command = [sys.executable, "-c", SERVE, str(self.port), str(self.workers)]
        self.process = subprocess.Popen(
            command,
            cwd=ROOT,
            env=self.environment,
            stdin=subprocess.PIPE,
            stderr=self.log,
            start_new_session=True,
        )
        eventually(self.answers)

    def answers(self) -> bool:
        assert self.process.poll() is None, self.said()
        try:
            with Raw(self.port) as asked:
                asked.send(READY)
                return asked.answer().status_code == 200
        except ConnectionError:
            return False

    def listens(self) -> bool:
        with socket.socket() as asking:
            return asking.connect_ex(("127.0.0.1", self.port)) == 0

    def said(self) -> str:
        """What it has logged since it was last asked for that."""
        self.log.seek(self.read)
        said = self.log.read()
        self.read = self.log.tell()
        return said

    def processes(self) -> list[psutil.Process]:
        """Those that answer requests."""
        children = psutil.Process(self.process.pid).children()
        return [each for each in children if "resource_tracker" not in " ".join(each.cmdline())]

    def kill_workers(self) -> None:
        for each in self.processes():
            each.kill()

    def kill(self) -> None:
        """Everything at once, as when the machine loses power."""
        workers = self.processes()
        self.process.kill()
        for each in workers:
            each.kill()
        self.process.communicate()
        psutil.wait_procs(workers)

    def stop(self) -> None:
        if self.process.poll() is None:
            self.process.send_signal(signal.SIGINT)
            self.process.wait()
        self.process.communicate()
        self.log.close()
        eventually(lambda: not backends(self.name))
