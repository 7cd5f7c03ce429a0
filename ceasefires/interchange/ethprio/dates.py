"""Dates in three columns, as text that says no more than is known: 2014-08-05, 2014-08 or 2014."""

from calendar import monthrange
from datetime import UTC, date, datetime
from itertools import takewhile
from typing import NamedTuple
from zoneinfo import ZoneInfo

from ceasefires.choices import Precision
from ceasefires.interchange.cells import Cells, whole
from ceasefires.interchange.findings import Bad
from ceasefires.models.fields import FuzzyInstant

FIRST_YEAR, LAST_YEAR = 1900, 2100
PRECISIONS = (Precision.YEAR.value, Precision.MONTH.value, Precision.DAY.value)


class Date(NamedTuple):
    """``lost``: the whole as it was given, where some part of it is not in ``known``."""

    known: str
    lost: str


def date_of(cells: Cells, column: str) -> Date:
    """A part of 0 or below is not known, and what is known within it says nothing."""
    parts = [_part(cells, f"{column}_{each}") for each in ("yr", "month", "day")]
    _check(column, *parts)
    known = list(takewhile(bool, parts))
    told = "-".join(f"{part:02}" for part in known)
    return Date(told, "/".join(map(str, parts)) if any(parts[len(known) :]) else "")


def _part(cells: Cells, field: str) -> int:
    return max(whole(cells, field, least=-1, most=9999) or 0, 0)


def _check(column: str, year: int, month: int, day: int) -> None:
    if year and not FIRST_YEAR <= year <= LAST_YEAR:
        wanted = f"give all four digits, from {FIRST_YEAR} to {LAST_YEAR}."
        raise Bad(f"{column}_yr", year, wanted)
    if month > 12:
        raise Bad(f"{column}_month", month, "is no month: there are 12.")
    days = monthrange(year, month)[1] if year and month else 31
    if day > days:
        raise Bad(f"{column}_day", day, f"is no day of that month: it has {days}.")


def first_day(told: str) -> date:
    """The first that a date can mean."""
    year, month, day = (*map(int, told.split("-")), 1, 1)[:3]
    return date(year, month, day)


def last_day(told: str) -> date:
    """The last that a date can mean."""
    parts = [*map(int, told.split("-"))]
    year, month = (*parts, 12)[:2]
    return date(year, month, (*parts, 0, 0)[2] or monthrange(year, month)[1])


def instant_of(told: str, zone: str) -> FuzzyInstant:
    """A date as the instant at which it begins in a zone."""
    if not told:
        return FuzzyInstant()
    begins = first_day(told)
    local = datetime(begins.year, begins.month, begins.day, tzinfo=ZoneInfo(zone))
    return FuzzyInstant(local.astimezone(UTC), PRECISIONS[told.count("-")])
