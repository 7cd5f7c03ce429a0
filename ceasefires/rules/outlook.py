"""What would change an answer: the clock, as far as is known, and facts that may be recorded."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime

from .compliance import SAID_AS, Verdict
from .explain import holding, resumes
from .facts import Facts
from .status import Course, Phase
from .vocabulary import Compliance, Status
from .window import Window

Judged = Callable[[datetime], Verdict | None]


@dataclass(frozen=True, slots=True)
class Change:
    """What would change the answer: an instant (None: a fact, whenever recorded) and to what.

    Neither status nor compliance is given of a fact, nor of a change in one party's own status.
    """

    at: datetime | None
    status: Status | None
    compliance: Compliance | None
    text: str


STATUS_CHANGED_BY = {
    Status.UNKNOWN: "A source is recorded that dates when it took effect or ended.",
    Status.PENDING: "It is recorded as never having taken effect, or as having done so earlier.",
    Status.EXPIRED: (
        "An extension that binds at this instant, "
        "or an end that is later or no expiry, is recorded."
    ),
    Status.INDETERMINATE: "A source is recorded that dates more exactly what decides it.",
}
NEVER_EFFECTIVE_CHANGED_BY = "What is recorded, that it never took effect, is corrected."
ENDED_CHANGED_BY = "The recorded end is corrected."
GAP_CHANGED_BY = "An extension that binds at this instant is recorded."
UNDATED_CHANGED_BY = "A source is recorded that dates when it ended."
BOUND_CHANGED_BY = {
    False: "{pause} or an end by this instant is recorded.",
    True: "{pause} by this instant is recorded, or the recorded end is corrected to one by then.",
}
RESUMPTION = {False: "A resumption", True: "An earlier resumption"}
REPORTED_CHANGED_BY = (
    "An act that counts by this instant is recorded, or a later assessment up to it says otherwise."
)
COMPLIANCE_CHANGED_BY = {
    Compliance.VIOLATED: ("The verified acts are found unfounded or inconclusive.", None),
    Compliance.ALLEGED: ("An act that counts by this instant is verified.", Compliance.VIOLATED),
    Compliance.REPORTED_FRAGILE: (REPORTED_CHANGED_BY, None),
    Compliance.REPORTED_HOLDING: (REPORTED_CHANGED_BY, None),
    Compliance.NO_REPORTS: (
        "An act that counts by this instant, or an assessment up to it, is recorded.",
        None,
    ),
}
UNLESS_EXTENDED = ", unless an extension is recorded"
# Not every act need be at hand: those still to come may tell otherwise.
UNLESS_GRAVER = {
    Compliance.VIOLATED: "",
    Compliance.ALLEGED: ", unless an act that counts by then is verified",
}
UNLESS_REPORTED = ", unless an act that counts by then is recorded"


def changes(
    facts: Facts, whole: Course, parts: Mapping[str, Course], at: datetime, judged: Judged
) -> tuple[Change, ...]:
    """The next changes by the clock, in their order, then the facts that would change it."""
    by_clock = [
        *_status_change(whole, at),
        *_compliance_change(facts, whole, at, judged),
        *_part_changes(whole, parts, at),
    ]
    by_fact = _by_fact(whole.window, whole.at(at), judged(at))
    return (*(change for _, change in sorted(by_clock, key=lambda each: each[0])), *by_fact)


def _status_change(whole: Course, at: datetime) -> Iterator[tuple[datetime, Change]]:
    coming = _coming(whole, at)
    if coming:
        text = f"Its status {_becomes(whole, coming)}"
        yield coming.low, Change(coming.low, coming.status, None, text)


def _part_changes(
    whole: Course, parts: Mapping[str, Course], at: datetime
) -> Iterator[tuple[datetime, Change]]:
    """The next change of each party's own status, where it is not that of the whole."""
    shared = _turn(_coming(whole, at))
    for party, part in parts.items():
        coming = _coming(part, at)
        if coming and _turn(coming) != shared:
            text = f"The status of {party} {_becomes(part, coming)}"
            yield coming.low, Change(coming.low, None, None, text)


def _coming(course: Course, at: datetime) -> Phase | None:
    """The first later phase with another status."""
    now = course.at(at).status
    later = (each for each in course.phases if each.low > at and each.status is not now)
    return next(later, None)


def _turn(phase: Phase | None) -> tuple[datetime, Status] | None:
    return (phase.low, phase.status) if phase else None


def _becomes(course: Course, phase: Phase) -> str:
    lapses = phase.status is Status.EXPIRED and not course.window.ending.known
    return f"becomes {phase.status.label.lower()}{UNLESS_EXTENDED if lapses else ''}."


def _compliance_change(
    facts: Facts, whole: Course, at: datetime, judged: Judged
) -> Iterator[tuple[datetime, Change]]:
    """The next compliance; where there is none any more, the status alone says so."""
    now = _compliance(judged(at))
    verdicts = ((moment, _compliance(judged(moment))) for moment in _moments(facts, whole, at, now))
    moment, then = next((each for each in verdicts if each[1] is not now), (at, None))
    if then:
        unless = UNLESS_GRAVER.get(then, UNLESS_REPORTED)
        text = f"Its compliance becomes {then.label.lower()}{unless}."
        yield moment, Change(moment, None, then, text)


def _moments(facts: Facts, whole: Course, at: datetime, now: Compliance | None) -> list[datetime]:
    """The later instants at which compliance may differ from what it is now."""
    moments = {phase.low for phase in whole.phases}
    moments |= {act.counts_from for act in facts.acts}
    moments |= {said.counts_from for said in facts.assessments if SAID_AS[said.assessed] is not now}
    return sorted(moment for moment in moments if moment > at)


def _compliance(verdict: Verdict | None) -> Compliance | None:
    return verdict.compliance if verdict else None


def _by_fact(window: Window, here: Phase, verdict: Verdict | None) -> Iterator[Change]:
    yield Change(None, None, None, _status_fact(window, here))
    if verdict:
        text, compliance = COMPLIANCE_CHANGED_BY[verdict.compliance]
        yield Change(None, None, compliance, text)


def _status_fact(window: Window, here: Phase) -> str:
    if window.never_effective:
        return NEVER_EFFECTIVE_CHANGED_BY
    if window.ended(here.low):
        return ENDED_CHANGED_BY
    if holding(window.gaps, here) and here.status is Status.EXPIRED:
        return GAP_CHANGED_BY
    if here.status is Status.UNKNOWN and window.effective:
        return UNDATED_CHANGED_BY
    if here.status in {Status.IN_FORCE, Status.SUSPENDED}:
        return BOUND_CHANGED_BY[window.ending.known].format(pause=_next_pause(window, here))
    return STATUS_CHANGED_BY[here.status]


def _next_pause(window: Window, here: Phase) -> str:
    if here.status is Status.IN_FORCE:
        return "A suspension"
    return RESUMPTION[resumes(window, here)]
