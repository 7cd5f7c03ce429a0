"""Short ways to write facts down, so that a test reads as the sentence that it checks.

Instants are those of August 2014 in UTC: ``utc(5, 8)`` is 08:00 on the 5th.
"""

from datetime import UTC, datetime, timedelta

from ceasefires.rules.derive import State, derive
from ceasefires.rules.facts import (
    Act,
    Amendment,
    Assessment,
    End,
    Evidence,
    Facts,
    Participation,
    Publication,
    StatedRelation,
)
from ceasefires.rules.fuzzy import Span
from ceasefires.rules.status import candidates, phases
from ceasefires.rules.vocabulary import (
    AmendmentKind,
    Assessed,
    EndType,
    Relation,
    Status,
    Verification,
)
from ceasefires.rules.window import window_of

TICK = timedelta(microseconds=1)
LATER = datetime(2026, 1, 1, tzinfo=UTC)


def utc(day: int, hour: int = 0, minute: int = 0) -> datetime:
    return datetime(2014, 8, day, hour, minute, tzinfo=UTC)


def exact(day: int, hour: int = 0, minute: int = 0) -> Span:
    return Span.exactly(utc(day, hour, minute))


def on(day: int) -> Span:
    """Some instant of that day."""
    return Span(utc(day), utc(day + 1))


EARLY = utc(1)


def facts(**changes: object) -> Facts:
    """A bilateral ceasefire of two parties, from the 5th to the 8th, unless told otherwise."""
    told: dict[str, object] = {
        "known_from": EARLY,
        "effective": exact(5),
        "scheduled_end": exact(8),
        "participations": (party("north", "a"), party("south", "b")),
        "evidence": Evidence("ceasefire", "truce", (Publication("gazette", EARLY),)),
    }
    return Facts(**{**told, **changes})  # type: ignore[arg-type]


def end(
    kind: EndType = EndType.VIOLENCE, ended: Span | None = None, known: datetime = EARLY
) -> End:
    return End(kind, ended, known)


def party(
    name: str,
    side: str = "",
    end: End | None = None,
    of: tuple[str, ...] = (),
    known: datetime | None = None,
) -> Participation:
    return Participation((name, *of), side, end, known, Evidence("participation", name))


def amendment(
    kind: AmendmentKind,
    name: str = "amendment",
    *,
    agreed: Span | None = None,
    effective: Span | None = None,
    until: Span | None = None,
    known: datetime = EARLY,
) -> Amendment:
    return Amendment(kind, known, agreed, effective, until, Evidence("amendment", name))


def extension(name: str = "extension", **told: object) -> Amendment:
    return amendment(AmendmentKind.EXTENSION, name, **told)  # type: ignore[arg-type]


def suspension(effective: Span, name: str = "suspension", **told: object) -> Amendment:
    return amendment(AmendmentKind.SUSPENSION, name, effective=effective, **told)  # type: ignore[arg-type]


def resumption(effective: Span, name: str = "resumption", **told: object) -> Amendment:
    return amendment(AmendmentKind.RESUMPTION, name, effective=effective, **told)  # type: ignore[arg-type]


def act(
    occurred: Span | None,
    by: tuple[str, ...] = (),
    verification: Verification = Verification.ALLEGED,
    *,
    said: tuple[Relation, ...] = (),
    verified: Span | None = None,
    known: datetime = EARLY,
    name: str = "act",
) -> Act:
    stated = tuple(StatedRelation(each, known) for each in said)
    evidence = Evidence("violation", name)
    return Act(occurred, verification, known, verified, by, stated, evidence)


def assessment(
    assessed: Assessed, on: Span | None, known: datetime = EARLY, name: str = "assessment"
) -> Assessment:
    return Assessment(assessed, known, on, Evidence("assessment", name))


def state(given: Facts, at: datetime, known_at: datetime = LATER) -> State:
    return derive(given, at, known_at)


def status(given: Facts, at: datetime, known_at: datetime = LATER) -> Status:
    return state(given, at, known_at).status


def possible(given: Facts, at: datetime) -> set[Status]:
    """Every status possible, asked of the ladder and of the phases: they must agree."""
    window = window_of(given)
    here = next(each for each in phases(window) if each.low <= at < each.high)
    assert here.candidates == candidates(window, at)
    return set(here.candidates)


def around(boundary: datetime) -> tuple[datetime, datetime, datetime]:
    """Before, at and after."""
    return boundary - TICK, boundary, boundary + TICK
