"""What a person should know of an imported file, row by row, and its report as CSV."""

import csv
from collections.abc import Iterable
from typing import NamedTuple, Protocol, TextIO

from ceasefires.spreadsheets import escaped

LONGEST_VALUE = 200
COLUMNS = ("kind", "file", "line", "field", "value", "reason")
REFUSED, NOTE = "refused", "note"


class Bad(ValueError):
    """A cell, or a row (no field), that cannot be taken."""

    def __init__(self, field: str, value: object, reason: str) -> None:
        super().__init__(f"{field}: {reason}" if field else reason)
        self.field, self.value, self.reason = field, str(value), reason


class Finding(NamedTuple):
    """Why a row was refused, or a note on one that was taken; the header is line 1."""

    kind: str
    file: str
    line: int
    field: str
    value: str
    reason: str


class Sink(Protocol):
    """Takes findings one by one, as there may be as many as rows."""

    def __call__(self, finding: Finding, /) -> None: ...


class Writer:
    """Writes findings as CSV; nothing at all where there are none."""

    def __init__(self, out: TextIO) -> None:
        self._write = csv.writer(out).writerow
        self.written = 0

    def __call__(self, finding: Finding) -> None:
        if not self.written:
            self._write(COLUMNS)
        self.written += 1
        self._write(_cells(finding))


def _cells(finding: Finding) -> Iterable[object]:
    value = finding.value
    cut = value if len(value) <= LONGEST_VALUE else f"{value[:LONGEST_VALUE]}…"
    given = finding._replace(value=cut)
    return [escaped(each) if isinstance(each, str) else each for each in given]
