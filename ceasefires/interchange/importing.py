"""Files of foreign formats become records: as a whole or not at all, and told row by row."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol
from uuid import uuid4

from django.db import connection, transaction

from .findings import Bad, Sink
from .origin import Counts, Dataset, Options, Origin
from .reading import Line, Opened, Table, Unreadable, opened

__all__ = [
    "AT_ONCE",
    "WIDEST_MARGIN",
    "WRITTEN_BY",
    "Busy",
    "Counts",
    "Format",
    "Loader",
    "Options",
    "Origin",
    "Outcome",
    "Progress",
    "Result",
    "run",
]

WRITTEN_BY = "import"  # how the request_id begins of every change that an import makes
AT_ONCE = 2000  # rows
WIDEST_MARGIN = 366  # days


class Loader(Protocol):
    """Makes records of rows, all files of a run in turn.

    It stores by ``origin.store`` what the database may refuse, and tells ``origin`` what became of
    each row.
    """

    def take(self, lines: Sequence[Line], origin: Origin, /) -> None: ...

    def finish(self, origin: Origin, /) -> None:
        """After the last row, with the last file: withdraw what has vanished, if that is asked."""


class Format(Dataset, Protocol):
    """``batch``: how many rows a loader takes at once; None: all of a file."""

    batch: int | None

    def lines(self, file: Opened, /) -> Table: ...

    def loader(self, options: Options, /) -> Loader: ...


class Busy(Exception):
    """Another import of the same format is running."""


class Progress(NamedTuple):
    """How far a file has been read."""

    file: str
    rows: int
    read: int
    size: int


class Result(NamedTuple):
    """What became of one file; ``source`` is empty where none was needed."""

    file: str
    source: str
    counts: Counts


@dataclass(frozen=True, slots=True)
class Outcome:
    """``written`` is False where everything was undone: it was to be, or rows were refused."""

    results: Sequence[Result]
    written: bool

    @property
    def counts(self) -> Counts:
        return sum((each.counts for each in self.results), Counts())


def run(
    format: Format,
    paths: Sequence[Path],
    options: Options,
    tell: Sink,
    progress: Callable[[Progress], None],
) -> Outcome:
    """Import files in one transaction; every row that is refused is told, also if all is undone.

    Raises Unreadable for a file that cannot be read at all, and Busy; nothing is written then.
    """
    with ExitStack() as stack:
        files = [stack.enter_context(opened(path, options.most)) for path in paths]
        stack.enter_context(transaction.atomic())
        _alone(format)
        origins = _imported(format, files, options, tell, progress)
        counts = sum((each.counts for each in origins), Counts())
        written = not options.dry_run and (options.keep_good or not counts.refused)
        if not written:
            transaction.set_rollback(True)
    results = [Result(x.file.name, x.known.slug if x.known else "", x.counts) for x in origins]
    return Outcome(results, written)


def _alone(format: Format) -> None:
    with connection.cursor() as cursor:
        key = f"ceasefires import {format.name}"
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [key])
        if not cursor.fetchone()[0]:
            raise Busy(f"Another import of {format.name} is running: wait until it has ended.")


def _imported(
    format: Format,
    files: Sequence[Opened],
    options: Options,
    tell: Sink,
    progress: Callable[[Progress], None],
) -> list[Origin]:
    request = f"{WRITTEN_BY} {format.name} {uuid4()}"
    origins = [Origin(file, format, options, tell, request) for file in files]
    loader = format.loader(options)
    for origin in origins:
        with origin.recorded(), _named(origin.file, len(files) > 1):
            _load(loader, format.lines(origin.file), format.batch, origin, progress)
    last = origins[-1]
    with last.recorded(f"{last.file.name} does not tell of it any more."):
        loader.finish(last)
    for origin in origins:
        with origin.recorded():
            origin.close()
    return origins


@contextmanager
def _named(file: Opened, of_several: bool) -> Iterator[None]:
    """Of several files, says which cannot be read."""
    try:
        yield
    except Unreadable as error:
        raise Unreadable(f"{file.name}: {error}" if of_several else str(error)) from error


def _load(
    loader: Loader,
    table: Table,
    batch: int | None,
    origin: Origin,
    progress: Callable[[Progress], None],
) -> None:
    rows = iter(table)
    while lines := list(islice(rows, batch)):
        origin.counts.read += len(lines)
        for line in lines:
            if line.fault:
                origin.refuse(line.number, Bad("", "", line.fault))
        if good := [line for line in lines if not line.fault]:
            loader.take(good, origin)
        progress(Progress(origin.file.name, origin.counts.read, table.read, table.size))
