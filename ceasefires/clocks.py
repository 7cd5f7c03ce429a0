"""What a clock in some place shows, as an instant."""

from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from ceasefires.choices import Precision

TO_THE_CLOCK = {Precision.MINUTE, Precision.HOUR}
START_OF_DAY = {"hour": 0, "minute": 0, "second": 0, "microsecond": 0}
FIRST_OF: dict[Precision, dict[str, Any]] = {
    Precision.MINUTE: {},
    Precision.HOUR: {"minute": 0, "second": 0, "microsecond": 0},
    Precision.DAY: START_OF_DAY,
    Precision.WEEK: START_OF_DAY,
    Precision.MONTH: {"day": 1, **START_OF_DAY},
    Precision.YEAR: {"month": 1, "day": 1, **START_OF_DAY},
}


class Skipped(ValueError):
    """A time that no clock there showed."""

    def __init__(self, zone: str) -> None:
        super().__init__(f"No clock in {zone} showed this: clocks were set forward.")


def on_the_wall(at: datetime, zone: str) -> datetime:
    """What a clock there showed."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def earliest(wall: datetime, precision: Precision, zone: str) -> datetime:
    """The earliest instant that a date and time on a clock there can mean."""
    first = wall.replace(**FIRST_OF[precision])
    instant = first.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if precision in TO_THE_CLOCK and on_the_wall(instant, zone) != first:
        raise Skipped(zone)
    return instant
