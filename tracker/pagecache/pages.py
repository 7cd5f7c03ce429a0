"""Pages, and where they are kept: in so many bytes, the one asked least recently leaves first."""

import gzip
from collections import OrderedDict
from dataclasses import dataclass
from datetime import UTC, datetime
from threading import Event, Lock

from ceasefires.lasting import Lasting

from .metrics import BYTES, EVICTIONS, PAGES
from .watch import Seen

Key = tuple[str, ...]
Headers = list[tuple[str, str]]

OVERHEAD = 2000  # bytes that a page takes besides its body and its key
LARGEST_SHARE = 16  # no page takes more of the budget than one in so many
WORTH_PACKING = 1000  # bytes


@dataclass(slots=True, eq=False)
class Page:
    """An answer that was made after ``look``, from ``made`` on; ``packed``: its body, compressed.

    ``headers`` are those that stay the same.
    """

    headers: Headers
    etag: str
    body: bytes
    lasting: Lasting
    made: datetime
    look: int
    packed: bytes | None = None

    def stands(self, seen: Seen) -> bool:
        """Whether it would be made just so again. A clock that was set back may undo a change."""
        now, until = datetime.now(UTC), self.lasting.until
        in_time = self.made <= now and (until is None or now < until)
        return in_time and not seen.changed_after(self.look, self.lasting.about)

    def size(self) -> int:
        return OVERHEAD + len(self.body) + len(self.packed or b"")


class Pages:
    def __init__(self, budget: int) -> None:
        self.budget = budget
        self.bytes = 0
        self._pages: OrderedDict[Key, Page] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Key) -> Page | None:
        with self._lock:
            page = self._pages.get(key)
            if page:
                self._pages.move_to_end(key)
            return page

    def keep(self, key: Key, page: Page) -> None:
        if _taken(key, page) > self.budget // LARGEST_SHARE:
            return
        with self._lock:
            self._drop(key)
            self._pages[key] = page
            self.bytes += _taken(key, page)
            self._make_room()

    def packed(self, key: Key, page: Page) -> bytes:
        """The body of a page that is kept, compressed once; empty where that does not pay."""
        worth = page.packed is None and len(page.body) >= WORTH_PACKING
        if worth and self._pages.get(key) is page:
            self._pack(key, page)
        return page.packed or b""

    def _pack(self, key: Key, page: Page) -> None:
        packed = gzip.compress(page.body, mtime=0)
        with self._lock:
            if self._pages.get(key) is page and page.packed is None:
                page.packed = packed
                self.bytes += len(packed)
                self._make_room()

    def _drop(self, key: Key) -> None:
        page = self._pages.pop(key, None)
        if page:
            self.bytes -= _taken(key, page)

    def _make_room(self) -> None:
        while self.bytes > self.budget:
            self._drop(next(iter(self._pages)))
            EVICTIONS.inc()
        BYTES.set(self.bytes)
        PAGES.set(len(self._pages))


def _taken(key: Key, page: Page) -> int:
    return page.size() + sum(map(len, key))


class Flights:
    """Of several who want the same page made, one makes it and the others wait."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._under_way: dict[Key, Event] = {}

    def lead(self, key: Key) -> bool:
        """Whether to make it, and to tell with ``land``; no: another has, or has failed to."""
        with self._lock:
            landed = self._under_way.get(key)
            if landed is None:
                self._under_way[key] = Event()
                return True
        landed.wait()
        return False

    def land(self, key: Key) -> None:
        with self._lock:
            self._under_way.pop(key).set()
