"""Lists in the forms that people's tools read: CSV, lines of JSON, GeoJSON."""

import csv
import io
from collections.abc import Callable, Container, Generator, Iterable, Iterator
from itertools import islice
from typing import Any, ClassVar

import orjson
from rest_framework.renderers import BaseRenderer

from ceasefires.spreadsheets import escaped

from .rows import Row, Rows

AT_ONCE = 500  # lines
# No form takes this for an end: not JSON, and to CSV a quotation that does not close.
CUT_OFF = '"The list was cut off here, and is not whole: ask again.\n'


class Flat(BaseRenderer):
    """A form in which a list can be had. It is written piece by piece, never rendered whole."""

    charset = None
    needs: ClassVar[tuple[str, ...]] = ()  # fields, whichever are asked for
    opening: ClassVar[bytes] = b""
    closing: ClassVar[bytes] = b""

    @classmethod
    def written(cls, rows: Rows, given: Iterable[Row]) -> Generator[bytes, None, None]:
        """The pieces of a document that holds the rows given; with the first of them some rows."""
        lines = cls.lines(rows, iter(given))
        piece = cls.opening + b"".join(islice(lines, AT_ONCE))
        while piece:
            yield piece
            piece = b"".join(islice(lines, AT_ONCE))
        yield cls.closing

    @classmethod
    def lines(cls, rows: Rows, given: Iterator[Row]) -> Iterator[bytes]:
        raise NotImplementedError


class Csv(Flat):
    """RFC 4180, in UTF-8. What would be a formula is preceded by an apostrophe."""

    media_type, format = "text/csv", "csv"

    @classmethod
    def lines(cls, rows: Rows, given: Iterator[Row]) -> Iterator[bytes]:
        out = io.StringIO()
        write, changes = csv.writer(out).writerow, cls._changes(rows)
        write(rows.cell_names)
        for row in given:
            yield _taken(out)
            line = list(rows.cells(row))
            for index, change in changes:
                line[index] = change(line[index])
            write(line)
        yield _taken(out)

    @staticmethod
    def _changes(rows: Rows) -> list[tuple[int, Callable[[Any], Any]]]:
        """What is done to which cells."""
        free = [(index, escaped) for index in rows.free]
        return free + [(index, _boolean) for index in rows.booleans]


def _taken(out: io.StringIO) -> bytes:
    written = out.getvalue().encode()
    out.seek(0)
    out.truncate()
    return written


def _boolean(cell: bool | None) -> str | None:
    return None if cell is None else str(cell).lower()


class Ndjson(Flat):
    """One object a line, as in the JSON of the list."""

    media_type, format = "application/x-ndjson", "ndjson"

    @classmethod
    def lines(cls, rows: Rows, given: Iterator[Row]) -> Iterator[bytes]:
        for row in given:
            yield orjson.dumps(rows.shown(row)) + b"\n"


class GeoJson(Flat):
    """RFC 7946: a feature for each row, whose properties are its cells."""

    media_type, format = "application/geo+json", "geojson"
    needs = ("id", "latitude", "longitude")
    opening, closing = b'{"type":"FeatureCollection","features":[\n', b"\n]}\n"

    @classmethod
    def lines(cls, rows: Rows, given: Iterator[Row]) -> Iterator[bytes]:
        between = b""
        for row in given:
            cells_by_name = dict(zip(rows.cell_names, rows.cells(row), strict=True))
            yield between + orjson.dumps(feature(cells_by_name, rows.asked))
            between = b",\n"


def feature(cells: dict[str, Any], asked: Container[str]) -> dict[str, Any]:
    """A GeoJSON feature; its properties are the cells of the fields asked for."""
    longitude, latitude = cells.pop("longitude"), cells.pop("latitude")
    point = {"type": "Point", "coordinates": [longitude, latitude]}
    return {
        "type": "Feature",
        "id": cells["id"] if "id" in asked else cells.pop("id"),
        "geometry": None if longitude is None else point,
        "properties": cells,
    }
