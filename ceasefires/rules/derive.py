"""The derivation: is a ceasefire holding at an instant, as far as was known at another?"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from .compliance import Verdict, judge, latest_assessment
from .explain import Reason, reasons, unknown_reasons
from .facts import Act, Assessment, Facts
from .fuzzy import BEGINNING, NO, YES, Span
from .outlook import Change, changes
from .relation import counts
from .status import Course, Phase, course_of
from .vocabulary import Compliance, Status
from .window import Window, window_of, window_of_party

WITHOUT_COMPLIANCE = frozenset({Status.PENDING, Status.UNKNOWN, Status.NEVER_EFFECTIVE})


@dataclass(frozen=True, slots=True)
class PartyState:
    """A declaring party's own status, from the same ladder over its own part."""

    party: str
    status: Status
    candidates: tuple[Status, ...]


@dataclass(frozen=True, slots=True)
class State:
    """The answer. ``since`` and ``until`` are None where no instant is known.

    ``since`` is the first instant from which the answer is certain without a break, ``until`` the
    earliest instant that the scheduled end can mean. ``next_change`` is the next instant after
    ``at`` at which the passing of time alone may change the answer.
    """

    status: Status
    candidates: tuple[Status, ...]
    compliance: Compliance | None
    since: datetime | None
    until: datetime | None
    declared: bool | None
    projected: bool
    parties: tuple[PartyState, ...]
    assessment: Assessment | None
    because: tuple[Reason, ...]
    would_change: tuple[Change, ...]
    next_change: datetime | None


def derive(facts: Facts, at: datetime, known_at: datetime) -> State:
    """The state at ``at`` from what was known at ``known_at``.

    ``facts.acts`` may be only those that decide: see ``querysets`` for which they are.
    """
    known = facts.known(known_at)
    if known is None:
        return _nothing_known(at, known_at)
    whole = course_of(window_of(known))
    parts = {each.party: course_of(window_of_party(known, each)) for each in known.participations}
    here = whole.at(at)
    counting = [each for each in known.acts if counts(each, known, whole.phases)]
    judged = partial(_verdict, known, counting, whole, known_at)
    verdict = judged(at)
    return State(
        status=here.status,
        candidates=_ordered(here.candidates),
        compliance=verdict.compliance if verdict else None,
        since=_since(whole.window, here),
        until=whole.window.scheduled_end.low if whole.window.scheduled_end else None,
        declared=_happened(known.declared, at),
        projected=at > known_at,
        parties=tuple(_party_state(party, part.at(at)) for party, part in parts.items()),
        assessment=latest_assessment(known.assessments, at),
        because=reasons(known, whole.window, here, verdict),
        would_change=changes(known, whole, parts, at, judged),
        next_change=min(_coming(known, (whole, *parts.values()), at), default=None),
    )


def _nothing_known(at: datetime, known_at: datetime) -> State:
    return State(
        status=Status.UNKNOWN,
        candidates=(Status.UNKNOWN,),
        compliance=None,
        since=None,
        until=None,
        declared=None,
        projected=at > known_at,
        parties=(),
        assessment=None,
        because=unknown_reasons(),
        would_change=(Change(None, None, None, "A source on it is published."),),
        next_change=None,
    )


def _ordered(candidates: frozenset[Status]) -> tuple[Status, ...]:
    return tuple(status for status in Status if status in candidates)


def _verdict(
    facts: Facts, counting: list[Act], whole: Course, known_at: datetime, at: datetime
) -> Verdict | None:
    """Compliance, where there is a window that an act could have broken."""
    if whole.window.effective is None or whole.at(at).status in WITHOUT_COMPLIANCE:
        return None
    return judge(counting, facts.assessments, at, known_at)


def _since(window: Window, here: Phase) -> datetime | None:
    by_end = window.ended(here.low) or here.status is Status.UNKNOWN
    undated = by_end and not window.ending.dated
    return None if undated or here.low == BEGINNING else here.low


def _happened(moment: Span | None, at: datetime) -> bool | None:
    answers = moment.passed(at) if moment else YES | NO
    return next(iter(answers)) if len(answers) == 1 else None


def _party_state(party: str, here: Phase) -> PartyState:
    return PartyState(party, here.status, _ordered(here.candidates))


def _coming(facts: Facts, courses: Iterable[Course], at: datetime) -> Iterator[datetime]:
    """Every later instant that the answer may depend on."""
    moments = [phase.low for course in courses for phase in course.phases]
    moments += [act.counts_from for act in facts.acts]
    moments += [assessment.counts_from for assessment in facts.assessments]
    if facts.declared:
        moments += [facts.declared.low, facts.declared.high]
    yield from (moment for moment in moments if moment > at)
