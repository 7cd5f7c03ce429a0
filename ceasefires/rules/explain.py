"""Why an answer is what it is, in words that serve every side alike."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from .compliance import Verdict
from .facts import Amendment, Assessment, Evidence, Facts
from .fuzzy import EITHER, NEVER, YES, Span
from .status import Phase
from .vocabulary import AmendmentKind, Assessed, Compliance, Status
from .window import Pause, Window


@dataclass(frozen=True, slots=True)
class Reason:
    """The rule that decided, the instant of the deciding fact, and the records it stands in."""

    axis: str
    rule: str
    text: str
    at: datetime | None = None
    evidence: tuple[Evidence, ...] = ()


STATUS_BECAUSE = {
    Status.NEVER_EFFECTIVE: "It is recorded as never having taken effect.",
    Status.COLLAPSED: "An end by violence is recorded at or before this instant.",
    Status.SUPERSEDED: "Another arrangement is recorded to have taken its place by this instant.",
    Status.TERMINATED: "A withdrawal that ended it is recorded at or before this instant.",
    Status.ENDED: "An end of unclear kind is recorded at or before this instant.",
    Status.PENDING: "This instant is before it takes effect.",
    Status.INDETERMINATE: "This instant lies inside the uncertainty of a boundary.",
}
IN_FORCE_BECAUSE = {
    False: "It had taken effect, and no end or scheduled end had been reached.",
    True: "It had taken effect, and the end that is recorded had not been reached.",
}
SUSPENDED_BECAUSE = {
    False: "It had been suspended, and no later resumption is recorded.",
    True: "This instant lies between a suspension and a resumption.",
}
# Which amendments a status rests on; one in force, on those pauses only that had begun.
PAUSES = frozenset({AmendmentKind.SUSPENSION, AmendmentKind.RESUMPTION})
AMENDED_BY = {
    Status.IN_FORCE: frozenset(AmendmentKind),
    Status.EXPIRED: frozenset({AmendmentKind.EXTENSION}),
    Status.SUSPENDED: PAUSES,
    Status.INDETERMINATE: frozenset(AmendmentKind),
}
COMPLIANCE_BECAUSE = {
    Compliance.VIOLATED: "An act during its window has been verified.",
    Compliance.REPORTED_FRAGILE: "The latest assessment up to this instant calls it fragile.",
    Compliance.REPORTED_HOLDING: (
        "The latest assessment up to this instant says that it holds or that no violation is known."
    ),
    Compliance.NO_REPORTS: (
        "No act that counts and no assessment up to this instant is recorded; "
        "this does not mean that it held."
    ),
}
SAID_THAT = {Assessed.VIOLATED: "was violated", Assessed.COLLAPSED: "had collapsed"}


def unknown_reasons() -> tuple[Reason, ...]:
    """Why nothing can be said of a ceasefire that was not yet known."""
    text = "Nothing was known of this ceasefire at the instant asked for."
    return (Reason("status", "not_yet_known", text),)


def reasons(
    facts: Facts, window: Window, here: Phase, verdict: Verdict | None
) -> tuple[Reason, ...]:
    """The reason of the status and, where there is one, of the compliance."""
    found = [_status_reason(facts, window, here)]
    if verdict:
        found.append(_compliance_reason(verdict))
    return tuple(found)


def _status_reason(facts: Facts, window: Window, here: Phase) -> Reason:
    boundary = _boundary(window, here)
    return Reason(
        "status",
        here.status.value,
        _status_text(window, here),
        boundary.low if boundary else None,
        tuple(dict.fromkeys(_status_evidence(facts, window, here))),
    )


def _status_text(window: Window, here: Phase) -> str:
    if here.status is Status.EXPIRED:
        return _expiry_text(window, here)
    if here.status is Status.UNKNOWN:
        return (
            "No source says when it took effect."
            if window.effective is None
            else "It took effect and is recorded to have ended, and no source says when."
        )
    if here.status is Status.IN_FORCE:
        return IN_FORCE_BECAUSE[window.ending.known]
    if here.status is Status.SUSPENDED:
        return SUSPENDED_BECAUSE[resumes(window, here)]
    return STATUS_BECAUSE[here.status]


def _expiry_text(window: Window, here: Phase) -> str:
    if window.ended(here.low):
        return "Its recorded expiry had been reached."
    if holding(window.gaps, here):
        return "Its scheduled end had been reached, and a late extension had not taken effect."
    return "Its scheduled end had been reached, and no later end is recorded."


def _boundary(window: Window, here: Phase) -> Span | None:
    """The boundary that decides; None where it is not dated."""
    if window.ended(here.low):
        return window.ending.end if window.ending.dated else None
    if here.status is Status.UNKNOWN:
        return None
    if here.status is Status.INDETERMINATE:
        return next(_uncertain(window, here), None)
    if here.status is Status.SUSPENDED:
        return _start(window.suspensions, here)
    if here.status is Status.EXPIRED:
        return _start(window.gaps, here) or window.scheduled_end
    if here.status is Status.IN_FORCE:
        return _began(window, here)
    return window.effective


def holding(pauses: tuple[Pause, ...], here: Phase) -> Pause | None:
    """The pause that a phase lies in for certain."""
    return next((each for each in pauses if each.holds(here.low) == YES), None)


def resumes(window: Window, here: Phase) -> bool:
    """Whether a resumption is recorded of the suspension that a phase lies in."""
    pause = holding(window.suspensions, here)
    return pause is not None and pause.end != NEVER


def _start(pauses: tuple[Pause, ...], here: Phase) -> Span | None:
    pause = holding(pauses, here)
    return pause.start if pause else None


def _began(window: Window, here: Phase) -> Span | None:
    """What began a phase in force: its taking effect, or the end of the pause before."""
    ends = (each.end for each in window.gaps + window.suspensions)
    begun = (each for each in (window.effective, *ends) if each and each.high == here.low)
    return next(begun, None)


def _uncertain(window: Window, here: Phase) -> Iterator[Span]:
    """The boundaries whose uncertainty holds a phase, the one that decides most first."""
    schedule = None if window.ending.known else window.scheduled_end
    for boundary in (window.ending.end, window.ending.doubt, window.effective, schedule):
        if boundary and boundary.passed(here.low) == EITHER:
            yield boundary
    for pause in window.gaps + window.suspensions:
        if pause.holds(here.low) == EITHER:
            yield pause.end if pause.end.passed(here.low) == EITHER else pause.start


def _status_evidence(facts: Facts, window: Window, here: Phase) -> Iterator[Evidence]:
    undated = here.status is Status.UNKNOWN and window.effective is not None
    if window.ended(here.low) or undated:
        yield from window.ending.evidence
        return
    yield facts.evidence
    if here.status in {Status.IN_FORCE, Status.INDETERMINATE}:
        yield from window.ending.evidence
    for amendment in facts.amendments:
        if amendment.kind in AMENDED_BY.get(here.status, ()) and not _to_come(amendment, here):
            yield amendment.evidence


def _to_come(amendment: Amendment, here: Phase) -> bool:
    """Whether it is a pause that one in force had not come to."""
    pauses = here.status is Status.IN_FORCE and amendment.kind in PAUSES
    return pauses and amendment.starts.low > here.low


def _compliance_reason(verdict: Verdict) -> Reason:
    fact = verdict.because
    return Reason(
        "compliance",
        verdict.compliance.value,
        _compliance_text(verdict),
        fact.counts_from if fact else None,
        (fact.evidence,) if fact else (),
    )


def _compliance_text(verdict: Verdict) -> str:
    if verdict.compliance is not Compliance.ALLEGED:
        return COMPLIANCE_BECAUSE[verdict.compliance]
    if isinstance(verdict.because, Assessment):
        said = SAID_THAT[verdict.because.assessed]
        return f"The latest assessment says that it {said}; no act that counts is recorded."
    return "An act during its window is alleged and has not been verified."
