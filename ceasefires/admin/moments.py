"""Fuzzy instants as a monitor reads and types them: in the local time of their ceasefire."""

from datetime import datetime, time
from typing import Any
from zoneinfo import ZoneInfo

from django import forms

from ceasefires.choices import Precision
from ceasefires.clocks import TO_THE_CLOCK, Skipped, earliest, on_the_wall
from ceasefires.models import Ceasefire
from ceasefires.models.constraints import EARLIEST, LATEST
from ceasefires.models.fields import AS_DATE, FuzzyInstant

from .forms import RecordForm

USUAL = Precision.MINUTE
AS_READ = AS_DATE | {
    Precision.MINUTE: "%Y-%m-%d %H:%M",
    Precision.HOUR: "%Y-%m-%d, the hour from %H:%M",
}


def in_words(instant: FuzzyInstant, zone: str = "UTC") -> str:
    """As exactly as it is known; with the zone, where it is known to the hour."""
    precision = Precision(instant.precision)
    if instant.at is None or precision is Precision.UNKNOWN:
        return "unknown"
    said = instant.at.astimezone(ZoneInfo(zone)).strftime(AS_READ[precision])
    return f"{said} ({zone})" if precision in TO_THE_CLOCK else said


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


class ClockForm(RecordForm):
    """Reads its ``moment`` on the clock that the user names, as a rule that of the ceasefire."""

    moment: str
    clock = forms.ChoiceField(
        label="On the clock of",
        choices=[("local", "the ceasefire (local time)"), ("utc", "UTC")],
        initial="local",
        help_text="Where that date and time were read.",
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at, self.exactness = f"{self.moment}_at", f"{self.moment}_precision"
        if instant := getattr(self.instance, self.at):
            self.initial[self.at] = on_the_wall(instant, self.instance.ceasefire.time_zone)

    def whose_clock(self) -> Ceasefire | None:
        return self.cleaned_data.get("ceasefire")

    def clean(self) -> dict[str, Any] | None:
        cleaned = super().clean()
        wall, precision = self.cleaned_data.get(self.at), self._precision()
        if wall is None:
            self._clean_undated(precision)
        elif not {self.at, self.exactness, "clock"} & set(self.changed_data):
            self.cleaned_data[self.at] = getattr(self.instance, self.at)
        elif precision in TO_THE_CLOCK and not self[self.at].data[1]:
            self.add_error(self.at, "Give the time too, or a precision of a day or coarser.")
        elif precision is not Precision.UNKNOWN and EARLIEST <= wall < LATEST:
            self._read(wall, precision)
        return cleaned

    def _clean_undated(self, precision: Precision) -> None:
        """Without a date the precision that a new form starts with means nothing."""
        if self.at in self.errors:
            return
        if precision not in (USUAL, Precision.UNKNOWN):
            self.add_error(self.at, "Give the date, or the precision “unknown”.")
        self.cleaned_data[self.exactness] = Precision.UNKNOWN.value

    def _precision(self) -> Precision:
        return Precision(self.cleaned_data.get(self.exactness, Precision.UNKNOWN))

    def _read(self, wall: datetime, precision: Precision) -> None:
        ceasefire, clock = self.whose_clock(), self.cleaned_data.get("clock")
        if not ceasefire or not clock:
            return
        zone = ceasefire.time_zone if clock == "local" else "UTC"
        try:
            self.cleaned_data[self.at] = earliest(wall.replace(tzinfo=None), precision, zone)
        except Skipped as skipped:
            self.add_error(self.at, str(skipped))
