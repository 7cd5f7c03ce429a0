"""The rows of one ceasefire, joined: what is taken of them, and every value that is not."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import NamedTuple

from ceasefires.rules.vocabulary import EndType

from .actors import Actor, Actors, sides
from .codes import COLUMNS, STORED
from .dates import first_day, last_day
from .names import ARMED_GROUP
from .rows import End, Remark, Row, Values

# Rows of one ceasefire are declared by its sides within days, so that a year tells two apart.
ANOTHER = timedelta(days=366)


class Told(NamedTuple):
    """A value that rows give; ``taken``: whether it stands in the record itself."""

    field: str
    value: str
    numbers: tuple[str, ...]
    taken: bool


@dataclass(frozen=True, slots=True)
class Part:
    """An actor's part. ``end`` is what can be recorded of it."""

    actor: Actor
    kind: str
    side: str
    end: End
    numbers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Ceasefire:
    """``said`` holds what is taken, by field; ``told`` everything that any row gives."""

    identifier: str
    country: str
    location: str
    said: Mapping[str, Values]
    parts: tuple[Part, ...]
    told: tuple[Told, ...]
    remarks: tuple[Remark, ...]
    lines: tuple[int, ...]
    numbers: tuple[str, ...]

    @property
    def conflict(self) -> str:
        """Its UCDP id, or none."""
        return self.one("ucdp_conflict")

    def one(self, field: str) -> str:
        """The value of a field that takes one; "" where it is not known."""
        return next(iter(self.said.get(field, ())), "")


def apart(rows: Sequence[Row]) -> tuple[list[Row], list[Row]]:
    """The rows of a ceasefire, and those that tell of another one under the same identifier."""
    dates = {row.number: begun(row) for row in rows}
    chosen = _most(date for date in dates.values() if date)
    if not chosen:
        return list(rows), []
    day = first_day(chosen)
    strays = [
        row for row in rows if (date := dates[row.number]) and abs(first_day(date) - day) > ANOTHER
    ]
    return [row for row in rows if row not in strays], strays


def begun(row: Row) -> str:
    given = row.said.get("declared") or row.said.get("effective") or ("",)
    return given[0]


def _most(values: Iterable[str]) -> str:
    """What most say, or of equally many the first."""
    counted = Counter(values).most_common(1)
    return counted[0][0] if counted else ""


def joined(rows: Sequence[Row], actors: Actors) -> Ceasefire:
    """Some rows of one identifier, as one ceasefire."""
    rows = sorted(rows, key=lambda row: (int(row.number), row.line))
    said = dict(_chosen(rows))
    location = said["location"][0]
    effective = said.get("effective", ("",))[0]
    parts = tuple(sorted(_parts(rows, actors, location, effective), key=_a_first))
    told = [*_told(rows, said), *_told_of_actors(rows, actors, parts)]
    return Ceasefire(
        identifier=rows[0].ceasefire,
        country=next(row.country for row in rows if row.said["location"] == said["location"]),
        location=location,
        said=said,
        parts=parts,
        told=tuple(told),
        remarks=tuple(_remarks(rows, said, actors, parts)),
        lines=tuple(row.line for row in rows),
        numbers=_numbers(rows),
    )


def _chosen(rows: Sequence[Row]) -> Iterator[tuple[str, Values]]:
    """Of each field what most rows say that say anything; of equally many, the first."""
    for field in dict.fromkeys(field for row in rows for field in row.said):
        given = Counter(row.said[field] for row in rows if field in row.said)
        yield field, given.most_common(1)[0][0]


def _numbers(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(row.number for row in rows)


def _parts(rows: Sequence[Row], actors: Actors, location: str, effective: str) -> Iterator[Part]:
    by_actor = _by_actor(rows, actors)
    kinds = {actor: actors.kind(actor) for actor in by_actor}
    letters = sides(kinds, location)
    for actor, own in by_actor.items():
        end = _possible(_latest(own), effective)
        yield Part(actor, kinds[actor], letters.get(actor, ""), end, _numbers(own))


def _a_first(part: Part) -> str:
    return part.side or "z"


def _by_actor(rows: Sequence[Row], actors: Actors) -> dict[Actor, list[Row]]:
    found: dict[Actor, list[Row]] = {}
    for row in rows:
        found.setdefault(actors.the(row.actor), []).append(row)
    return found


def _latest(rows: Iterable[Row]) -> End:
    """The latest known end; a dated one before one that is not, and that before none.

    That it never took effect counts only where all rows say so: else it did with somebody.
    """
    return max((row.end for row in rows), key=_rank)


def _rank(end: End) -> tuple[bool, bool, str]:
    return end.type != EndType.NEVER_EFFECTIVE, bool(end.type), end.when


def _possible(end: End, effective: str) -> End:
    """What the database can hold of an end: none that lies before the beginning, none without
    a type."""
    if not end.type:
        return End()
    never = end.type == EndType.NEVER_EFFECTIVE
    early = effective and end.when and last_day(end.when) < first_day(effective)
    return End(end.type) if early and not never else end


def _told(rows: Sequence[Row], said: Mapping[str, Values]) -> Iterator[Told]:
    for field, chosen in said.items():
        for value in dict.fromkeys(each for row in rows for each in row.said.get(field, ())):
            saying = [row for row in rows if value in row.said.get(field, ())]
            taken = field in STORED and value in chosen
            yield Told(field, value, _numbers(saying), taken)


def _told_of_actors(rows: Sequence[Row], actors: Actors, parts: Iterable[Part]) -> Iterator[Told]:
    by_actor = _by_actor(rows, actors)
    for part in parts:
        own = by_actor[part.actor]
        for end in dict.fromkeys(row.end for row in own):
            saying = _numbers(row for row in own if row.end == end)
            yield Told("ended", f"{part.actor.name}: {end}", saying, end == part.end)
        for code, value in dict.fromkeys(each for row in own for each in row.of_actor.items()):
            saying = _numbers(row for row in own if row.of_actor.get(code) == value)
            yield Told(code, f"{part.actor.name}: {value}", saying, False)


def _remarks(
    rows: Sequence[Row], said: Mapping[str, Values], actors: Actors, parts: Iterable[Part]
) -> Iterator[Remark]:
    ends = {part.actor: part.end for part in parts}
    for row in rows:
        yield from row.remarks
        for field, values in row.said.items():
            if values != said[field] and field != "ucdp_dyad":
                yield _differing(row, field, ", ".join(values), ", ".join(said[field]))
        actor = actors.the(row.actor)
        if row.end != ends[actor]:
            yield _differing(row, "ended", str(row.end), str(ends[actor]))
        if row.actor.name != actor.name:
            told = f"goes by the name {actor.name}, which more or earlier rows give."
            yield Remark(row.line, "actor_name", row.actor.name, told)
        if not actor.ucdp_id and actors.kind(actor) == ARMED_GROUP:
            told = "has no UCDP id, and is taken for a non-state armed group."
            yield Remark(row.line, "actor_name", row.actor.name, told)


def _differing(row: Row, field: str, value: str, taken: str) -> Remark:
    reason = f"is kept as a coding, beside {taken}."
    return Remark(row.line, COLUMNS.get(field, field), value, reason)
