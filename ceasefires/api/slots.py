"""How many answers of no known length are given at once: a slow reader keeps a thread busy."""

import threading
from collections.abc import Generator

from django.conf import settings

from .problems import Unavailable

SLOTS = threading.BoundedSemaphore(settings.WHOLE_LISTS)
BUSY = "As many whole lists are being read as can be at once: try again in a few seconds."


class Slot:
    """The pieces of an answer, for which there is a place until it is closed, read or not."""

    def __init__(self, pieces: Generator[bytes, None, None]) -> None:
        if not SLOTS.acquire(blocking=False):
            raise Unavailable(BUSY)
        self.pieces, self.held = pieces, True

    def __iter__(self) -> "Slot":
        return self

    def __next__(self) -> bytes:
        return next(self.pieces)

    def close(self) -> None:
        """Called by the server at the answer's end, however it ends."""
        self.pieces.close()
        if self.held:
            self.held = False
            SLOTS.release()
