"""Somebody else who writes while a test is in the midst of a write of its own."""

from collections.abc import Callable
from threading import Thread

from django.db import connection

LONG_ENOUGH_TO_WRITE = 0.3


class Meanwhile(Thread):
    """Writes over a connection of its own; whom it has to wait for, it waits for."""

    def __init__(self, write: Callable[[], object]) -> None:
        super().__init__()
        self.write = write

    def run(self) -> None:
        try:
            self.write()
        finally:
            connection.close()

    def begin(self) -> None:
        """Return once it has written, or must be waiting."""
        self.start()
        self.join(LONG_ENOUGH_TO_WRITE)
