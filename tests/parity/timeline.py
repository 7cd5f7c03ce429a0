"""The instants that a grid's facts are dated by: few, so that many facts meet at one of them."""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from functools import cached_property
from random import Random
from zoneinfo import ZoneInfo

from ceasefires.models.fields import FuzzyInstant

INSTANT = timedelta(microseconds=1)

# Zones with a day on which their clocks do something odd, or nothing at all.
ODD_DAYS = {
    "Asia/Gaza": date(2014, 10, 24),
    "America/Sao_Paulo": date(2013, 10, 20),  # midnight is skipped
    "America/Havana": date(2014, 11, 2),  # midnight comes twice
    "Australia/Lord_Howe": date(2014, 4, 6),  # by half an hour
    "Pacific/Apia": date(2011, 12, 30),  # the day is skipped
    "Europe/Dublin": date(2014, 3, 30),
    "Asia/Kathmandu": date(2014, 8, 31),
    "UTC": date(2016, 2, 29),
}
# From which clock-time offsets to the odd day's midnight the instants are taken.
HOURS = (-49, -48, -24, -23, -1, 0, 1, 2, 23, 24, 25, 47, 48, 72)
FEW_HOURS = HOURS[4:8]
PRECISIONS = ["minute", "minute", "minute", "hour", "day", "day", "day", "week", "month", "year"]


@dataclass(frozen=True)
class Timeline:
    """The instants of one zone; ``hours``: which of them."""

    zone: str
    hours: tuple[int, ...] = HOURS

    @cached_property
    def instants(self) -> list[datetime]:
        midnight = datetime.combine(ODD_DAYS[self.zone], time())
        local = (midnight + timedelta(hours=hours) for hours in self.hours)
        zone = ZoneInfo(self.zone)
        return sorted({each.replace(tzinfo=zone).astimezone(UTC) for each in local})

    def fuzzy(self, random: Random, known: float = 1, later: bool = False) -> FuzzyInstant:
        """A fuzzy instant; unknown with the probability that ``known`` leaves."""
        if random.random() > known:
            return FuzzyInstant()
        instants = self.instants[len(self.instants) // 3 :] if later else self.instants
        at, precision = random.choice(instants), random.choice(PRECISIONS)
        aligned = precision in ("month", "year") and random.random() < 0.5
        return FuzzyInstant(self._start(at, precision) if aligned else at, precision)

    def _start(self, at: datetime, precision: str) -> datetime:
        local = at.astimezone(ZoneInfo(self.zone))
        first = local.replace(day=1, hour=0, minute=0)
        return (first if precision == "month" else first.replace(month=1)).astimezone(UTC)

    def instant(self, random: Random) -> datetime:
        return random.choice(self.instants)

    def questions(self, random: Random, number: int) -> list[tuple[datetime, datetime]]:
        """(at, known_at) pairs, each before, at or after some instant of the facts."""
        return [(self._near(random), self._near(random)) for _ in range(number)]

    def _near(self, random: Random) -> datetime:
        return self.instant(random) + random.choice((-INSTANT, timedelta(), INSTANT))
