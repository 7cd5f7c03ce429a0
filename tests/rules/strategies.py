"""Sets of facts for property tests: small worlds in which boundaries often meet.

All instants lie on a grid of six hours in August 2014, days are those of UTC, and every span is
one that a stored fuzzy instant can mean (see ``stored``), so that a test that keeps its facts in a
database can use the same ones.
"""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

from hypothesis import strategies as st

from ceasefires.rules.facts import (
    Act,
    Amendment,
    Assessment,
    End,
    Evidence,
    Facts,
    Participation,
    StatedRelation,
)
from ceasefires.rules.fuzzy import Span, span_of
from ceasefires.rules.vocabulary import (
    AmendmentKind,
    Assessed,
    EndType,
    Precision,
    Relation,
    Verification,
)

FIRST, STEP = datetime(2014, 8, 1, tzinfo=UTC), timedelta(hours=6)
STEPS = 24
ALL_KNOWN = FIRST + STEPS * STEP
GRID = [FIRST + number * STEP for number in range(STEPS)]

# Each party with its coalitions, the nearest first. A coalition and its members may all declare.
PARTIES: dict[str, tuple[str, ...]] = {
    "north": ("north",),
    "south": ("south",),
    "front": ("front",),
    "brigade": ("brigade", "front"),
    "platoon": ("platoon", "brigade", "front"),
}

PRECISIONS = (Precision.MINUTE, Precision.HOUR, Precision.DAY)
SPANS = {
    precision: [span for at in GRID if (span := span_of(at, precision, UTC))]
    for precision in PRECISIONS
}


def instants() -> st.SearchStrategy[datetime]:
    return st.sampled_from(GRID)


def spans(precisions: tuple[Precision, ...] = PRECISIONS) -> st.SearchStrategy[Span]:
    return st.sampled_from([each for one in precisions for each in SPANS[one]])


def stored(span: Span | None) -> tuple[datetime | None, Precision]:
    """The fuzzy instant whose span this is: its instant and precision."""
    if span is None:
        return None, Precision.UNKNOWN
    return span.low, next(each for each in PRECISIONS if span_of(span.low, each, UTC) == span)


def maybe(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | strategy


def mostly(strategy: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """What most facts say: without it, few sets would have a window at all."""
    return st.one_of(strategy, strategy, strategy, st.none())


def ends(known: st.SearchStrategy[datetime], when: st.SearchStrategy[Span]) -> Any:
    return st.builds(End, st.sampled_from(EndType), maybe(when), known)


@st.composite
def participations(
    draw: st.DrawFn, known: st.SearchStrategy[datetime], when: st.SearchStrategy[Span]
) -> tuple[Participation, ...]:
    names = draw(st.lists(st.sampled_from(sorted(PARTIES)), unique=True, max_size=4))
    return tuple(
        Participation(
            PARTIES[name],
            draw(st.sampled_from(["", "a", "b", "c"])),
            draw(maybe(ends(known, when))),
            draw(maybe(known)),
            Evidence("participation", name),
        )
        for name in names
    )


def amendments(known: st.SearchStrategy[datetime], when: st.SearchStrategy[Span]) -> Any:
    return st.builds(
        Amendment, st.sampled_from(AmendmentKind), known, mostly(when), mostly(when), mostly(when)
    )


def stated_relations(known: st.SearchStrategy[datetime]) -> Any:
    return st.builds(StatedRelation, st.sampled_from(Relation), known)


def acts(known: st.SearchStrategy[datetime], when: st.SearchStrategy[Span]) -> Any:
    return st.builds(
        Act,
        mostly(when),
        st.sampled_from(Verification),
        known,
        maybe(st.builds(Span.exactly, known)),
        st.sampled_from([(), ("stranger",), *PARTIES.values()]),
        st.lists(stated_relations(known), max_size=2).map(tuple),
    )


def assessments(known: st.SearchStrategy[datetime], when: st.SearchStrategy[Span]) -> Any:
    return st.builds(Assessment, st.sampled_from(Assessed), known, maybe(when))


def numbered(facts: list[Any], kind: str, first: int = 0) -> tuple[Any, ...]:
    """Records of their own, as in a database: by their identifiers ties are broken."""
    return tuple(
        replace(each, evidence=Evidence(kind, f"{kind}-{number}"))
        for number, each in enumerate(facts, first)
    )


KNOWN, DATED = instants(), spans()


@st.composite
def fact_sets(
    draw: st.DrawFn,
    known: st.SearchStrategy[datetime] = KNOWN,
    when: st.SearchStrategy[Span] = DATED,
) -> Facts:
    """Any facts; ``known`` says when they can become public, ``when`` what they can be dated."""

    def some(strategy: st.SearchStrategy[Any]) -> list[Any]:
        return draw(st.lists(strategy, max_size=3))

    return Facts(
        known_from=draw(known),
        unilateral=draw(st.booleans()),
        declared=draw(maybe(when)),
        effective=draw(mostly(when)),
        scheduled_end=draw(mostly(when)),
        end=draw(maybe(ends(known, when))),
        participations=draw(participations(known, when)),
        amendments=numbered(some(amendments(known, when)), "amendment"),
        acts=numbered(some(acts(known, when)), "violation"),
        assessments=numbered(some(assessments(known, when)), "assessment"),
        evidence=Evidence("ceasefire", "truce"),
    )


def facts_known_from_the_first() -> st.SearchStrategy[Facts]:
    return fact_sets(known=st.just(FIRST))


@st.composite
def published_later(draw: st.DrawFn, facts: Facts, known_at: datetime) -> Facts:
    """The same facts and more, all of which became public after ``known_at``."""
    later, when = st.just(known_at + timedelta(microseconds=1)) | st.just(ALL_KNOWN), spans()
    new_end = ends(later, when)

    def more(strategy: st.SearchStrategy[Any], kind: str) -> tuple[Any, ...]:
        return numbered(draw(st.lists(strategy, max_size=2)), kind, first=10)

    listed = {each.party for each in facts.participations}
    newcomers = [PARTIES[name] for name in sorted(set(PARTIES) - listed) if draw(st.booleans())]
    return replace(
        facts,
        end=facts.end or draw(maybe(new_end)),
        participations=(
            *(replace(each, end=each.end or draw(maybe(new_end))) for each in facts.participations),
            *(Participation(lineage, known_from=draw(later)) for lineage in newcomers),
        ),
        amendments=(*facts.amendments, *more(amendments(later, when), "amendment")),
        acts=(
            *(draw(learnt_more_of(each, known_at, later)) for each in facts.acts),
            *more(acts(later, when), "violation"),
        ),
        assessments=(*facts.assessments, *more(assessments(later, when), "assessment")),
    )


@st.composite
def learnt_more_of(
    draw: st.DrawFn, act: Act, known_at: datetime, later: st.SearchStrategy[datetime]
) -> Act:
    """An act on which reports follow, and a verification where it was only alleged."""
    reports = draw(st.lists(stated_relations(later), max_size=2))
    reached = act.verified is None or act.verified.low <= known_at
    if act.verification is Verification.ALLEGED and reached and draw(st.booleans()):
        verified = Span.exactly(draw(later))
        act = replace(act, verification=draw(st.sampled_from(Verification)), verified=verified)
    return replace(act, stated=(*act.stated, *reports))
