"""How cells of our own tables become values of a model's attributes."""

import re
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any, NamedTuple

from django.db.models import Model

from ceasefires.choices import Precision, Qualifier, Vocabulary
from ceasefires.clocks import Skipped, earliest
from ceasefires.interchange import cells
from ceasefires.interchange.findings import Bad
from ceasefires.models.fields import Estimate, FuzzyInstant, Quantity
from ceasefires.spreadsheets import unescaped

BETWEEN = re.compile(r"[;\s]+")
# A date on a wall calendar, as exactly as it is written, and perhaps the time.
ON_THE_WALL = re.compile(
    r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2})(?:[T ]([0-9]{2}):([0-9]{2})(?::([0-9]{2}))?)?)?)?"
)
# By how many numbers are written.
WRITTEN_TO = {
    1: Precision.YEAR,
    2: Precision.MONTH,
    3: Precision.DAY,
    5: Precision.MINUTE,
    6: Precision.MINUTE,
}
EXACTEST_FIRST = list(Precision)


class Cells(dict[str, str]):
    """A row's cells; those of columns that are not there are empty."""

    def __missing__(self, column: str) -> str:
        return ""


class Found:
    """Records by slug, each looked up once."""

    def __init__(self) -> None:
        self._known: dict[tuple[type[Model], str], Any] = {}

    def __call__(self, model: Any, slug: str) -> Any:
        if (model, slug) not in self._known:
            self._known[model, slug] = model.objects.filter(slug=slug).first()
        return self._known[model, slug]


@dataclass
class Row:
    """A row, and what it takes to read it; ``zone`` is that of its local times."""

    number: int
    cells: Cells
    found: Found
    zone: str = "UTC"
    values: dict[str, Any] = field(default_factory=dict)

    @classmethod
    def of(cls, number: int, given: Mapping[str, str], found: Found) -> "Row":
        return cls(number, Cells({name: unescaped(cell) for name, cell in given.items()}), found)

    def referred(self, column: str, model: Any, slug: str) -> Any:
        record = self.found(model, slug)
        if record is None:
            raise Bad(
                column, slug, f"there is no {model._meta.verbose_name} with the slug “{slug}”."
            )
        return record


Take = Callable[[Row, str], Any]


class Part(NamedTuple):
    """An attribute of a model, and the columns that it is taken from.

    Each column is ``name`` with an ending; ``shown`` are the endings that a template has.
    """

    attribute: str
    take: Take
    name: str
    endings: tuple[str, ...] = ("",)
    shown: tuple[str, ...] = ("",)

    @property
    def columns(self) -> list[str]:
        return [f"{self.name}{ending}" for ending in self.endings]


class Wrong(Exception):
    """Everything that is wrong with a row."""

    def __init__(self, faults: list[Bad]) -> None:
        super().__init__(*faults)
        self.faults = faults


def taken(row: Row, parts: Iterable[Part], together: Collection[Part] = ()) -> dict[str, Any]:
    """The values of a row by attribute; those whose columns are not there are left out.

    ``together``: parts that say nothing alone. Their columns that are not there count as empty.
    """
    values, faults = {}, []
    for part in (*parts, *together):
        if part in together or row.cells.keys() & set(part.columns):
            try:
                values[part.attribute] = part.take(row, part.name)
            except Bad as bad:
                faults.append(bad)
    if faults:
        raise Wrong(faults)
    return values


# Ways to take a value


def text(model: Any, attribute: str, *, name: str = "", needed: bool = False) -> Part:
    longest = model._meta.get_field(attribute).max_length

    def take(row: Row, name: str) -> str:
        if needed:
            cells.needed(row.cells, name)
        return cells.text(row.cells, name, longest=longest)

    return Part(attribute, take, name or attribute)


def one_of(name: str, vocabulary: type[Vocabulary], default: Any = None) -> Part:
    """Needed, unless there is a default for what is empty."""

    def take(row: Row, name: str) -> str:
        if default is None:
            cells.needed(row.cells, name)
        found = cells.choice(row.cells, name, vocabulary)
        return str(default if found is None else found)

    return Part(name, take, name)


def several_of(name: str, vocabulary: type[Vocabulary]) -> Part:
    def take(row: Row, name: str) -> list[str]:
        given = words(row.cells[name])
        return [str(cells.choice({name: each}, name, vocabulary)) for each in given]

    return Part(name, take, name)


def words(cell: str) -> list[str]:
    return list(dict.fromkeys(filter(None, BETWEEN.split(cell))))


def reference(name: str, model: Any, needed: bool = False) -> Part:
    def take(row: Row, name: str) -> Any:
        slug = cells.needed(row.cells, name) if needed else row.cells[name]
        return row.referred(name, model, slug) if slug else None

    return Part(name, take, name)


def instant(name: str) -> Part:
    return Part(name, lambda row, name: cells.instant(row.cells, name), name)


def duration(name: str) -> Part:
    return Part(name, lambda row, name: cells.length(row.cells, name), name)


def degrees(name: str) -> Part:
    kinds = {"latitude": cells.latitude, "longitude": cells.longitude}
    return Part(name, lambda row, name: kinds[name](row.cells, name), name)


def estimate(name: str) -> Part:
    def take(row: Row, name: str) -> Estimate:
        return Estimate(*(cells.whole(row.cells, f"{name}_{part}") for part in Estimate._fields))

    endings = tuple(f"_{part}" for part in Estimate._fields)
    return Part(name, take, name, endings, endings)


def quantity(name: str) -> Part:
    def take(row: Row, name: str) -> Quantity:
        value = cells.whole(row.cells, f"{name}_value")
        how = cells.choice(row.cells, f"{name}_qualifier", Qualifier)
        unit = cells.text(row.cells, f"{name}_unit", longest=100)
        if value is not None and how is None:
            how = Qualifier.EXACT
        return Quantity(value, str(how or ""), unit)

    endings = tuple(f"_{part}" for part in Quantity._fields)
    return Part(name, take, name, endings, endings)


def fuzzy(name: str) -> Part:
    endings = ("_at", "_precision", "_local")
    return Part(name, fuzzy_instant, name, endings, ("_local", "_precision"))


def fuzzy_instant(row: Row, name: str) -> FuzzyInstant:
    """From an instant, or a local date or time; the precision is what is written, or coarser."""
    at, local = f"{name}_at", f"{name}_local"
    precision = cells.choice(row.cells, f"{name}_precision", Precision)
    written = [column for column in (at, local) if row.cells[column]]
    if precision is Precision.UNKNOWN and written:
        raise Bad(f"{name}_precision", precision, "contradicts the instant that is given.")
    if precision not in (None, Precision.UNKNOWN) and not written:
        raise Bad(f"{name}_precision", precision, "is of no instant: give that too.")
    read = {at: _of_instant, local: _of_wall}
    found = [read[column](row, column, precision) for column in written]
    if len(set(found)) > 1:
        raise Bad(local, row.cells[local], f"is another instant than {at}.")
    return found[0] if found else FuzzyInstant()


def _of_instant(row: Row, column: str, precision: Precision | None) -> FuzzyInstant:
    return FuzzyInstant(cells.instant(row.cells, column), str(precision or Precision.MINUTE))


def _of_wall(row: Row, column: str, precision: Precision | None) -> FuzzyInstant:
    given = row.cells[column]
    if cells.INSTANT.fullmatch(given):
        return _of_instant(row, column, precision)
    wall, written = _wall(row, column)
    if precision and EXACTEST_FIRST.index(precision) < EXACTEST_FIRST.index(written):
        told = f"is less exact than {column.removesuffix('_local')}_precision, {precision}."
        raise Bad(column, given, told)
    try:
        at = earliest(wall, precision or written, row.zone)
    except Skipped as skipped:
        raise Bad(column, given, str(skipped)) from None
    return FuzzyInstant(at, str(precision or written))


def _wall(row: Row, column: str) -> tuple[datetime, Precision]:
    """A date and time without a zone, and how exactly it is written."""
    given = row.cells[column]
    found = ON_THE_WALL.fullmatch(given)
    numbers = [int(each) for each in found.groups() if each] if found else []
    try:
        wall = datetime(*(numbers + [1, 1][len(numbers) - 1 :]))  # type: ignore[arg-type]
    except (TypeError, ValueError):
        told = "is not a date such as 2014-08-05, or with a time 2014-08-05 08:00."
        raise Bad(column, given, told) from None
    if not cells.FIRST_YEAR <= wall.year <= cells.LAST_YEAR:
        raise Bad(column, given, cells.OUT_OF_TIME.format(wall.year))
    return wall, WRITTEN_TO[len(numbers)]


def changed(record: Any, values: Mapping[str, Any]) -> list[str]:
    """Give a record other values; the columns that this changes."""
    was = _columns(record)
    for name, value in values.items():
        setattr(record, name, value)
    return [name for name, value in _columns(record).items() if value != was[name]]


def _columns(record: Any) -> dict[str, Any]:
    return {each.name: getattr(record, each.attname) for each in record._meta.concrete_fields}
