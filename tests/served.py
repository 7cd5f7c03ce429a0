"""The service as a process of its own, on a test's own database."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from tests.database import url


def environment() -> dict[str, str]:
    """What such a process needs to find that database."""
    service = {"DATABASE_URL": url(), "DJANGO_SETTINGS_MODULE": "tracker.settings"}
    return os.environ | service


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port: int = free.getsockname()[1]
        return port


@contextmanager
def serving(port: int) -> Iterator[None]:
    """Answers soon after the start of the block, and no more at its end."""
    command = ["granian", "--interface", "wsgi", "--port", str(port), "tracker.wsgi:application"]
    process = subprocess.Popen([sys.executable, "-m", *command], env=environment())
    try:
        yield
    finally:
        process.terminate()
        process.wait()
