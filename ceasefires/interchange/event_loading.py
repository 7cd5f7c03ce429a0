"""Formats whose rows are events: each becomes an act of every ceasefire that it is set against."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from functools import lru_cache
from typing import NamedTuple

from ceasefires.identifiers import uuid7
from ceasefires.models import Party
from ceasefires.rules.fuzzy import start_of
from ceasefires.rules.matching import Dyad
from ceasefires.rules.vocabulary import Precision

from . import event_rows as sql
from . import reading
from .cells import Cells
from .event_rows import Incoming
from .event_store import Store, rows_of, run
from .events import Event
from .findings import Bad
from .origin import Options, Origin
from .reading import Line, Lines, Opened
from .truces import Directory, register, time_zones

AT_ONCE = 5000  # rows
AT_HAND = 20_000  # actors of a dataset


@dataclass(slots=True)
class EventFormat:
    """``identify`` names the event of a row, ``event_of`` reads it; None: no act of armed actors.

    ``keys_of``: what identifies a party of ours in the dataset.
    """

    name: str
    publisher: str
    title: str
    link: str
    licence: str
    required: Sequence[str]
    optional: Sequence[str]
    identify: Callable[[Cells], str]
    event_of: Callable[[Cells], Event | None]
    keys_of: Callable[[Party], Iterable[str]]
    batch: int | None = AT_ONCE

    def lines(self, file: Opened) -> Lines:
        return reading.lines(file, self.required, self.optional)

    def loader(self, options: Options) -> "EventLoader":
        return EventLoader(self, options)


class Told(NamedTuple):
    line: Line
    event: Event


class Unit(NamedTuple):
    """An event with the ceasefires that it is set against; the acts it is to become."""

    told: Told
    ceasefires: list[int]
    rows: list[Incoming]


class EventLoader:
    def __init__(self, format: EventFormat, options: Options) -> None:
        self._format, self._complete = format, options.complete
        self._margin = timedelta(days=options.margin)
        self._party = lru_cache(AT_HAND)(Directory(format.keys_of).party)
        self._register, self._zones = register(), time_zones()
        self._store = Store(format.name, format.publisher)
        run(sql.TOLD_OF)

    def take(self, lines: Sequence[Line], origin: Origin) -> None:
        told = self._new([*self._read(lines, origin)], origin)
        before = self._set_before(told)
        units = [self.unit(each, before[each.event.event]) for each in told]
        origin.counts.unmatched += sum(not unit.rows for unit in units)
        if self._complete:
            self._remember(units)

        def write(units: Sequence[Unit]) -> None:
            self._store.write([row for unit in units for row in unit.rows], origin)

        kept = [unit for unit in units if unit.rows]
        for unit, bad in origin.store(kept, write):
            self._refuse(unit.told.line, bad, origin)
        for line, event in [unit.told for unit in kept if unit.told.event.doubt]:
            origin.note(line.number, Bad("best", line.cells["best"], event.doubt))

    def unit(self, told: Told, before: set[int]) -> Unit:
        """What an event is to become, with the ceasefires that it was set against before."""
        event = told.event
        first, second = map(self._party, event.actors)
        dyad = Dyad(first.lineage, second.lineage, event.conflict, event.one_sided)
        met = self._met(dyad, event)
        author = first.id if event.attributed else None
        rows = [self._row(event, each, author) for each in sorted({*met, *before})]
        return Unit(told, met, rows)

    def finish(self, origin: Origin) -> None:
        if self._complete:
            origin.counts.withdrawn += self._store.withdraw_vanished()

    def _read(self, lines: Sequence[Line], origin: Origin) -> Iterator[Told]:
        for line in lines:
            try:
                event = self._format.event_of(line.cells)
            except Bad as bad:
                self._refuse(line, bad, origin)
            else:
                if event:
                    yield Told(line, event)
                origin.counts.unmatched += event is None

    def _refuse(self, line: Line, bad: Bad, origin: Origin) -> None:
        """What a refused row tells of has not vanished."""
        origin.refuse(line.number, bad)
        if self._complete:
            with suppress(Bad):
                run(sql.MEET, array([self._format.identify(line.cells)]), "{NULL}")

    def _new(self, told: Sequence[Told], origin: Origin) -> list[Told]:
        """Each event once; where it is told of again, and otherwise, that row is refused."""
        said = dict(rows_of(sql.SAID_BEFORE, array(event.event for _, event in told)))
        new = []
        for each in told:
            name, says = each.event.event, hash(each.event)
            if name not in said:
                said[name] = says
                new.append(each)
            elif said[name] != says:
                why = "is told of in a row above, and not in the same way."
                self._refuse(each.line, Bad("", name, why), origin)
        names = [event.event for _, event in new]
        run(sql.SAY, array(names), array(str(said[name]) for name in names))
        return new

    def _set_before(self, told: Sequence[Told]) -> defaultdict[str, set[int]]:
        """The ceasefires that events are set against already, here or by somebody else."""
        found = defaultdict(set)
        for event, ceasefire in rows_of(sql.SET_BEFORE, array(event.event for _, event in told)):
            found[event].add(ceasefire)
        return found

    def _met(self, dyad: Dyad, event: Event) -> list[int]:
        if event.precision == Precision.UNKNOWN or not (dyad.first or dyad.second):
            return []
        found = self._register.matching(dyad, event.first, event.last, self._margin)
        return [truce.ceasefire for truce in found]

    def _row(self, event: Event, ceasefire: int, author: int | None) -> Incoming:
        """Its days are those of the ceasefire's zone."""
        undated = event.precision == Precision.UNKNOWN
        low, best, high = event.killed
        return Incoming(
            act=uuid7(),
            report=uuid7(),
            ceasefire_id=ceasefire,
            event=event.event,
            kind=event.kind,
            attributed_to_id=author,
            occurred_at=None if undated else start_of(event.first, self._zones[ceasefire]),
            occurred_precision=event.precision,
            place_name=event.place_name,
            latitude=event.latitude,
            longitude=event.longitude,
            geo_precision=event.geo_precision,
            description=event.description,
            killed_low=low,
            killed_best=best,
            killed_high=high,
            locator=event.locator,
            certainty=event.certainty,
        )

    def _remember(self, units: Iterable[Unit]) -> None:
        met = [(unit.told.event.event, str(each)) for unit in units for each in unit.ceasefires]
        run(sql.MEET, array(event for event, _ in met), array(each for _, each in met))


def array(values: Iterable[str]) -> str:
    """As Postgres writes it, of events and numbers, in which nothing needs quoting.

    Thousands of values given one by one take longer than what is done with them.
    """
    return "{" + ",".join(values) + "}"
