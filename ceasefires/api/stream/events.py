"""Changes as Server-Sent Events: rendered once, sent to all."""

from collections.abc import AsyncIterator, Sequence
from functools import lru_cache
from random import randint
from typing import NamedTuple

import orjson
from django.db import InterfaceError, OperationalError

from ceasefires import feed
from ceasefires.api.views.changes import shown
from ceasefires.feed import Batch, Change, Position
from ceasefires.live import Live

RECONNECT = (1000, 3000)  # milliseconds; not all come back at once
BEFORE_ROOT = b'"url":"'
Resources = frozenset[str]


class Event(NamedTuple):
    """A change as it is sent, but for the API's root, which goes in between."""

    position: Position
    resource: str
    head: bytes
    tail: bytes


def event(change: Change) -> Event:
    head, before_root, tail = orjson.dumps(shown(change, root="")).partition(BEFORE_ROOT)
    head = b"id: %s\nevent: change\ndata: %s%s" % (_text(change.position), head, before_root)
    return Event(change.position, change.resource, head, tail + b"\n\n")


def read(after: Position, resources: Sequence[str] = ()) -> Batch:
    """What follows a position, rendered."""
    found = feed.batch(after, resources)
    return Batch(found.start, found.end, [event(each) for each in found.changes])


live = Live(read)


async def events(start: Position, resources: Resources, root: str) -> AsyncIterator[bytes]:
    """What one reader is sent: where it begins, then every change after that."""
    yield b"retry: %d\n%s" % (randint(*RECONNECT), still_here(start))
    try:
        async for batch in live.follow(start, sorted(resources)):
            if told := joined(batch, resources, root.encode()):
                yield told
    except (OperationalError, InterfaceError):
        return  # who comes back is told to wait, where the database is still away


def still_here(position: Position) -> bytes:
    """A comment, to keep a quiet connection open, and where to go on: it is no event."""
    return b": \nid: %s\n\n" % _text(position)


# All who follow take the newest batch at about the same time.
@lru_cache(maxsize=16)
def joined(batch: Batch, resources: Resources, root: bytes) -> bytes:
    if not batch.changes:
        return still_here(batch.end)
    wanted = [each for each in batch.changes if not resources or each.resource in resources]
    return b"".join(part for each in wanted for part in (each.head, root, each.tail))


def _text(position: Position) -> bytes:
    return str(position).encode()
