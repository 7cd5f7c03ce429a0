"""Fuzzy instants: moments known to the minute, hour, day … or not at all.

A fuzzy instant is stored as an instant (UTC, the earliest it can mean) and a precision; what the
rules reckon with is the :class:`Span` of instants it can mean.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from functools import lru_cache

from .vocabulary import Precision

BEGINNING = datetime.min.replace(tzinfo=UTC)
END_OF_TIME = datetime.max.replace(tzinfo=UTC)

NO, YES, EITHER = frozenset({False}), frozenset({True}), frozenset({False, True})


@dataclass(frozen=True, slots=True)
class Span:
    """The instants that a moment can mean: ``low`` to ``high``; ``high`` itself only if closed."""

    low: datetime
    high: datetime
    closed: bool = False

    @classmethod
    def exactly(cls, instant: datetime) -> "Span":
        return cls(instant, instant, closed=True)

    def overlaps(self, other: "Span") -> bool:
        return self.reaches(other.low) and other.reaches(self.low)

    def reaches(self, instant: datetime) -> bool:
        """Whether some instant of this span is at or after the one given."""
        return instant < self.high or (self.closed and instant == self.high)

    def shifted(self, by: timedelta) -> "Span":
        return Span(self.low + by, self.high + by, self.closed)

    def intersection(self, other: "Span") -> "Span":
        """What both can mean; only for spans that overlap."""
        high, closed = min((self.high, self.closed), (other.high, other.closed))
        return Span(max(self.low, other.low), high, closed)

    def passed(self, at: datetime) -> frozenset[bool]:
        """Whether the moment is at or before ``at``: the answers that are possible."""
        if at < self.low:
            return NO
        return YES if at >= self.high else EITHER


NEVER = Span.exactly(END_OF_TIME)
ALWAYS = Span.exactly(BEGINNING)


def latest(spans: Iterable[Span]) -> Span:
    """The span of the latest of several moments."""
    return nth(spans, -1)


def nth(spans: Iterable[Span], index: int) -> Span:
    """The span of the moment at ``index`` when the moments are put in order of time."""
    listed = list(spans)
    high, closed = sorted((span.high, span.closed) for span in listed)[index]
    return Span(sorted(span.low for span in listed)[index], high, closed)


def span_of(at: datetime | None, precision: str, zone: tzinfo) -> Span | None:
    """The span of a stored fuzzy instant, or None where it is unknown.

    Days, weeks, months and years are local ones of ``zone``.
    """
    if at is None or precision == Precision.UNKNOWN:
        return None
    if precision == Precision.MINUTE:
        return Span.exactly(at)
    if precision == Precision.HOUR:
        return Span(at, at + timedelta(hours=1))
    return Span(at, _local_end(at, precision, zone))


@lru_cache(10_000)  # imports ask for the same days again and again
def start_of(day: date, zone: tzinfo) -> datetime:
    """The instant at which a local day starts."""
    return _to_utc(datetime.combine(day, time()), zone)


def covering(first: date, last: date) -> Precision:
    """The most exact precision that reaches from the start of one day to the end of another."""
    start, end = datetime.combine(first, time()), datetime.combine(last, time()) + timedelta(days=1)
    if end <= start + timedelta(days=1):
        return Precision.DAY
    if end <= start + timedelta(weeks=1):
        return Precision.WEEK
    if end <= _months_later(start, 1):
        return Precision.MONTH
    return Precision.YEAR if end <= _months_later(start, 12) else Precision.UNKNOWN


def _local_end(at: datetime, precision: str, zone: tzinfo) -> datetime:
    start = _local_start(at, zone)
    if precision == Precision.DAY:
        end = start + timedelta(days=1)
    elif precision == Precision.WEEK:
        end = start + timedelta(weeks=1)
    else:
        end = _months_later(start, 1 if precision == Precision.MONTH else 12)
    return _to_utc(end, zone)


def _months_later(local: datetime, months: int) -> datetime:
    year, month = divmod(local.year * 12 + local.month - 1 + months, 12)
    for day in (local.day, 30, 29, 28):
        try:
            return local.replace(year=year, month=month + 1, day=day)
        except ValueError:
            continue
    raise ValueError(f"no month after {local}")


def _local_start(at: datetime, zone: tzinfo) -> datetime:
    """The local time at ``at``, but midnight where a clock change skips it and the day is late."""
    local = at.astimezone(zone).replace(tzinfo=None)
    midnight = datetime.combine(local, time())
    return midnight if _to_utc(midnight, zone) == at else local


def _to_utc(local: datetime, zone: tzinfo) -> datetime:
    """A local time that a clock change repeats means the first, or a day would outlast itself."""
    return local.replace(tzinfo=zone, fold=0).astimezone(UTC)
