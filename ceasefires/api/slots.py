"""How many answers of no known length are given at once: a slow reader keeps a thread busy."""

import logging
import threading
from collections.abc import Generator, Iterator

from django.conf import settings

from .problems import Unavailable

logger = logging.getLogger(__name__)
SLOTS = threading.BoundedSemaphore(settings.WHOLE_LISTS)
BUSY = "As many whole lists are being read as can be at once: try again in a few seconds."


class Slot:
    """The pieces of an answer, for which there is a place until it is closed, read or not.

    Nothing is answered before the first piece is there. Later a status is no more to be changed,
    and the server ends an answer that fails as if it were whole: so it says itself that it is not.
    """

    def __init__(self, pieces: Generator[bytes, None, None], cut_off: bytes) -> None:
        if not SLOTS.acquire(blocking=False):
            raise Unavailable(BUSY)
        self.pieces, self.held = pieces, True
        try:
            self.told = self._told(next(pieces, b""), cut_off)
        except BaseException:
            self.close()
            raise

    def _told(self, first: bytes, cut_off: bytes) -> Iterator[bytes]:
        yield first
        try:
            yield from self.pieces
        except Exception:
            logger.exception("An answer was cut off")
            yield cut_off

    def __iter__(self) -> "Slot":
        return self

    def __next__(self) -> bytes:
        return next(self.told)

    def close(self) -> None:
        """Called by the server at the answer's end, however it ends."""
        self.pieces.close()
        if self.held:
            self.held = False
            SLOTS.release()
