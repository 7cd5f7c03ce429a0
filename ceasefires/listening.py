"""Reads each change once, as soon as it is settled: told by the database when to look."""

import asyncio
import logging
import socket
import threading
from selectors import EVENT_READ, DefaultSelector

from django.db import DatabaseError, InterfaceError, connection

from . import feed
from .live import Live

logger = logging.getLogger(__name__)

CHANNEL = "ceasefires_changes"
WINDOW = 0.03  # seconds in which changes are gathered
PACE = 0.1  # seconds between full batches, in which readers take them
LONGEST_WAIT = 0.5  # seconds, while a change waits for an earlier transaction to end
UNASKED = 60.0  # seconds after which to look all the same: a dead connection may tell nothing
RECONNECT = 0.5  # seconds


class Listener(threading.Thread):
    """Reads for the readers of ``live``, which is at home in an event loop, until it is ended."""

    def __init__(self, live: Live, loop: asyncio.AbstractEventLoop) -> None:
        super().__init__(name="listener", daemon=True)
        self.live, self.loop = live, loop
        self.position = feed.BEGINNING
        self.away = False
        self.ended = threading.Event()
        self.bell, self.ears = socket.socketpair()

    def end(self) -> None:
        self.ended.set()
        self.bell.close()
        self.join()
        self.ears.close()

    def run(self) -> None:
        """Listen, and listen again when the database was away: nothing is missed meanwhile."""
        while not self.ended.is_set():
            try:
                self._listen()
            except (DatabaseError, InterfaceError) as reason:
                self._tell_once(" ".join(str(reason).split()))
            connection.close()
            self.ended.wait(RECONNECT)

    def _listen(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute(f"LISTEN {CHANNEL}")
        self.away = False
        if self.position == feed.BEGINNING:
            self.position = feed.bounds().settled
            self.loop.call_soon_threadsafe(self.live.start, self.position)
        wait = 0.0
        while not self.ended.is_set():
            if self._read():
                self.ended.wait(PACE)
                continue
            # Whoever holds a change up may roll back, and then no one is told.
            held_up = feed.unsettled(self.position)
            wait = min(wait * 2 or WINDOW, LONGEST_WAIT) if held_up else 0.0
            self.ended.wait(WINDOW)
            self._await_notice(wait or UNASKED)

    def _read(self) -> bool:
        """Pass on what is new; whether more may follow at once."""
        batch = self.live.read(self.position, ())
        self.position = batch.end
        if batch.changes:
            self.loop.call_soon_threadsafe(self.live.tell, batch)
        return batch.full

    def _await_notice(self, seconds: float) -> None:
        """Return when told, or in the end untold. What comes later is for the next time."""
        listening = connection.connection
        with connection.wrap_database_errors:
            if not listening.notifies:
                with DefaultSelector() as either:  # select() takes no file beyond the 1024th
                    either.register(listening, EVENT_READ)
                    either.register(self.ears, EVENT_READ)
                    either.select(seconds)
            listening.poll()
        listening.notifies.clear()

    def _tell_once(self, reason: str) -> None:
        if not self.away:
            logger.warning("The live feed waits for the database: %s", reason)
        self.away = True
