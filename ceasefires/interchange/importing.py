"""Files of foreign formats become records: as a whole or not at all, and told row by row."""

from collections.abc import Callable, Iterator, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from itertools import islice
from pathlib import Path
from typing import NamedTuple, Protocol, TypeVar
from uuid import uuid4

from django.db import DatabaseError, connection, transaction

from ceasefires.actions import Refused
from ceasefires.choices import Precision
from ceasefires.models import Source
from ceasefires.models.fields import FuzzyInstant, ImportedFile
from ceasefires.recording import recorded
from ceasefires.refusals import refusal_of

from .findings import NOTE, REFUSED, Bad, Finding, Sink
from .reading import Line, Opened, opened

WRITTEN_BY = "import"  # how the request_id begins of every change that an import makes
AT_ONCE = 2000  # rows
Unit = TypeVar("Unit")


@dataclass
class Counts:
    """What became of rows. ``read`` and ``refused`` count rows, ``unmatched`` rows that met
    nothing to be set against; the others count records."""

    read: int = 0
    created: int = 0
    updated: int = 0
    unchanged: int = 0
    unmatched: int = 0
    withdrawn: int = 0
    refused: int = 0

    def __add__(self, other: "Counts") -> "Counts":
        names = [each.name for each in fields(self)]
        return Counts(**{name: getattr(self, name) + getattr(other, name) for name in names})


@dataclass(frozen=True, slots=True)
class Options:
    """``margin``: days before and after a window in which acts are kept. ``published``: the day on
    which the files were. ``complete``: what they do not tell of any more is withdrawn."""

    published: date | None = None
    keep_good: bool = False
    dry_run: bool = False
    complete: bool = False
    margin: int = 0
    editor: int | None = None


class Rows(Protocol):
    """The rows of a file. ``read`` of its ``size`` bytes have been so far."""

    read: int
    size: int

    def __iter__(self) -> Iterator[Line]: ...


class Loader(Protocol):
    """Makes records of rows, all files of a run in turn.

    It stores by ``origin.store`` what the database may refuse, and tells ``origin`` what became of
    each row.
    """

    def take(self, lines: Sequence[Line], origin: "Origin", /) -> None: ...

    def finish(self, origin: "Origin", /) -> None:
        """After the last row, with the last file: withdraw what has vanished, if that is asked."""


class Format(Protocol):
    """``batch``: how many rows a loader takes at once; None: all of a file."""

    name: str
    publisher: str
    title: str
    link: str
    licence: str
    batch: int | None

    def lines(self, file: Opened, /) -> Rows: ...

    def loader(self, options: Options, /) -> Loader: ...


class Busy(Exception):
    """Another import of the same format is running."""


@dataclass
class Origin:
    """A file that is being imported: where what is read of it comes from."""

    file: Opened
    format: Format
    options: Options
    tell: Sink
    counts: Counts = field(default_factory=Counts)
    known: Source | None = None
    new: bool = False

    def source(self) -> Source:
        """The file as a source. It is made when it is first needed."""
        if self.known is None:
            self.known = Source.objects.filter(
                dataset=self.format.name, file_sha256=self.file.sha256
            ).first()
        if self.known is None:
            self.known, self.new = self._made(), True
        return self.known

    def _made(self) -> Source:
        source = Source(
            slug=f"{self.format.name}-{self.file.sha256[:12]}",
            publisher=self.format.publisher,
            title=self.format.title,
            link=self.format.link,
            licence=self.format.licence,
            accessed=_now(),
            dataset=self.format.name,
        )
        source.file = self._file()
        if day := self.options.published:
            at = datetime.combine(day, time(), UTC)
            source.published = FuzzyInstant(at, Precision.DAY.value)
        source.save(force_insert=True)
        return source

    def _file(self) -> ImportedFile:
        return ImportedFile(self.file.name, self.file.sha256, **vars(self.counts))

    def close(self) -> None:
        """Keep how it went with the source, if that is new."""
        if self.known and self.new:
            self.known.file = self._file()
            self.known.save(update_fields=[f"file_{name}" for name in vars(self.counts)])

    def refuse(self, line: int, *wrong: Bad) -> None:
        """A row that is not taken, and everything that is wrong with it."""
        self.counts.refused += 1
        for each in wrong:
            self._tell(REFUSED, line, each)

    def note(self, line: int, told: Bad) -> None:
        """Something that a person should know of a row that is taken."""
        self._tell(NOTE, line, told)

    def _tell(self, kind: str, line: int, told: Bad) -> None:
        self.tell(Finding(kind, self.file.name, line, told.field, told.value, told.reason))

    def store(
        self, units: Sequence[Unit], write: Callable[[Sequence[Unit]], None]
    ) -> Iterator[tuple[Unit, Bad]]:
        """Write units, all at once if the database takes them; those that it refuses, and why.

        ``write`` may be called again, with fewer: it writes and counts, and does nothing else.
        """
        if not units:
            return
        was = replace(self.counts), self.known, self.new
        try:
            with transaction.atomic():
                write(units)
                _check_references()
        except (DatabaseError, Refused) as error:
            self.counts, self.known, self.new = was
            reason = _reason(error)
            if len(units) == 1:
                yield units[0], reason
                return
            middle = len(units) // 2
            yield from self.store(units[:middle], write)
            yield from self.store(units[middle:], write)


def _now() -> datetime:
    """The database's, whose constraints compare with its own clock."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT now()")
        now: datetime = cursor.fetchone()[0]
    return now


def _check_references() -> None:
    """Which the database would otherwise do at the very end, when nobody knows whose they are."""
    with connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED")


def _reason(error: DatabaseError | Refused) -> Bad:
    """What is wrong with what was written; what is no fault of it is raised again."""
    if isinstance(error, Refused):
        return Bad(error.field, "", str(error))
    refusal = refusal_of(error)
    if refusal is None or refusal.meanwhile:
        raise error
    name, told, reason = refusal.message.partition(": ")
    return Bad(name, "", reason) if told else Bad("", "", refusal.message)


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
        files = [stack.enter_context(opened(path)) for path in paths]
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
    origins = [Origin(file, format, options, tell) for file in files]
    loader, request = format.loader(options), f"{WRITTEN_BY} {format.name} {uuid4()}"
    for origin in origins:
        reason = f"Imported from {origin.file.name}."
        with recorded(editor=options.editor, reason=reason, request_id=request):
            _load(loader, format.lines(origin.file), origin, progress)
    last = origins[-1]
    reason = f"{last.file.name} does not tell of it any more."
    with recorded(editor=options.editor, reason=reason, request_id=request):
        loader.finish(last)
    with recorded(editor=options.editor, reason="Counted.", request_id=request):
        for origin in origins:
            origin.close()
    return origins


def _load(
    loader: Loader, lines: Rows, origin: Origin, progress: Callable[[Progress], None]
) -> None:
    rows = iter(lines)
    while batch := list(islice(rows, origin.format.batch)):
        origin.counts.read += len(batch)
        for line in batch:
            if line.fault:
                origin.refuse(line.number, Bad("", "", line.fault))
        if good := [line for line in batch if not line.fault]:
            loader.take(good, origin)
        progress(Progress(origin.file.name, origin.counts.read, lines.read, lines.size))
