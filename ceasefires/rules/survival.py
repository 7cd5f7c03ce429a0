"""What share of several ceasefires lasted longer than some time, as Kaplan and Meier estimate it.

Kaplan and Meier (1958), with the variance of Greenwood (1926) and an interval that is symmetric on
the scale of log(-log) (Kalbfleisch and Prentice 1980), so that it stays between 0 and 1. It holds
at one time; it is no band for the whole curve.

A duration between vague dates lies in an interval. The likelihood's own answer to intervals is an
iteration (Turnbull 1976), which draws each end to where the other data have theirs. Here nothing
is drawn anywhere: the curve is computed twice, with every duration as short as its dates allow and
as long. While nobody is censored, every choice of durations lies between the two. Where many are,
the curves can cross, so both are given as they are and no range is made of them.
"""

import math
from bisect import bisect_left, bisect_right
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from statistics import NormalDist
from typing import NamedTuple

from .fuzzy import Span

Z = NormalDist().inv_cdf(0.975)


class Followed(NamedTuple):
    """How long something was followed, and whether it ended then; if not, it is censored."""

    lasted: timedelta
    ended: bool


class Life(NamedTuple):
    """What is known of how long one ceasefire lasted; both are the same between exact dates."""

    shortest: Followed
    longest: Followed

    @classmethod
    def between(cls, began: Span, until: Span, ended: tuple[bool, bool]) -> "Life":
        """``ended``: whether it then had, in the shortest case and in the longest."""
        return cls(
            Followed(_lasted(began.high, until.low), ended[0]),
            Followed(_lasted(began.low, until.high), ended[1]),
        )


def _lasted(since: datetime, until: datetime) -> timedelta:
    return max(until - since, timedelta(0))


@dataclass(frozen=True, slots=True)
class Share:
    """The share that lasted longer than some time, and how many were still followed then.

    None: nobody was followed so long. ``low`` and ``high`` are None too before the first end and
    after the last, where the method knows no interval.
    """

    at_risk: int
    best: float | None
    low: float | None = None
    high: float | None = None


class _Step(NamedTuple):
    """The curve from a time on: the share, and the sum in Greenwood's formula."""

    share: float
    greenwood: float


class Curve:
    """The Kaplan–Meier curve of those followed."""

    def __init__(self, followed: Iterable[Followed]) -> None:
        everyone = list(followed)
        self._times = sorted(each.lasted for each in everyone)
        ends = Counter(each.lasted for each in everyone if each.ended)
        self._ends = sorted(ends)
        self._steps = [_Step(1.0, 0.0), *self._falls(ends)]

    def _falls(self, ends: Counter[timedelta]) -> Iterator[_Step]:
        share, greenwood = 1.0, 0.0
        for time in self._ends:
            number, at_risk = ends[time], self._at_risk(time)
            share *= 1 - number / at_risk
            greenwood += number / (at_risk * (at_risk - number)) if share else math.inf
            yield _Step(share, greenwood)

    def _at_risk(self, time: timedelta) -> int:
        return len(self._times) - bisect_left(self._times, time)

    def beyond(self, time: timedelta) -> Share:
        """The share that lasted longer than ``time``; what ended just then did not."""
        at_risk, step = self._at_risk(time), self._steps[bisect_right(self._ends, time)]
        if not at_risk and (step.share or not self._times):
            return Share(0, None)
        if not 0 < step.share < 1:
            return Share(at_risk, step.share)
        error = Z * math.sqrt(step.greenwood) / -math.log(step.share)
        low, high = (step.share ** math.exp(sign * error) for sign in (1, -1))
        return Share(at_risk, step.share, low, high)
