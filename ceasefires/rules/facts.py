"""The facts that a state is derived from, in the form the rules take them.

Everything here is a plain value. ``known_from`` is the instant from which a fact was public.
"""

from dataclasses import dataclass, field, replace
from datetime import datetime

from .fuzzy import Span
from .vocabulary import AmendmentKind, Assessed, EndType, Relation, Verification


@dataclass(frozen=True, slots=True)
class Publication:
    """A source, and from when it was public in support of a fact."""

    source: str
    known_from: datetime


@dataclass(frozen=True, slots=True)
class Evidence:
    """Which record a fact stands in, and the sources that say so."""

    kind: str = ""
    identifier: str = ""
    publications: tuple[Publication, ...] = ()

    @property
    def sources(self) -> tuple[str, ...]:
        """The sources' identifiers, each once."""
        return tuple(dict.fromkeys(each.source for each in self.publications))

    def known(self, at: datetime) -> "Evidence":
        return replace(
            self, publications=tuple(each for each in self.publications if each.known_from <= at)
        )


@dataclass(frozen=True, slots=True)
class End:
    """How and when something ended; ``ended`` is None where no source dates it."""

    type: EndType
    ended: Span | None
    known_from: datetime


@dataclass(frozen=True, slots=True)
class Participation:
    """A declaring party's part. ``lineage``: the party, its coalition, the coalition's … ."""

    lineage: tuple[str, ...]
    side: str = ""
    end: End | None = None
    known_from: datetime | None = None
    evidence: Evidence = Evidence()

    @property
    def party(self) -> str:
        return self.lineage[0]


@dataclass(frozen=True, slots=True)
class Amendment:
    """An extension, suspension or resumption."""

    kind: AmendmentKind
    known_from: datetime
    agreed: Span | None = None
    effective: Span | None = None
    new_scheduled_end: Span | None = None
    evidence: Evidence = Evidence()

    @property
    def starts(self) -> Span:
        """When it takes effect, as far as that is said."""
        return self.effective or self.agreed or Span.exactly(self.known_from)


@dataclass(frozen=True, slots=True)
class StatedRelation:
    """What one report says of an act's place in time."""

    relation: Relation
    known_from: datetime


@dataclass(frozen=True, slots=True)
class Act:
    """A reported act. ``lineage`` is that of the party it is attributed to; empty: nobody named."""

    occurred: Span | None
    verification: Verification
    known_from: datetime
    verified: Span | None = None
    lineage: tuple[str, ...] = ()
    stated: tuple[StatedRelation, ...] = ()
    evidence: Evidence = Evidence()

    @property
    def counts_from(self) -> datetime:
        return self.occurred.low if self.occurred else self.known_from

    def verification_at(self, known_at: datetime) -> Verification:
        """Its verification as far as reached by ``known_at``; until then it stands as alleged."""
        if self.verified is not None and self.verified.low > known_at:
            return Verification.ALLEGED
        return self.verification

    def known(self, at: datetime) -> "Act":
        """It as it stood at an instant, without later verification and later reports."""
        reached = self.verified is not None and self.verified.low <= at
        return replace(
            self,
            verification=self.verification_at(at),
            verified=self.verified if reached else None,
            stated=tuple(each for each in self.stated if each.known_from <= at),
            evidence=self.evidence.known(at),
        )


@dataclass(frozen=True, slots=True)
class Assessment:
    """What one source says of the whole."""

    assessed: Assessed
    known_from: datetime
    assessed_at: Span | None = None
    evidence: Evidence = Evidence()

    @property
    def counts_from(self) -> datetime:
        return self.assessed_at.low if self.assessed_at else self.known_from


@dataclass(frozen=True, slots=True)
class Facts:
    """All that is recorded of one ceasefire; ``known_from`` is None where nothing public is."""

    known_from: datetime | None
    unilateral: bool = False
    declared: Span | None = None
    effective: Span | None = None
    scheduled_end: Span | None = None
    end: End | None = None
    participations: tuple[Participation, ...] = ()
    amendments: tuple[Amendment, ...] = ()
    acts: tuple[Act, ...] = ()
    assessments: tuple[Assessment, ...] = ()
    evidence: Evidence = field(default=Evidence())

    def known(self, at: datetime) -> "Facts | None":
        """What of this was known at an instant; None where not even the ceasefire was."""
        if self.known_from is None or self.known_from > at:
            return None
        return replace(
            self,
            end=_known_end(self.end, at),
            participations=tuple(
                replace(each, end=_known_end(each.end, at), evidence=each.evidence.known(at))
                for each in self.participations
                if each.known_from is None or each.known_from <= at
            ),
            amendments=tuple(each for each in self.amendments if each.known_from <= at),
            acts=tuple(each.known(at) for each in self.acts if each.known_from <= at),
            assessments=tuple(each for each in self.assessments if each.known_from <= at),
            evidence=self.evidence.known(at),
        )


def _known_end(end: End | None, at: datetime) -> End | None:
    return end if end and end.known_from <= at else None
