"""An event as a foreign dataset tells it, before it is set against any ceasefire."""

from collections.abc import Callable, Mapping
from datetime import UTC, date, timedelta
from decimal import Decimal
from operator import itemgetter
from typing import Any, NamedTuple, TypeVar

from ceasefires.rules.figures import Figures
from ceasefires.rules.fuzzy import covering, span_of, start_of
from ceasefires.rules.vocabulary import Precision

from . import cells as read
from .cells import Cells
from .findings import Bad

Value = TypeVar("Value")
Actor = tuple[str, ...]  # what may identify it in the dataset, the surest first
READ_ONCE = 20_000  # of each sort: files may be of any size, and memory may not
PRECISIONS = list(Precision)  # the most exact first


class Event(NamedTuple):
    """``event`` names it among all datasets. ``actors``: who was in it, or acted and on whom.

    ``one_sided``: the first acted against nobody who could have declared a ceasefire.
    ``attributed``: the dataset says that the first did it. It happened at some instant from the
    day ``first`` to the day ``last``, and is told no more exactly than ``precision``.
    ``doubt``: what of its figures a person should look at.
    """

    event: str
    locator: str
    actors: tuple[Actor, Actor]
    one_sided: bool
    attributed: bool
    conflict: str
    first: date
    last: date
    precision: str
    kind: str
    place_name: str
    latitude: Decimal | None
    longitude: Decimal | None
    geo_precision: str
    killed: Figures
    certainty: str
    description: str
    doubt: str = ""


class Days(NamedTuple):
    first: date
    last: date
    precision: str


class Place(NamedTuple):
    name: str
    latitude: Decimal | None
    longitude: Decimal | None
    precision: str


def point_told(cells: Cells) -> tuple[Decimal | None, Decimal | None]:
    """Latitude and longitude, or neither."""
    latitude, longitude = read.latitude(cells), read.longitude(cells)
    if (latitude is None) != (longitude is None):
        empty = "latitude" if latitude is None else "longitude"
        raise Bad(empty, "", "is empty: latitude and longitude are given together.")
    return latitude, longitude


def days_told(first: date, last: date, at_best: Precision) -> Days:
    """The days of an event whose dataset vouches for no more than ``at_best``.

    Where it vouches for less than the days that it gives, they reach as far as that.
    """
    reaching = covering(first, last)
    if PRECISIONS.index(reaching) >= PRECISIONS.index(at_best):
        return Days(first, last, reaching.value)
    return Days(first, _furthest(first, at_best), at_best.value)


def _furthest(first: date, precision: Precision) -> date:
    """The last day that a moment of that precision, from a first day on, can mean."""
    span = span_of(start_of(first, UTC), precision, UTC)
    assert span is not None
    return span.high.date() - timedelta(days=1)


def read_once(
    *fields: str,
) -> Callable[[Callable[[Cells], Value]], Callable[[Cells], Value]]:
    """A reader of some cells that remembers what they say together: files repeat themselves.

    A column that the file lacks counts as empty.
    """

    said_by = itemgetter(*fields)

    def remembering(read: Callable[[Cells], Value]) -> Callable[[Cells], Value]:
        known: dict[Any, Value] = {}

        def reader(cells: Cells) -> Value:
            try:
                said = said_by(cells)
            except KeyError:
                cells = {field: cells.get(field, "") for field in fields}
                said = said_by(cells)
            if said in known:
                return known[said]
            if len(known) >= READ_ONCE:
                known.clear()
            value = known[said] = read(cells)
            return value

        return reader

    return remembering


def coded(field: str, meanings: Mapping[str, Value]) -> Callable[[Cells], Value]:
    """A reader of what a code stands for."""
    codes = ", ".join(filter(None, meanings))

    def reader(cells: Cells) -> Value:
        given = cells[field]
        try:
            return meanings[given.removesuffix(".0")]
        except KeyError:
            raise Bad(field, given, f"is not one of: {codes}.") from None

    return reader
