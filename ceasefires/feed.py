"""The change feed: every change once, in an order that later commits never come before."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, NamedTuple

from django.db import connection

LARGEST = (2**31 - 1, 2**63 - 1, 2**63 - 1)
LARGEST_BATCH = 1000


class Position(NamedTuple):
    """A place in the feed. As text it is opaque, and sorts as the feed does."""

    generation: int
    transaction: int
    number: int

    def __str__(self) -> str:
        return f"{self.generation:08x}-{self.transaction:016x}-{self.number:016x}"

    @classmethod
    def read(cls, text: str) -> "Position":
        """The position that was shown as ``text``; ValueError for anything else."""
        if not re.fullmatch(r"[0-9a-f]{8}-[0-9a-f]{16}-[0-9a-f]{16}", text):
            raise ValueError(text)
        generation, transaction, number = (int(part, 16) for part in text.split("-"))
        position = cls(generation, transaction, number)
        if any(part > largest for part, largest in zip(position, LARGEST, strict=True)):
            raise ValueError(text)
        return position


BEGINNING = Position(0, 0, 0)


class Change(NamedTuple):
    """A row of the feed: what happened to which object."""

    position: Position
    at: Any
    resource: str
    identifier: str
    action: str
    changed: list[str]
    reason: str


@dataclass(frozen=True, eq=False, slots=True)
class Batch:
    """Changes of some resources, in some form: all after one position and up to another."""

    start: Position
    end: Position
    changes: Sequence[Any] = ()

    @property
    def full(self) -> bool:
        """Whether more may follow at once."""
        return len(self.changes) == LARGEST_BATCH

    def after(self, position: Position) -> "Batch":
        """What of it lies after a position."""
        if position <= self.start:
            return self
        return Batch(
            position, self.end, [each for each in self.changes if each.position > position]
        )


SHOWN = """
SELECT generation, transaction::text::bigint, id, at, resource,
    coalesce(object, (
        SELECT min(whole.object) FROM ceasefires_version whole
        WHERE whole.resource = version.resource AND whole.owner = version.owner AND whole.part = ''
    )),
    CASE part WHEN '' THEN action ELSE 'updated' END, changed, reason
FROM ceasefires_version version
WHERE (generation, transaction) < (%(until_generation)s, %(until)s::text::xid8) {filtered}
"""
ROWS = f"""{SHOWN}
    AND (generation, transaction, id) > (%(generation)s, %(transaction)s::text::xid8, %(number)s)
ORDER BY generation, transaction, id LIMIT %(limit)s
"""
LATEST = f"""{SHOWN}
ORDER BY generation DESC, transaction DESC, id DESC LIMIT %(limit)s
"""
BEFORE = """
SELECT generation, transaction::text::bigint, id FROM ceasefires_version
WHERE (generation, transaction, id) <= (%(generation)s, %(transaction)s::text::xid8, %(number)s)
    {filtered}
ORDER BY generation DESC, transaction DESC, id DESC LIMIT %(limit)s
"""


UNSETTLED = """
SELECT EXISTS (
    SELECT FROM ceasefires_version WHERE (generation, transaction) >= (%s, %s::text::xid8)
)
"""


class Bounds(NamedTuple):
    """Where the feed ends now, and beyond where no position can have been given out yet."""

    settled: Position
    unnumbered: Position


def bounds() -> Bounds:
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT generation, transaction::text::bigint, unnumbered::text::bigint"
            " FROM ceasefires_settled()"
        )
        generation, settled, unnumbered = cursor.fetchone()
    return Bounds(Position(generation, settled, 0), Position(generation, unnumbered, 0))


def changes(after: Position, until: Position, resources: Sequence[str], limit: int) -> list[Change]:
    """The first changes after one position and before another, of some resources (none: all)."""
    found = _found(ROWS, resources, after._asdict() | _before(until) | {"limit": limit})
    return [Change(Position(*row[:3]), *row[3:]) for row in found]


def latest(until: Position, resources: Sequence[str], limit: int) -> list[Change]:
    """The last changes before a position, newest first."""
    found = _found(LATEST, resources, _before(until) | {"limit": limit})
    return [Change(Position(*row[:3]), *row[3:]) for row in found]


def batch(after: Position, resources: Sequence[str] = ()) -> Batch:
    """What follows a position, as far as it is settled and fits."""
    settled = bounds().settled
    found = changes(after, settled, resources, LARGEST_BATCH)
    end = found[-1].position if len(found) == LARGEST_BATCH else max(after, settled)
    return Batch(after, end, found)


def unsettled(after: Position) -> bool:
    """Whether changes are committed that an earlier transaction may still come before."""
    with connection.cursor() as cursor:
        cursor.execute(UNSETTLED, [after.generation, after.transaction])
        return bool(cursor.fetchone()[0])


def page_before(after: Position, resources: Sequence[str], limit: int) -> Position | None:
    """After which position a page ends at ``after``; None where nothing lies before."""
    found = _found(BEFORE, resources, after._asdict() | {"limit": limit + 1})
    if not found:
        return None
    return Position(*found[-1]) if len(found) > limit else BEGINNING


def _before(until: Position) -> dict[str, int]:
    return {"until_generation": until.generation, "until": until.transaction}


def _found(sql: str, resources: Sequence[str], values: dict[str, Any]) -> list[tuple[Any, ...]]:
    # An equation lets the index of one resource give its changes in order.
    several = "= (%(resources)s)[1]" if len(resources) == 1 else "= ANY (%(resources)s)"
    filtered = f"AND resource {several}" if resources else ""
    with connection.cursor() as cursor:
        cursor.execute(sql.format(filtered=filtered), values | {"resources": list(resources)})
        return cursor.fetchall()
