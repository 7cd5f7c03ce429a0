"""The ladder: which status a window has at an instant, and the phases it goes through."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import groupby, product

from .fuzzy import BEGINNING, END_OF_TIME, Span
from .vocabulary import EndType, Relation, Status
from .window import Window

ENDED_AS = {
    EndType.VIOLENCE: Status.COLLAPSED,
    EndType.SUPERSEDED: Status.SUPERSEDED,
    EndType.WITHDRAWN: Status.TERMINATED,
    EndType.EXPIRED: Status.EXPIRED,
    EndType.UNCLEAR: Status.ENDED,
}

ENDINGS = frozenset(ENDED_AS.values())
STANDING = frozenset({Status.IN_FORCE, Status.SUSPENDED})

# What an act at an instant of that status can be in relation to the window. Where the status is
# unknown the act may lie on either side of the boundary that nobody dates.
RELATIONS_OF = {
    Status.NEVER_EFFECTIVE: frozenset({Relation.BEFORE}),
    Status.PENDING: frozenset({Relation.BEFORE}),
    Status.IN_FORCE: frozenset({Relation.DURING}),
    Status.SUSPENDED: frozenset({Relation.SUSPENDED}),
    **{ending: frozenset({Relation.AFTER}) for ending in ENDINGS},
}
UNDECIDED = frozenset(set(Relation) - {Relation.INDETERMINATE})
UNDATED_END = frozenset({Relation.DURING, Relation.SUSPENDED, Relation.AFTER})


@dataclass(frozen=True, slots=True)
class Rung:
    """Where an instant lies among a window's boundaries, one possibility of perhaps several."""

    ended: bool
    doubtful: bool
    started: bool
    lapsed: bool
    in_gap: bool
    suspended: bool


@dataclass(frozen=True, slots=True)
class Phase:
    """A stretch of time, ``low`` included and ``high`` not, with the same answer throughout."""

    low: datetime
    high: datetime
    candidates: frozenset[Status]
    relations: frozenset[Relation]

    @property
    def status(self) -> Status:
        return only(self.candidates)


def only(candidates: frozenset[Status]) -> Status:
    return next(iter(candidates)) if len(candidates) == 1 else Status.INDETERMINATE


def ladder(window: Window, rung: Rung) -> Status:
    """The status at one rung; the first match wins (the steps of the derivation, in order)."""
    if window.never_effective:
        return Status.NEVER_EFFECTIVE
    if rung.ended:
        return ENDED_AS[window.ending.type or EndType.UNCLEAR]
    if window.effective is None:
        return Status.UNKNOWN
    if not rung.started:
        return Status.PENDING
    if rung.in_gap or (rung.lapsed and not window.ending.known):
        return Status.EXPIRED
    if rung.doubtful:
        return Status.UNKNOWN
    if rung.suspended:
        return Status.SUSPENDED
    return Status.IN_FORCE


def candidates(window: Window, at: datetime) -> frozenset[Status]:
    """Every status possible at an instant: one, unless a boundary's uncertainty holds it."""
    return frozenset(ladder(window, rung) for rung in _rungs(window, at))


def _rungs(window: Window, at: datetime) -> Iterator[Rung]:
    possibilities = product(
        _endings(window, at),
        _passed(window.effective, at),
        _passed(window.scheduled_end, at),
        _any([gap.holds(at) for gap in window.gaps]),
        _any([pause.holds(at) for pause in window.suspensions]),
    )
    for (doubtful, ended), started, lapsed, in_gap, suspended in possibilities:
        yield Rung(ended, doubtful, started, lapsed, in_gap, suspended)


def _endings(window: Window, at: datetime) -> set[tuple[bool, bool]]:
    """(doubtful, ended) as possible; a dated end is in doubt at no instant."""
    ending = window.ending
    if ending.doubt == ending.end:
        return {(ended, ended) for ended in ending.end.passed(at)}
    doubts, ends = ending.doubt.passed(at), ending.end.passed(at)
    return {(doubt, ended) for doubt in doubts for ended in ends if doubt or not ended}


def _passed(boundary: Span | None, at: datetime) -> frozenset[bool]:
    return boundary.passed(at) if boundary else frozenset({False})


def _any(conditions: list[frozenset[bool]]) -> frozenset[bool]:
    """Whether any of several conditions holds: the answers that are possible."""
    return frozenset(
        answer
        for answer, possible in (
            (True, any(True in each for each in conditions)),
            (False, all(False in each for each in conditions)),
        )
        if possible
    )


def phases(window: Window) -> tuple[Phase, ...]:
    """The window's phases in order; together they cover all of time."""
    moments = sorted({BEGINNING, *_turning_points(window)} - {END_OF_TIME})
    found = [(low, candidates(window, low)) for low in moments]
    runs = [next(run) for _, run in groupby(found, key=lambda pair: pair[1])]
    highs = [low for low, _ in runs[1:]] + [END_OF_TIME]
    return tuple(
        Phase(low, high, possible, relations(window, possible))
        for (low, possible), high in zip(runs, highs, strict=True)
    )


def _turning_points(window: Window) -> Iterator[datetime]:
    pauses = window.gaps + window.suspensions
    boundaries = [window.effective, window.scheduled_end, window.ending.doubt, window.ending.end]
    boundaries += [boundary for pause in pauses for boundary in (pause.start, pause.end)]
    for boundary in boundaries:
        if boundary is not None:
            yield boundary.low
            yield boundary.high


def relations(window: Window, possible: frozenset[Status]) -> frozenset[Relation]:
    """What an act at an instant with these candidates can be in relation to the window."""
    unknown = UNDECIDED if window.effective is None else UNDATED_END
    return frozenset().union(*(RELATIONS_OF.get(status, unknown) for status in possible))


@dataclass(frozen=True, slots=True)
class Course:
    """A window, and the phases that it goes through."""

    window: Window
    phases: tuple[Phase, ...]

    def at(self, at: datetime) -> Phase:
        """The phase that an instant lies in."""
        return next(each for each in reversed(self.phases) if each.low <= at)


def course_of(window: Window) -> Course:
    return Course(window, phases(window))
