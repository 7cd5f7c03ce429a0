"""The cells of a row, read as what they are to be: each is taken whole or refused with a reason.

An empty cell is not reported, and reads as None (as text, as "").
"""

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from enum import Enum
from typing import TypeVar

from ceasefires.durations import duration

from .findings import Bad

Cells = Mapping[str, str]
Value = TypeVar("Value", bound=Enum)

LARGEST = 2**31 - 1
DEGREE = Decimal("0.000001")
FIRST_YEAR, LAST_YEAR = 1900, 2100
WHOLE = re.compile(r"(-?[0-9]{1,15})(\.0)?")  # 3.0, as programs write that know only floats
SEPARATED = re.compile(r"-?[0-9]{1,3}([,.' \u00a0\u202f][0-9]{3})+([,.][0-9]+)?")
OUT_OF_TIME = f"is of the year {{}}: give all four digits, from {FIRST_YEAR} to {LAST_YEAR}."
DECIMAL = re.compile(r"-?[0-9]{1,15}(\.[0-9]{1,20})?([eE][+-]?[0-9]{1,2})?")
DAY = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})([ T]00:00(:00(\.0{1,6})?)?)?")
INSTANT = re.compile(
    r"[0-9]{4}-[0-9]{2}-[0-9]{2}[Tt ][0-9]{2}:[0-9]{2}(:[0-9]{2}(\.[0-9]{1,6})?)?"
    r"([Zz]|[+-](0[0-9]|1[0-5]):[0-5][0-9])"
)
YEAR_FIRST = re.compile(r"0*([0-9]{1,4})-[0-9]{1,2}-[0-9]{1,2}")
# Line feeds and tabs are text; other control characters, and half characters, are none.
FORBIDDEN = re.compile(r"[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff]")


def needed(cells: Cells, field: str) -> str:
    """A cell that must say something."""
    if not (given := cells[field]):
        raise Bad(field, given, "is empty: it is needed.")
    return given


def whole(cells: Cells, field: str, *, least: int = 0, most: int = LARGEST) -> int | None:
    if not (given := cells[field]):
        return None
    if not (found := WHOLE.fullmatch(given)):
        if SEPARATED.fullmatch(given):
            raise Bad(field, given, "has a thousand separator: write the digits alone, as in 1234.")
        raise Bad(field, given, "is not a whole number.")
    number = int(found[1])
    if not least <= number <= most:
        raise Bad(field, given, f"must lie between {least} and {most}.")
    return number


def decimal(cells: Cells, field: str, *, least: int, most: int) -> Decimal | None:
    if not (given := cells[field]):
        return None
    if not DECIMAL.fullmatch(given):
        comma = ": write it with a decimal point" if "," in given else ""
        raise Bad(field, given, f"is not a decimal number{comma}.")
    number = Decimal(given)
    if not least <= number <= most:
        raise Bad(field, given, f"must lie between {least} and {most}.")
    return number


def latitude(cells: Cells, field: str = "latitude") -> Decimal | None:
    """Degrees north, to a millionth (0.1 m)."""
    return _degrees(cells, field, 90)


def longitude(cells: Cells, field: str = "longitude") -> Decimal | None:
    """Degrees east, to a millionth (0.1 m at most)."""
    return _degrees(cells, field, 180)


def _degrees(cells: Cells, field: str, most: int) -> Decimal | None:
    degrees = decimal(cells, field, least=-most, most=most)
    return None if degrees is None else degrees.quantize(DEGREE)


def day(cells: Cells, field: str) -> date | None:
    """An ISO date, also with the midnight that programs add to it."""
    if not (given := cells[field]):
        return None
    found = DAY.fullmatch(given)
    year = int(found[1]) if found else _short_year(given)
    if year is not None and not FIRST_YEAR <= year <= LAST_YEAR:
        raise Bad(field, given, OUT_OF_TIME.format(year))
    try:
        return date(*map(int, found.group(1, 2, 3)))  # type: ignore[union-attr]
    except (AttributeError, ValueError):
        raise Bad(field, given, "is not a day such as 2014-08-05.") from None


def _short_year(given: str) -> int | None:
    found = YEAR_FIRST.fullmatch(given)
    return int(found[1]) if found else None


def instant(cells: Cells, field: str) -> datetime | None:
    """An instant that says its offset, in UTC; or a day, which starts at midnight UTC."""
    if not (given := cells[field]):
        return None
    if DAY.fullmatch(given) or YEAR_FIRST.fullmatch(given):
        found = day(cells, field)
        return datetime.combine(found, time(), UTC) if found else None
    try:
        moment = datetime.fromisoformat(given.upper()) if INSTANT.fullmatch(given) else None
        moment = moment and moment.astimezone(UTC)
    except (ValueError, OverflowError):
        moment = None
    if moment is None:
        raise Bad(field, given, "is not an instant such as 2014-08-05T05:00:00Z.")
    if not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise Bad(field, given, OUT_OF_TIME.format(moment.year))
    return moment


def length(cells: Cells, field: str) -> timedelta | None:
    if not (given := cells[field]):
        return None
    if (found := duration(given)) is None:
        raise Bad(field, given, "is not an ISO 8601 duration such as PT72H.")
    return found


def choice(cells: Cells, field: str, vocabulary: type[Value]) -> Value | None:
    """A value of a vocabulary."""
    if not (given := cells[field]):
        return None
    try:
        return vocabulary(given)
    except ValueError:
        values = ", ".join(str(each.value) for each in vocabulary)
        raise Bad(field, given, f"is not one of: {values}.") from None


def text(cells: Cells, field: str, *, longest: int) -> str:
    given = cells[field].replace("\r\n", "\n")
    if len(given) > longest:
        raise Bad(field, given, f"has {len(given)} characters: at most {longest} are kept.")
    if FORBIDDEN.search(given):
        raise Bad(field, given, "holds a control character.")
    return given
