"""Fuzzy instants as a monitor reads and types them: in the local time of their ceasefire."""

from datetime import UTC, datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core.exceptions import ValidationError

from ceasefires.choices import Precision
from ceasefires.models.fields import AS_DATE, FuzzyInstant

AS_READ = AS_DATE | {
    Precision.MINUTE: "%Y-%m-%d %H:%M",
    Precision.HOUR: "%Y-%m-%d, the hour from %H:%M",
}
TO_THE_CLOCK = {Precision.MINUTE, Precision.HOUR}
START_OF_DAY = {"hour": 0, "minute": 0, "second": 0, "microsecond": 0}
FIRST_OF = {
    Precision.MINUTE: {},
    Precision.HOUR: {"minute": 0, "second": 0, "microsecond": 0},
    Precision.DAY: START_OF_DAY,
    Precision.WEEK: START_OF_DAY,
    Precision.MONTH: {"day": 1, **START_OF_DAY},
    Precision.YEAR: {"month": 1, "day": 1, **START_OF_DAY},
}


def in_words(instant: FuzzyInstant, zone: str = "UTC") -> str:
    """As exactly as it is known; with the zone, where it is known to the hour."""
    precision = Precision(instant.precision)
    if instant.at is None or precision is Precision.UNKNOWN:
        return "unknown"
    said = instant.at.astimezone(ZoneInfo(zone)).strftime(AS_READ[precision])
    return f"{said} ({zone})" if precision in TO_THE_CLOCK else said


def on_the_wall(at: datetime, zone: str) -> datetime:
    """What a clock there showed."""
    return at.astimezone(ZoneInfo(zone)).replace(tzinfo=None)


def earliest(wall: datetime, precision: Precision, zone: str) -> datetime:
    """The earliest instant that a date and time on a clock there can mean."""
    first = wall.replace(**FIRST_OF[precision])
    instant = first.replace(tzinfo=ZoneInfo(zone)).astimezone(UTC)
    if precision in TO_THE_CLOCK and on_the_wall(instant, zone) != first:
        raise ValidationError(f"No clock in {zone} showed this: clocks were set forward.")
    return instant


class WallClockWidget(forms.SplitDateTimeWidget):
    """The browser's own fields: the admin's “Now” would fill in UTC."""

    supports_microseconds = False

    def __init__(self, attrs: Any = None) -> None:
        super().__init__(
            attrs,
            date_format="%Y-%m-%d",
            time_format="%H:%M:%S",
            date_attrs={"type": "date", "aria-label": "Date"},
            time_attrs={"type": "time", "step": "1", "aria-label": "Time"},
        )


class WallClockField(forms.SplitDateTimeField):
    """A date, and a time where it is known; in whatever zone the form says."""

    widget = WallClockWidget

    def compress(self, data_list: list[Any]) -> datetime | None:
        if data_list and data_list[0] and data_list[1] in self.empty_values:
            return super().compress([data_list[0], time.min])
        return super().compress(data_list)
