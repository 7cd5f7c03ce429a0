"""Which ceasefires an event of a foreign dataset is set against: by its sides, place and time.

The rule in words, with an example: docs/importing-events.md.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import NamedTuple
from zoneinfo import ZoneInfo

from .facts import Facts
from .fuzzy import start_of
from .status import STANDING, phases
from .window import sides_of, window_of

Lineage = tuple[str, ...]  # a party, its coalition, the coalition's …; empty: not known here
ONE_DAY = timedelta(days=1)
KEPT = 10_000  # answers; a file has few dyads, and its rows repeat them


class Dyad(NamedTuple):
    """Who was in an event, and the foreign identifier of their conflict (empty: not told).

    ``one_sided``: the first acted, and against nobody who could have declared a ceasefire.
    """

    first: Lineage
    second: Lineage
    conflict: str = ""
    one_sided: bool = False


class Stretch(NamedTuple):
    """From ``low``, included, to ``high``, not."""

    low: datetime
    high: datetime


@dataclass(frozen=True, slots=True)
class Truce:
    """A ceasefire as events are matched with it.

    ``conflict`` is ours, ``conflict_id`` the dataset's. ``sides`` holds the side of each declaring
    party, ``stretches`` when it bound, or may have.
    """

    ceasefire: int
    conflict: int
    conflict_id: str
    zone: ZoneInfo
    unilateral: bool
    partial: bool
    sides: Mapping[str, str]
    stretches: tuple[Stretch, ...]

    def concerns(self, dyad: Dyad) -> bool:
        """Whether it was between those in an event; where one side alone stopped, in its war."""
        ours, theirs = self._side(dyad.first), self._side(dyad.second)
        if dyad.one_sided:
            return ours is not None
        if ours is not None and theirs is not None:
            return ours != theirs
        alone = self.unilateral or len(set(self.sides.values())) == 1
        in_its_war = dyad.conflict != "" and dyad.conflict == self.conflict_id
        return alone and in_its_war and (ours is not None or theirs is not None)

    def _side(self, lineage: Lineage) -> str | None:
        """Of a party and its coalitions, the side of the nearest that declared it."""
        return next((self.sides[party] for party in lineage if party in self.sides), None)

    def near(self, first: date, last: date, margin: timedelta) -> bool:
        """Whether some instant of those local days, or of the margin, lies in a stretch."""
        low = start_of(first, self.zone) - margin
        high = start_of(last + ONE_DAY, self.zone) + margin
        return any(low < each.high and each.low < high for each in self.stretches)


def stretches_of(facts: Facts) -> tuple[Stretch, ...]:
    """When a ceasefire bound or was suspended, or may have been, as far as is known."""
    return tuple(
        Stretch(phase.low, phase.high)
        for phase in phases(window_of(facts))
        if phase.candidates & STANDING
    )


def sides_by_party(facts: Facts) -> dict[str, str]:
    return {each.party: side for side, members in sides_of(facts).items() for each in members}


class Register:
    """All ceasefires, found by the parties that declared them."""

    def __init__(self, truces: Iterable[Truce]) -> None:
        self._declared: defaultdict[str, list[Truce]] = defaultdict(list)
        for truce in truces:
            for party in truce.sides:
                self._declared[party].append(truce)
        self._concerning = lru_cache(KEPT)(self._find)

    def matching(self, dyad: Dyad, first: date, last: date, margin: timedelta) -> list[Truce]:
        """The ceasefires that an event from one day to another is set against."""
        return [each for each in self._concerning(dyad) if each.near(first, last, margin)]

    def _find(self, dyad: Dyad) -> list[Truce]:
        found = {each.ceasefire: each for each in self._of((*dyad.first, *dyad.second))}
        # Nothing tells which places or acts a partial one covers.
        return [
            each
            for each in found.values()
            if not each.partial and each.concerns(dyad) and self._tells_its_war(each, dyad)
        ]

    def _tells_its_war(self, truce: Truce, dyad: Dyad) -> bool:
        """Whether an act can be of no other conflict. Of a one-sided one only its author tells; so
        that both sides are treated alike, none of them may have ceasefires in another."""
        if not dyad.one_sided:
            return True
        return len({each.conflict for each in self._of((*dyad.first, *truce.sides))}) == 1

    def _of(self, parties: Iterable[str]) -> list[Truce]:
        return [truce for party in parties for truce in self._declared.get(party, ())]
