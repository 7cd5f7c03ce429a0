"""The embedded Postgres server's life: find its programs, init, start, share, stop.

`Server(home).in_use()` is the whole of it for a caller: inside that block the server answers.
"""

from tracker.postgres.errors import PostgresUnavailable
from tracker.postgres.server import Server

__all__ = ["PostgresUnavailable", "Server"]
