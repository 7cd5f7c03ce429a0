"""How Postgres' programs are run: Postgres refuses to run as root, we may well be root."""

import os
import pwd
import shutil
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tracker.postgres.errors import PostgresUnavailable

NOBODY = 65534


@dataclass(frozen=True)
class Runner:
    """A way of running programs, and the uid that must own the files they write."""

    prefix: tuple[str, ...]
    owner: int
    demoted: bool = False

    def run(self, *command: str) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [*self.prefix, *command],
            cwd="/",  # the caller's folder may be closed to the one who runs
            env=environment(),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            **self._identity(),
        )

    def _identity(self) -> dict[str, Any]:
        """Arguments that make a root process give up root for good."""
        if not self.demoted:
            return {}
        return {"user": self.owner, "group": pwd.getpwuid(self.owner).pw_gid, "extra_groups": []}

    def give(self, path: Path) -> None:
        """Hand over a file or a folder with all that it holds, if another owns it."""
        if not path.exists() or path.stat().st_uid == self.owner:
            return
        for each in [path, *path.rglob("*")]:
            os.chown(each, self.owner, -1, follow_symlinks=False)

    def require_access(self, *paths: Path) -> None:
        """Someone demoted from root may be kept out by a private folder on the way."""
        for path in paths:
            if self.demoted and self.run("/bin/sh", "-c", 'test -x "$0"', str(path)).returncode:
                raise PostgresUnavailable(
                    "Postgres refuses to run as root, this machine forbids user namespaces, and "
                    f"user nobody cannot enter {path}: move the checkout to a folder that all may "
                    "enter, such as /srv, or work as an ordinary user, or set DATABASE_URL."
                )


def runner() -> Runner:
    """Ourselves; for root a user namespace in which root is nobody, else user nobody itself.

    The namespace comes first because it needs no change of owner and works inside root's own
    private folders; a chroot and many containers forbid it, macOS has none.
    """
    if os.getuid() != 0:
        return Runner((), os.getuid())
    namespace = ("unshare", "--user", f"--map-user={NOBODY}", f"--map-group={NOBODY}")
    if can_unshare(namespace):
        return Runner(namespace, 0)
    return Runner((), pwd.getpwnam("nobody").pw_uid, demoted=True)


def can_unshare(namespace: tuple[str, ...]) -> bool:
    if sys.platform != "linux" or not shutil.which("unshare"):
        return False
    return subprocess.run([*namespace, "true"], capture_output=True).returncode == 0


def environment() -> dict[str, str]:
    """Ours without libpq's variables, which would redirect pg_ctl; messages in English."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PG")}
    return kept | {"LC_ALL": "C"}
