"""The way back: an export becomes the records of an empty database, all of them or none."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from django.db import connection, models

from ceasefires.actions import Refused
from ceasefires.interchange.findings import Bad
from ceasefires.interchange.importing import AT_ONCE, Options, Origin
from ceasefires.interchange.reading import Line, Opened, Unreadable
from ceasefires.models import Assessment, Participation, Violation
from ceasefires.models.fields import FuzzyInstant

from .columns import Column
from .keys import Reference
from .opening import JsonLines, files
from .tables import TABLES, Table

BY_FILE = {f"{table.name}.ndjson": table for table in TABLES}
NEW_KEYS = "SELECT nextval(pg_get_serial_sequence(%s, %s)) FROM generate_series(1, %s)"
AS_A_WHOLE = "A dataset is imported as a whole, as it was exported: leave out all other options."
NOT_EMPTY = (
    "The database holds {0} already: a dataset is imported into an empty one. Name a new database, "
    "run `manage.py migrate` there, and import then."
)


class Export:
    """An export as a format. It makes no source of its own: all that it holds has its own."""

    name = "dataset"
    publisher = title = link = licence = ""
    batch: int | None = AT_ONCE

    def files(self, folders: Sequence[Path]) -> list[Path]:
        if len(folders) > 1:
            raise Unreadable("Give one folder: a dataset is imported into an empty database.")
        if not (found := files(folders[0])):
            raise Unreadable("The dataset has no rows: there is nothing to import.")
        return found

    def lines(self, file: Opened) -> JsonLines:
        return JsonLines(file, BY_FILE[file.name])

    def loader(self, options: Options) -> "Loader":
        if options != Options(dry_run=options.dry_run, editor=options.editor):
            raise Unreadable(AS_A_WHOLE)
        for table in TABLES:
            if table.model._default_manager.exists():
                raise Unreadable(NOT_EMPTY.format(table.name.replace("-", " ")))
        return Loader()


@dataclass(frozen=True, slots=True)
class Row:
    """A record to be stored. ``key``: what others know it by; ``within``: the key of the row of its
    own table that it refers to."""

    line: int
    record: Any
    key: str
    within: str


class Loader:
    """``known``: of each table, the primary keys of what was taken, by what others know it by."""

    def __init__(self) -> None:
        self.known: dict[str, dict[Any, Any]] = {table.name: {} for table in TABLES}

    def take(self, lines: Sequence[Line], origin: Origin) -> None:
        table = BY_FILE[origin.file.name]
        self._find_acts(table, lines)
        rows = list(self._rows(table, lines, origin))
        for row, reason in origin.store(rows, partial(self._write, table, origin)):
            self.known[table.name].pop(row.key, None)
            origin.refuse(row.line, reason)

    def finish(self, origin: Origin) -> None:
        """Nothing vanishes from an empty database."""

    def _find_acts(self, table: Table, lines: Sequence[Line]) -> None:
        """Of the many acts, those alone that these lines refer to."""
        for column in table.references:
            if column.field.related_model is Violation:
                meant = [pk for line in lines if (pk := _read(column, line))]
                there = Violation.objects.filter(pk__in=meant).values_list("pk", flat=True)
                self.known[column.table] = {pk: pk for pk in there}

    def _rows(self, table: Table, lines: Sequence[Line], origin: Origin) -> Iterator[Row]:
        for line, pk in zip(lines, _new_keys(table, len(lines)), strict=True):
            values, wrong = self._values(table, line.cells)
            if wrong:
                origin.refuse(line.number, *wrong)
                continue
            row = _row(table, line, table.model(**values | pk))
            if row.key in self.known[table.name]:
                origin.refuse(line.number, Bad(table.key[0], row.key, "is that of another line."))
                continue
            if row.key:
                self.known[table.name][row.key] = row.record.pk
            yield row

    def _values(self, table: Table, cells: dict[str, Any]) -> tuple[dict[str, Any], list[Bad]]:
        """What a line holds, by attribute of the model, and all that is wrong with it."""
        names = {column.name for column in table.columns}
        wrong = [Bad(name, "", "there is no such field.") for name in cells if name not in names]
        values: dict[str, Any] = {}
        for column in table.columns:
            if not column.derived:
                try:
                    values[column.field.attname] = self._value(column, cells.get(column.name))
                except Bad as bad:
                    wrong.append(bad)
        return values, wrong

    def _value(self, column: Column, given: Any) -> Any:
        taken = column.taken(given)
        if not isinstance(column, Reference) or taken is None:
            return taken
        if (pk := self.known[column.table].get(taken)) is None:
            raise column.bad(given, f"is no row of {column.table}, or of one that was refused.")
        return pk

    def _write(self, table: Table, origin: Origin, rows: Sequence[Row]) -> None:
        for row in rows:
            if row.within and row.within not in self.known[table.name]:
                raise Refused(row.record, "", "refers to a row that was refused.")
        table.model._default_manager.bulk_create([row.record for row in rows])
        if table.model is Assessment:
            _keep_undated(rows)
        origin.counts.created += len(rows)


def _read(column: Column, line: Line) -> Any:
    try:
        return column.taken(line.cells.get(column.name))
    except Bad:
        return None


def _row(table: Table, line: Line, record: Any) -> Row:
    key = line.cells.get(table.key[0]) if table.key == ("slug",) else ""
    if table.model is Participation:
        key = ":".join(line.cells[name] for name in ("ceasefire", "party", "role"))
    within = table.within and line.cells.get(table.within.name)
    return Row(line.number, record, key or "", within or "")


def _new_keys(table: Table, number: int) -> list[dict[str, int]]:
    """Primary keys that this database gives, where the dataset has none."""
    field = table.model._meta.pk
    if not isinstance(field, models.AutoField | models.BigAutoField):
        return [{}] * number
    with connection.cursor() as cursor:
        cursor.execute(NEW_KEYS, [table.model._meta.db_table, field.column, number])
        return [{field.attname: key} for (key,) in cursor.fetchall()]


def _keep_undated(rows: Sequence[Row]) -> None:
    """The database dates a new assessment by its source, which may have been dated since."""
    undated = [row.record.pk for row in rows if row.record.assessed_at.at is None]
    unknown = FuzzyInstant()
    Assessment.objects.filter(pk__in=undated).update(
        assessed_at_at=unknown.at, assessed_at_precision=unknown.precision
    )
