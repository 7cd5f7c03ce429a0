"""A file that is being imported: what is read of it, what became of it, and who says so."""

import re
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass, field, fields, replace
from datetime import UTC, date, datetime, time
from typing import Protocol, TypeVar

from django.db import DatabaseError, connection, transaction

from ceasefires.actions import Refused
from ceasefires.choices import Precision
from ceasefires.models import Source
from ceasefires.models.fields import FuzzyInstant, ImportedFile
from ceasefires.recording import recorded
from ceasefires.refusals import refusal_of

from .findings import NOTE, REFUSED, Bad, Finding, Sink
from .reading import Opened

Unit = TypeVar("Unit")

AT_A_FIELD = re.compile(r"([a-z_]+(?:, [a-z_]+)*): (.+)", re.DOTALL)


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
    which the files were. ``complete``: what they do not tell of any more is withdrawn. ``most``:
    bytes that a ZIP may unpack to, if not as the settings say."""

    published: date | None = None
    keep_good: bool = False
    dry_run: bool = False
    complete: bool = False
    margin: int = 0
    editor: int | None = None
    most: int | None = None


class Dataset(Protocol):
    """What a file is a copy of, as its source names it."""

    name: str
    publisher: str
    title: str
    link: str
    licence: str


@dataclass
class Origin:
    """A file that is being imported: where what is read of it comes from."""

    file: Opened
    format: Dataset
    options: Options
    tell: Sink
    request: str = ""
    counts: Counts = field(default_factory=Counts)
    known: Source | None = None
    new: bool = False

    def recorded(self, reason: str = "") -> AbstractContextManager[None]:
        """History says of every change inside that it comes from this file."""
        why = reason or f"Imported from {self.file.name}."
        return recorded(editor=self.options.editor, reason=why, request_id=self.request)

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
    placed = AT_A_FIELD.fullmatch(refusal.message)
    return Bad(placed[1], "", placed[2]) if placed else Bad("", "", refusal.message)
