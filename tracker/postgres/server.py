"""Several processes share one server: the first starts it, the last one to leave stops it."""

import fcntl
import shutil
import tempfile
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from tracker.postgres.cluster import Cluster

# Nothing of a throw-away server need survive a power cut.
THROWAWAY = {"fsync": "off", "synchronous_commit": "off", "full_page_writes": "off"}


class Server:
    """The server whose data lives in `home`.

    Every process that uses it holds a shared lock on `users.lock`; the kernel lets go of it even
    on kill -9, so a crashed process is never counted. A server that was orphaned this way is
    simply used by the next. `change.lock` is held by whoever starts or stops.
    """

    def __init__(self, home: Path, options: Mapping[str, str] | None = None) -> None:
        self.home = home
        self.cluster = Cluster(home / "postgres", options or {})

    @property
    def url(self) -> str:
        return self.cluster.url()

    @contextmanager
    def in_use(self) -> Iterator[str]:
        """Inside this block the server answers at the URL that it yields."""
        self.home.mkdir(mode=0o700, parents=True, exist_ok=True)
        with (self.home / "users.lock").open("a") as users:
            try:
                with self._changing():
                    fcntl.flock(users, fcntl.LOCK_SH)
                    self.cluster.ensure()
                yield self.url
            finally:
                self._leave(users)

    def revive(self) -> None:
        """Start it again if it was killed under those who use it."""
        if not self.cluster.running():
            with self._changing():
                self.cluster.ensure()

    def _leave(self, users: IO[str]) -> None:
        with self._changing():
            if alone(users) and self.cluster.running():
                self.cluster.stop()

    @contextmanager
    def _changing(self) -> Iterator[None]:
        with (self.home / "change.lock").open("a") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            yield


def alone(users: IO[str]) -> bool:
    """Whether no other process holds the lock."""
    try:
        fcntl.flock(users, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    return True


@contextmanager
def throwaway() -> Iterator[str]:
    """The URL of a new and empty server, gone with its data after the block."""
    home = Path(tempfile.mkdtemp(prefix="ceasefires-"))
    try:
        with Server(home, THROWAWAY).in_use() as url:
            yield url
    finally:
        shutil.rmtree(home, ignore_errors=True)
