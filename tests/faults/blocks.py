"""Locks that hold up the server where a test wants it, and what waits for them."""

import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import psycopg2
from django.db import connection

from .wire import PATIENCE

WAITING = """
SELECT pid FROM pg_stat_activity
WHERE datname = current_database() AND wait_event_type = 'Lock'
"""


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


def waiting(count: int = 1) -> list[int]:
    """The backends that wait for a lock, as soon as there are so many."""
    until = time.monotonic() + PATIENCE
    while True:
        with connection.cursor() as cursor:
            cursor.execute(WAITING)
            found = [pid for (pid,) in cursor.fetchall()]
        if len(found) >= count:
            return found
        assert time.monotonic() < until, f"{len(found)} wait, not {count}"
        time.sleep(0.01)
