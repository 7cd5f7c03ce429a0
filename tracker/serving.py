"""The web server of one machine: granian, with the embedded Postgres kept alive beside it."""

import logging
import multiprocessing
import os
import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from granian.constants import Interfaces
from granian.server import Server as Granian

from tracker.postgres import PostgresUnavailable, Server

logger = logging.getLogger(__name__)


def port_is_free(host: str, port: int) -> bool:
    """Asked before granian starts: it shares its port, so two servers would answer by turns."""
    with socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError:
            return False
    return True


def serve(host: str, port: int, *, workers: int, threads: int) -> None:
    """Answer requests until SIGINT or SIGTERM."""
    # A forked worker would inherit this process's threads' locks and database connection.
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "tracker.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=threads,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level="warning",
    ).serve(target_loader=load_application)


def load_application(_target: str) -> Callable[..., Any]:
    """In a worker: the application, in a process that does not outlive its parent.

    An orphan would keep the port, and the next `make serve` could not have it.
    """
    threading.Thread(target=leave_with, args=[os.getppid()], daemon=True).start()
    from tracker.wsgi import application

    return application


def leave_with(parent: int) -> None:
    never = threading.Event()
    while os.getppid() == parent:
        never.wait(0.5)
    os._exit(1)


@contextmanager
def kept_alive(server: Server) -> Iterator[None]:
    """Inside this block a killed Postgres comes back by itself."""
    stop = threading.Event()

    def watch() -> None:
        while not stop.wait(0.5):
            try:
                server.revive()
            except PostgresUnavailable as reason:
                logger.error("%s", reason)

    watcher = threading.Thread(target=watch)
    watcher.start()
    try:
        yield
    finally:
        stop.set()
        watcher.join()
