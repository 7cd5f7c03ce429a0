"""The second axis: what is reported of a ceasefire being kept."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from .facts import Act, Assessment
from .vocabulary import Assessed, Compliance, Verification

ALLEGATIONS = frozenset({Verification.ALLEGED, Verification.UNDER_INVESTIGATION})

SAID_AS = {
    Assessed.VIOLATED: Compliance.ALLEGED,
    Assessed.COLLAPSED: Compliance.ALLEGED,
    Assessed.FRAGILE: Compliance.REPORTED_FRAGILE,
    Assessed.HOLDING: Compliance.REPORTED_HOLDING,
    Assessed.NO_VIOLATIONS_REPORTED: Compliance.REPORTED_HOLDING,
}

# Of assessments for one instant, published at one instant, the gravest is taken.
GRAVITY = (
    Assessed.NO_VIOLATIONS_REPORTED,
    Assessed.HOLDING,
    Assessed.FRAGILE,
    Assessed.VIOLATED,
    Assessed.COLLAPSED,
)


@dataclass(frozen=True, slots=True)
class Verdict:
    """The compliance at an instant and the fact that decided it (None: nothing is reported)."""

    compliance: Compliance
    because: Act | Assessment | None = None


def latest_assessment(assessments: Iterable[Assessment], at: datetime) -> Assessment | None:
    """The last of those that speak of an instant up to ``at``."""
    return max((each for each in assessments if each.counts_from <= at), key=_age, default=None)


def _age(assessment: Assessment) -> tuple[datetime, datetime, int, str]:
    gravity = GRAVITY.index(assessment.assessed)
    return (
        assessment.counts_from,
        assessment.known_from,
        gravity,
        assessment.evidence.identifier,
    )


def judge(
    acts: Iterable[Act], assessments: Iterable[Assessment], at: datetime, known_at: datetime
) -> Verdict:
    """Compliance from the acts that count (see ``relation.counts``) and the assessments."""
    happened = [each for each in acts if each.counts_from <= at]
    verified = _last(happened, {Verification.VERIFIED}, known_at)
    if verified:
        return Verdict(Compliance.VIOLATED, verified)
    alleged = _last(happened, ALLEGATIONS, known_at)
    if alleged:
        return Verdict(Compliance.ALLEGED, alleged)
    said = latest_assessment(assessments, at)
    return Verdict(SAID_AS[said.assessed], said) if said else Verdict(Compliance.NO_REPORTS)


def _last(acts: list[Act], verifications: Iterable[Verification], known_at: datetime) -> Act | None:
    fitting = [each for each in acts if each.verification_at(known_at) in verifications]
    return max(fitting, key=lambda each: (each.counts_from, each.evidence.identifier), default=None)
