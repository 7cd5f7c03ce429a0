"""Who writes, why, and for which request: what history keeps of a change beside the rows."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, transaction

NAMES = ("editor", "reason", "request_id")


@contextmanager
def recorded(
    *, editor: int | None = None, reason: str = "", request_id: str = ""
) -> Iterator[None]:
    """One transaction, or part of one; every change in it is kept with what is given here."""
    inner = connection.in_atomic_block
    with transaction.atomic():
        around = _settings() if inner else []
        _set(["" if editor is None else str(editor), reason, request_id])
        yield
        if inner:
            _set(around)  # a setting would otherwise last until the transaction's end


def _settings() -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT "
            + ", ".join(
                f"coalesce(current_setting('ceasefires.{name}', true), '')" for name in NAMES
            )
        )
        return list(cursor.fetchone())


def _set(values: list[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT " + ", ".join(f"set_config('ceasefires.{name}', %s, true)" for name in NAMES),
            values,
        )
