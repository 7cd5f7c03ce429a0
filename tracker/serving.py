"""The servers of one machine: granian, twice, with the embedded Postgres kept alive beside it."""

import errno
import logging
import multiprocessing
import os
import resource
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from tempfile import TemporaryDirectory
from typing import Any

from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels
from granian.server import Server as Granian

from tracker.postgres import PostgresUnavailable, Server

logger = logging.getLogger(__name__)

PATIENCE = 2.0  # seconds for the worker of a killed server to leave the port
TURNED_AWAY = 10_000  # connections beyond those that may follow, so that each is told so


def reserve(host: str, port: int) -> socket.socket:
    """Keep the port from others until granian takes it; raises OSError where it is taken.

    granian shares its port: without this, two servers started at once would answer by turns.
    It waits a little for the worker of a killed server to leave.
    """
    deadline = time.monotonic() + PATIENCE
    while True:
        try:
            return socket.create_server((host, port), family=family(host), backlog=1)
        except OSError as refused:
            if refused.errno != errno.EADDRINUSE or time.monotonic() > deadline:
                raise
            time.sleep(0.1)


def family(host: str) -> socket.AddressFamily:
    return socket.AF_INET6 if ":" in host else socket.AF_INET


def serve(host: str, port: int, *, workers: int, threads: int) -> None:
    """Answer requests until SIGINT or SIGTERM."""
    # A forked worker would inherit this process's threads' locks and database connection.
    multiprocessing.set_start_method("spawn", force=True)
    with counting_together():
        Granian(
            "tracker.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=workers,
            blocking_threads=threads,
            respawn_failed_workers=True,
            workers_kill_timeout=10,
            log_level=LogLevels.warning,
        ).serve(target_loader=load_application)


@contextmanager
def counting_together() -> Iterator[None]:
    """Inside this block workers that start count in one place, so that each can tell the sum."""
    with TemporaryDirectory(prefix="ceasefires-counts-") as folder:
        os.environ["PROMETHEUS_MULTIPROC_DIR"] = folder
        yield


def stream(host: str, port: int, *, clients: int) -> None:
    """Let so many clients follow the changes, until SIGINT or SIGTERM."""
    multiprocessing.set_start_method("spawn", force=True)
    Granian(
        "tracker.asgi:application",
        address=host,
        port=port,
        interface=Interfaces.ASGI,
        http=HTTPModes.http1,  # over HTTP/2 granian does not tell that a client has left
        websockets=False,
        backpressure=clients + TURNED_AWAY,
        respawn_failed_workers=True,
        workers_kill_timeout=10,
        log_level=LogLevels.warning,
    ).serve(target_loader=load_stream)


@contextmanager
def streaming(host: str, port: int, *, clients: int) -> Iterator[None]:
    """Inside this block changes can be followed, in a process that is started anew if it ends."""
    context = multiprocessing.get_context("spawn")
    stop = threading.Event()

    def keep() -> None:
        while not stop.is_set():
            process = context.Process(target=stream_beside, args=(host, port, clients))
            process.start()
            while process.is_alive() and not stop.wait(0.5):
                pass
            process.terminate()
            process.join()

    keeper = threading.Thread(target=keep)
    keeper.start()
    try:
        yield
    finally:
        stop.set()
        keeper.join()


def stream_beside(host: str, port: int, clients: int) -> None:
    tie_to_parent()
    stream(host, port, clients=clients)


def load_application(_target: str) -> Any:
    """In a worker: the application."""
    tie_to_parent()
    from tracker.wsgi import application

    return application


def load_stream(_target: str) -> Callable[..., Any]:
    """In a worker: the application, with as many open files as the system lets it have."""
    tie_to_parent()
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    from tracker.asgi import application

    return application


def tie_to_parent() -> None:
    """Have this process not outlive its parent.

    An orphan would keep the port, and the next `make serve` could not have it.
    """
    # Ctrl-C in a terminal is for the parent, which stops this worker: told twice, it would hang.
    os.setsid()
    threading.Thread(target=leave_with_parent, daemon=True).start()


def leave_with_parent() -> None:
    parent = multiprocessing.parent_process()
    if parent:
        parent.join()
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
