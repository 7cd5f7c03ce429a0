"""Tables read row by row, in constant memory: CSV in UTF-8, alone or in a ZIP."""

import csv
import hashlib
import lzma
import os
import re
import struct
import zlib
from collections import Counter
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from io import BufferedReader
from pathlib import Path
from typing import BinaryIO, NamedTuple, Protocol
from zipfile import BadZipFile, ZipFile, ZipInfo

from django.conf import settings

LONGEST_LINE = 1_000_000  # bytes
LONGEST_RECORD = 4_000_000  # bytes, over all its lines
ZIP, WORKBOOK = b"PK\x03\x04", "[Content_Types].xml"
# Records at the end, and where each tells the size of the directory; the second is of ZIP64.
ZIP_ENDS = ((b"PK\x05\x06", 12, 4), (b"PK\x06\x06", 40, 8))
LONGEST_ENDING, LARGEST_DIRECTORY = 66_000, 100_000  # bytes, the first with a comment
# What zipfile raises for archives that are broken, whether by chance or on purpose.
BROKEN = (
    *(BadZipFile, zlib.error, lzma.LZMAError, struct.error),
    *(EOFError, NotImplementedError, OSError, RuntimeError, ValueError),
)
UTF_16 = (b"\xff\xfe", b"\xfe\xff")
IN_UTF_8 = "Save the file as CSV in UTF-8"
NO_ROWS = "The file has a header, and no row below it."
DELIMITERS = {";": "semicolons", "\t": "tabs", "|": "bars"}


class Unreadable(Exception):
    """Why a file cannot be read at all, and what to do about it."""


class Line(NamedTuple):
    """A row, by the first of its lines (the header's is 1); ``fault``: why it has no cells."""

    number: int
    cells: dict[str, str]
    fault: str = ""


class Table(Protocol):
    """Rows below a header. ``read`` of ``size``, in bytes or rows, have been so far."""

    columns: list[str]
    read: int
    size: int

    def __iter__(self) -> Iterator[Line]: ...


class Lines:
    """The rows of a CSV, with positions in bytes.

    ``optional``: the other columns that are wanted; None: all. Long files have many that are not.
    """

    def __init__(
        self,
        raw: BinaryIO,
        size: int,
        required: Sequence[str],
        optional: Sequence[str] | None = None,
        most: int = 0,
    ) -> None:
        self.size, self.read = size, 0
        self._raw, self._most = raw, most
        self._line = self._record = 0
        self._rows = csv.reader(self._decoded(), strict=True)
        self.columns = header(self._row() or [], required)
        wanted = {*self.columns} if optional is None else {*required, *optional}
        self._places = [place for place, name in enumerate(self.columns) if name in wanted]

    def __iter__(self) -> Iterator[Line]:
        width, places, empty = len(self.columns), self._places, True
        wanted = [self.columns[place] for place in places]
        while (row := self._row()) is not None:
            if len(row) == width and any(cells := [row[place].strip() for place in places]):
                yield Line(self._began, dict(zip(wanted, cells, strict=True)))
            elif any(each.strip() for each in row):
                yield line(self._began, self.columns, [each.strip() for each in row])
            else:
                continue
            empty = False
        if empty:
            raise Unreadable(NO_ROWS)

    def _row(self) -> list[str] | None:
        """The next record; ``_began`` is its first line."""
        self._began, self._record = self._line + 1, 0
        try:
            return next(self._rows, None)
        except csv.Error as error:
            told = f"Line {self._began} is not CSV ({error}): check its quotation marks."
            raise Unreadable(told) from None

    def _decoded(self) -> Iterator[str]:
        while line := self._next_line():
            self._line += 1
            if self._line == 1:
                line = line.removeprefix(b"\xef\xbb\xbf")
            self._check(line)
            try:
                yield line.decode()
            except UnicodeDecodeError as error:
                raise Unreadable(_undecoded(line[error.start], error.start, self._line)) from None

    def _next_line(self) -> bytes:
        try:
            line = self._raw.readline(LONGEST_LINE + 1)
        except BROKEN as error:
            raise Unreadable(f"The file is broken ({error}): fetch it again.") from None
        self.read += len(line)
        self._record += len(line)
        return line

    def _check(self, line: bytes) -> None:
        at = f"Line {self._line}"
        if self._line == 1 and line.startswith(UTF_16):
            raise Unreadable(f"The file is in UTF-16. {IN_UTF_8}.")
        if self._most and self.read > self._most:
            told = f"The ZIP holds more than the {self._most:,} bytes that are read of one."
            raise Unreadable(told)
        if len(line) > LONGEST_LINE or self._record > LONGEST_RECORD:
            raise Unreadable(f"{at} is too long for a row: is a quotation mark missing?")
        if b"\x00" in line:
            place = line.index(b"\x00") + 1
            raise Unreadable(f"{at} holds a NUL (byte {place}): is it in UTF-16? {IN_UTF_8}.")


def _undecoded(byte: int, before: int, line: int) -> str:
    return (
        f"Line {line} is not in UTF-8 (byte {before + 1} of it is 0x{byte:02X}): "
        f"it may be in Windows-1252 or UTF-16. {IN_UTF_8}."
    )


def line(number: int, columns: Sequence[str], cells: Sequence[str]) -> Line:
    if len(cells) == len(columns):
        return Line(number, dict(zip(columns, cells, strict=True)))
    return Line(number, {}, f"has {len(cells)} cells, and the header {len(columns)}.")


def header(cells: Sequence[str], required: Sequence[str]) -> list[str]:
    """The names of columns; each that has one has another."""
    names = [each.strip() for each in cells]
    if not any(names):
        raise Unreadable("The file is empty, or its first line is: that must name the columns.")
    repeated = [name for name, times in Counter(names).items() if name and times > 1]
    if repeated:
        raise Unreadable(f"Line 1 names columns twice: {', '.join(repeated)}.")
    if missing := [name for name in required if name not in names]:
        raise Unreadable(lacking(missing, names))
    return names


def lacking(missing: Sequence[str], names: Sequence[str]) -> str:
    """What is wrong with a header without some names; perhaps only what separates them."""
    for delimiter, called in DELIMITERS.items():
        if any(delimiter in name for name in names):
            return f"Line 1 separates columns by {called}: separate them by commas."
    held = ", ".join(names)
    held = f"{held[:500]}…" if len(held) > 500 else f"{held}."
    return f"Line 1 lacks columns: {', '.join(missing)}. It has: {held}"


class Opened(NamedTuple):
    """A file that is open, its name, the SHA-256 of its bytes, and how many of them it may unpack
    to."""

    raw: BinaryIO
    name: str
    sha256: str
    most: int


@contextmanager
def opened(path: Path, most: int | None = None) -> Iterator[Opened]:
    most = settings.IMPORT_MOST_BYTES if most is None else most
    with readable(path) as raw:
        yield Opened(raw, _printable(path), digest_of(raw, path), most)


def readable(path: Path) -> BufferedReader:
    """A file that is open. A pipe is none: to open it would be to wait for who writes into it."""
    try:
        if path.exists() and not (path.is_file() or path.is_dir()):
            raise Unreadable(f"{path} is not a file that can be read twice, as an import must.")
        return path.open("rb")
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None


def digest_of(raw: BufferedReader, path: Path) -> str:
    """The SHA-256 of its bytes; it stands at its beginning again."""
    try:
        sha256 = hashlib.file_digest(raw, "sha256").hexdigest()
    except OSError as error:
        raise Unreadable(f"{path} cannot be read: {error.strerror}.") from None
    raw.seek(0)
    return sha256


def _printable(path: Path) -> str:
    """A file's name as text that any column can hold."""
    name = os.fsencode(path.name).decode("utf-8", "replace")
    return "".join(each if each.isprintable() else "�" for each in name)[-255:]


def lines(file: Opened, required: Sequence[str], optional: Sequence[str] | None = None) -> Lines:
    """The rows of a CSV, or of the one CSV in a ZIP."""
    zipped = file.raw.read(len(ZIP)) == ZIP
    file.raw.seek(0)
    if not zipped:
        return Lines(file.raw, os.fstat(file.raw.fileno()).st_size, required, optional)
    try:
        packed = archive(file.raw)
        member = _only_member(packed)
        raw: BinaryIO = packed.open(member)  # type: ignore[assignment]
    except BROKEN as error:
        raise Unreadable(f"The ZIP is broken ({error}): fetch it again.") from None
    return Lines(raw, member.file_size, required, optional, file.most)


def archive(raw: BinaryIO) -> ZipFile:
    """A ZIP, whose directory is read whole: of a size that a few files need."""
    raw.seek(max(0, raw.seek(0, os.SEEK_END) - LONGEST_ENDING))
    ending = raw.read()
    if any(size > LARGEST_DIRECTORY for size in _directories(ending)):
        raise Unreadable("The ZIP holds too many files: it must hold one CSV, and no more.")
    raw.seek(0)
    return ZipFile(raw)


def _directories(ending: bytes) -> Iterator[int]:
    """The sizes of a directory as a ZIP may tell them: several times over, if it is made to."""
    for mark, start, length in ZIP_ENDS:
        for found in re.finditer(re.escape(mark), ending):
            size = found.start() + start
            yield int.from_bytes(ending[size : size + length], "little")


def _only_member(archive: ZipFile) -> ZipInfo:
    members = [each for each in archive.infolist() if not each.is_dir()]
    members = [each for each in members if not each.filename.startswith("__MACOSX/")]
    if any(each.filename == WORKBOOK for each in members):
        raise Unreadable(f"The file is a spreadsheet. {IN_UTF_8}.")
    if len(members) != 1:
        raise Unreadable(f"The ZIP holds {len(members)} files: it must hold one CSV, and no more.")
    if members[0].flag_bits & 1:
        raise Unreadable("The ZIP is encrypted: unpack it, and import the CSV.")
    return members[0]
