"""Tells, of every request anew, what had changed when it came."""

import logging
import time
from collections.abc import Mapping
from threading import Condition
from typing import NamedTuple

import psycopg2

from .changes import Changed, Session, Unwatchable
from .metrics import LOOKS

logger = logging.getLogger(__name__)

RECONNECT = 1.0  # seconds
MOST = 10_000  # ceasefires whose changes are told apart


class Seen(NamedTuple):
    """The looks at which anything, everything and each ceasefire was last seen to have changed."""

    look: int
    anything: int = 0
    everything: int = 0
    ceasefires: Mapping[int, int] = {}

    def at(self, look: int, changed: Changed) -> "Seen":
        """The same, with what a later look has seen."""
        if changed is None or len(self.ceasefires) > MOST:
            return Seen(look, look, look)
        if not changed:
            return self._replace(look=look)
        ceasefires = {**self.ceasefires, **dict.fromkeys(changed, look)}
        return Seen(look, look, self.everything, ceasefires)

    def changed_after(self, look: int, about: frozenset[int] | None) -> bool:
        """Whether what is about some ceasefires (None: any), or an entity, has changed since."""
        if about is None:
            return self.anything > look
        return self.everything > look or any(self.ceasefires.get(each, 0) > look for each in about)


class Watch:
    """Looks at the changes, once for all who wait for that; from any thread."""

    def __init__(self) -> None:
        self._turn = Condition()
        self._begun = self._done = 0
        self._looking = False
        self._seen: Seen | None = None
        self._session: Session | None = None
        self._away_until = 0.0

    def look(self) -> Seen | None:
        """All that had changed when this was called; None where the database does not tell."""
        with self._turn:
            wanted = self._begun + 1  # one that has begun before may have missed it
            while self._looking and self._done < wanted:
                self._turn.wait()
            if self._done >= wanted:
                return self._seen
            self._looking, self._begun = True, wanted
        seen = None
        try:
            seen = self._looked(wanted)
        finally:
            if seen is None:
                self.close()  # what it has told is forgotten, and it would not tell that again
            with self._turn:
                self._looking, self._done, self._seen = False, wanted, seen
                self._turn.notify_all()
        return seen

    def close(self) -> None:
        if self._session:
            self._session.close()
            self._session = None

    def _looked(self, number: int) -> Seen | None:
        if time.monotonic() < self._away_until:
            return None
        try:
            with LOOKS.time():
                self._session = self._session or Session()
                changed = self._session.changed()
        except (psycopg2.Error, Unwatchable) as reason:
            logger.info("No page is kept: %s", " ".join(str(reason).split()))
            self._away_until = time.monotonic() + RECONNECT
            return None
        return (self._seen or Seen(0)).at(number, changed)
