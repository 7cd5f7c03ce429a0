"""The first sheet of a spreadsheet (XLSX), read row by row."""

import re
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import MAXYEAR, date, datetime, time, timedelta
from typing import Any, BinaryIO
from zipfile import ZipFile

from openpyxl import load_workbook

from .reading import BROKEN, NO_ROWS, WORKBOOK, Line, Unreadable, archive, header

MOST_UNPACKED, MOST_IN_A_PART = 150_000_000, 30_000_000  # bytes; parts are read whole
MOST_ROWS = 1_048_576
SHEETS, MACROS = "xl/worksheets/", "vbaProject.bin"
HALF_A_SECOND = timedelta(seconds=0.5)
AROUND = re.compile(r'\[[^]]*\]|"[^"]*"|\\.')  # of a date's format: colours, languages and text


def is_workbook(raw: BinaryIO) -> bool:
    try:
        return WORKBOOK in archive(raw).namelist()
    except BROKEN:
        return False
    finally:
        raw.seek(0)


class Sheet:
    """The rows of a sheet, with positions in rows; its size is what the file says of itself."""

    def __init__(self, raw: BinaryIO, required: Sequence[str] = ()) -> None:
        with told():
            _check(archive(raw))
            book = load_workbook(raw, read_only=True, keep_links=False)
            if not book.worksheets:
                raise Unreadable("The spreadsheet has no sheet.")
            sheet = book.worksheets[0]
            self.read, self.size = 0, sheet.max_row or 0
            sheet.reset_dimensions()  # which may be wrong, and would have rows filled up
            self._rows = sheet.iter_rows()
        first = [_text(each) for each in self._next() or []]
        while first and not first[-1]:
            first.pop()
        self.columns = header(first, required)

    def __iter__(self) -> Iterator[Line]:
        empty = True
        while (row := self._next()) is not None:
            if any(each.value not in (None, "") for each in row):
                yield self._line(row)
                empty = False
        if empty:
            raise Unreadable(NO_ROWS)

    def _next(self) -> Sequence[Any] | None:
        with told():
            row = next(self._rows, None)
        self.read += 1
        if self.read > MOST_ROWS:
            raise Unreadable(f"The sheet has more than {MOST_ROWS:,} rows.")
        return row

    def _line(self, row: Sequence[Any]) -> Line:
        width = len(self.columns)
        if any(each.value not in (None, "") for each in row[width:]):
            return Line(self.read, {}, "has cells beyond the last column that has a name.")
        for name, cell in zip(self.columns, row, strict=False):
            if cell.data_type in FAULTS:
                return Line(self.read, {}, f"{name} {FAULTS[cell.data_type]}")
        cells = [_text(each) for each in row[:width]]
        cells += [""] * (width - len(cells))
        return Line(self.read, dict(zip(self.columns, cells, strict=True)))


FAULTS = {"f": "holds a formula: paste what it gives instead.", "e": "holds an error."}


def _check(packed: ZipFile) -> None:
    members = packed.infolist()
    if any(each.filename.endswith(MACROS) for each in members):
        raise Unreadable("The spreadsheet holds macros: save it as XLSX without.")
    parts = [each for each in members if not each.filename.startswith(SHEETS)]
    too_large = any(each.file_size > MOST_IN_A_PART for each in parts)
    if too_large or sum(each.file_size for each in members) > MOST_UNPACKED:
        raise Unreadable("The spreadsheet unpacks to more than is read: save it as CSV.")


@contextmanager
def told() -> Iterator[None]:
    """What openpyxl makes of a broken file can be any error there is."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of styles and extensions that it does not know
            yield
    except Unreadable:
        raise
    except Exception as error:
        raise Unreadable(f"The spreadsheet is broken ({type(error).__name__}).") from error


def _text(cell: Any) -> str:
    """What a cell shows, as a CSV would have it."""
    value = cell.value
    if isinstance(value, datetime):
        return _moment(value, cell.number_format)
    if isinstance(value, date | time | timedelta):
        return str(value)
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    return "" if value is None else str(value).strip()


def _moment(value: datetime, shown_as: str) -> str:
    """A day where no time is shown; times are kept by spreadsheets as fractions."""
    shown = AROUND.sub("", shown_as.lower())
    if value.time() == time() and not {"h", "s"} & {*shown}:
        return _day(value, shown)
    near = value + HALF_A_SECOND if value.year < MAXYEAR else value  # which has no next
    return f"{near:%Y-%m-%d %H:%M:%S}"


def _day(value: date, shown: str) -> str:
    """Of 2014-08, typed, programs make the first of August, and show August 2014."""
    if "d" in shown or value.day != 1:
        return f"{value:%Y-%m-%d}"
    return f"{value:%Y}" if "m" not in shown and value.month == 1 else f"{value:%Y-%m}"
