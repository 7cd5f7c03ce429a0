"""Locks that hold up the server where a test wants it, and what of it waits for them."""

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.db import connection

from .wire import PATIENCE

BACKENDS = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND application_name LIKE %s AND (wait_event_type = 'Lock' OR %s)
"""
SERVED = "served"  # how the names begin that servers give themselves at the database


@contextmanager
def holding(sql: str, parameters: Any = None) -> Iterator[Any]:
    """Inside this block another connection has run a statement and not ended its transaction."""
    other = psycopg2.connect(**connection.get_connection_params())
    try:
        other.cursor().execute(sql, parameters)
        yield other
    finally:
        other.close()


def unwritable(table: str) -> Any:
    """A block inside which whoever writes to a table has to wait."""
    return holding(f"LOCK TABLE {table} IN EXCLUSIVE MODE")


def waiting() -> int:
    """The backend of a server that waits for a lock, as soon as there is one."""
    return eventually(lambda: backends(waiting_only=True))[0]


def backends(of: str = SERVED, waiting_only: bool = False) -> list[int]:
    """By a connection of its own: a server is also stopped when tests have no database any more."""
    asking = psycopg2.connect(**connection.get_connection_params())
    try:
        cursor = asking.cursor()
        cursor.execute(BACKENDS, [f"{of}%", not waiting_only])
        return [pid for (pid,) in cursor.fetchall()]
    finally:
        asking.close()


def eventually(asked: Callable[[], Any]) -> Any:
    until = time.monotonic() + PATIENCE
    while not (found := asked()):
        assert time.monotonic() < until
        time.sleep(0.01)
    return found
