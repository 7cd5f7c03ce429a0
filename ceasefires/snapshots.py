"""The database as it is at one instant."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

ONE_INSTANT = "SET TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY"


@contextmanager
def snapshot() -> Iterator[None]:
    """All that is read inside is as it was when something was first read; nothing can be written.

    Inside a transaction, what is read is what that sees.
    """
    outermost = not connection.in_atomic_block
    with transaction.atomic():
        if outermost:
            with connection.cursor() as cursor:
                cursor.execute(ONE_INSTANT)
        yield
