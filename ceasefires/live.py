"""The newest changes for many readers at once: read once, kept for a while, awaited by all.

All of it but ``in_thread``'s functions runs in one event loop; listening.py reads for it.
"""

import asyncio
from bisect import bisect_right
from collections.abc import AsyncIterator, Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeVar

from django.db import close_old_connections

from . import feed
from .feed import Batch, Position

KEPT = 10_000  # changes; a reader that is further behind reads the database
THREADS = 4  # each keeps a database connection

Returned = TypeVar("Returned")
threads = ThreadPoolExecutor(THREADS, thread_name_prefix="database")


async def in_thread(function: Callable[..., Returned], *given: Any) -> Returned:
    """What a function that asks the database returns; the event loop goes on meanwhile."""

    def call() -> Returned:
        close_old_connections()
        return function(*given)

    return await asyncio.get_running_loop().run_in_executor(threads, call)


class Live:
    """Batches in the order of the feed, without a gap from ``begin`` on."""

    def __init__(self, read: Callable[[Position, Sequence[str]], Batch]) -> None:
        self.read = read
        self.begin = feed.BEGINNING
        self.batches: list[Batch] = []
        self.held = 0
        self.beats = 0
        self.ended = False
        self.news = asyncio.Event()

    def start(self, position: Position) -> None:
        """From here on every change will be told."""
        self.begin = position
        self._wake()

    def tell(self, batch: Batch) -> None:
        self.batches.append(batch)
        self.held += len(batch.changes)
        while self.held > KEPT:
            oldest = self.batches.pop(0)
            self.held -= len(oldest.changes)
            self.begin = oldest.end
        self._wake()

    def beat(self) -> None:
        """Have every reader show that it is still there."""
        self.beats += 1
        self._wake()

    def end(self) -> None:
        self.ended = True
        self._wake()

    async def follow(self, position: Position, resources: Sequence[str]) -> AsyncIterator[Batch]:
        """Batches after a position until the end, and one without changes at each beat.

        What was told to all holds every resource; what is read for this one reader, some.
        """
        beats = self.beats
        while not self.ended:
            news = self.news
            if batch := await self._next(position, resources):
                yield batch.after(position)
                position = batch.end
            elif beats != self.beats:
                beats = self.beats
                yield Batch(position, position)
            else:
                await news.wait()

    async def _next(self, position: Position, resources: Sequence[str]) -> Batch | None:
        if position < self.begin:
            return await in_thread(self.read, position, resources)
        index = bisect_right(self.batches, position, key=lambda each: each.end)
        return self.batches[index] if index < len(self.batches) else None

    def _wake(self) -> None:
        self.news.set()
        self.news = asyncio.Event()
