"""Fact sets over every feature of the domain, from a seeded random generator."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from random import Random
from uuid import UUID
from zoneinfo import ZoneInfo

from django.db.models import Model

from ceasefires.choices import (
    AmendmentKind,
    Assessed,
    Declaration,
    EndType,
    Relation,
    Role,
    Verification,
)
from ceasefires.models import (
    Amendment,
    Assessment,
    Ceasefire,
    Citation,
    Conflict,
    Participation,
    Party,
    Report,
    Source,
    Violation,
)
from ceasefires.models.fields import FuzzyInstant
from ceasefires.models.violation import REACHED
from ceasefires.rules.fuzzy import span_of

from .timeline import FEW_HOURS, Timeline

# Parties, each with its coalition; strangers declare nothing.
COALITIONS = {
    "alliance": "",
    "front": "alliance",
    "brigade": "front",
    "militia": "alliance",
    "state": "",
    "province": "state",
    "neighbour": "",
    "strangers": "",
    "stranger": "strangers",
}
DECLARING = list(COALITIONS)[:7]
STATED = [each.value for each in Relation if each is not Relation.INDETERMINATE]
PLAIN_CLAIM = {"locator": "1", "claimant": "somebody", "qualifier": "exact", "certainty": "stated"}


@dataclass
class FactSet:
    """One ceasefire and all that is recorded of it, as unsaved records."""

    ceasefire: Ceasefire
    participations: list[Participation] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)
    amendments: list[Amendment] = field(default_factory=list)
    acts: list[Violation] = field(default_factory=list)
    reports: list[Report] = field(default_factory=list)
    assessments: list[Assessment] = field(default_factory=list)

    def records(self) -> Iterator[Model]:
        yield self.ceasefire
        yield from (*self.participations, *self.citations, *self.amendments)
        yield from (*self.acts, *self.reports, *self.assessments)


class Generator:
    """Makes fact sets in one zone, the same ones for the same seed."""

    def __init__(self, seed: int, zone: str) -> None:
        self.random = Random(f"{seed} {zone}")
        self.zone = zone
        self.whole = self.timeline = Timeline(zone)
        self.timelines = (self.whole, Timeline(zone, FEW_HOURS))
        self.many = ""
        self.first_key = seed * 1_000_000 + 1
        self.conflict = Conflict(id=self.first_key, slug=f"c-{seed}", name="c", time_zone=zone)
        self.parties = dict(self._parties())
        self.sources = list(self._sources())

    def fact_sets(self, number: int) -> list[FactSet]:
        return [self._fact_set(self.first_key + index) for index in range(number)]

    def _parties(self) -> Iterator[tuple[str, Party]]:
        keys = {name: self.first_key + index for index, name in enumerate(COALITIONS)}
        for name, coalition in COALITIONS.items():
            slug = f"{name}-{self.first_key}"
            kind, member_of = "coalition", keys.get(coalition)
            yield (
                name,
                Party(id=keys[name], slug=slug, name=name, kind=kind, member_of_id=member_of),
            )

    def _sources(self) -> Iterator[Source]:
        """One published at each instant, one only read at some instant, one undated."""
        instants = self.timeline.instants
        read = [None] * len(instants) + [instants[4], None]
        for index, (at, accessed) in enumerate(zip([*instants, None, None], read, strict=True)):
            key = self.first_key + index
            source = Source(id=key, slug=f"s-{key}", publisher="p", accessed=accessed)
            source.published = FuzzyInstant(at, "day") if at else FuzzyInstant()
            yield source

    def _fact_set(self, key: int) -> FactSet:
        """Some have many facts of one kind, and some meet at very few instants."""
        self.many = self.random.choice(("participations", "amendments", "assessments", "", ""))
        self.timeline = self.random.choice(self.timelines)
        facts = FactSet(self._ceasefire(key))
        facts.participations = list(self._participations(facts.ceasefire))
        facts.citations = list(self._citations(facts))
        facts.amendments = [self._amendment(key) for _ in range(self._number(3, "amendments"))]
        facts.acts = [self._act(key) for _ in range(self._number(4))]
        facts.reports = [self._report(act) for act in facts.acts for _ in range(self._number(3))]
        facts.assessments = [self._assessment(key) for _ in range(self._number(3, "assessments"))]
        return facts

    def _ceasefire(self, key: int) -> Ceasefire:
        ceasefire = Ceasefire(
            id=key,
            slug=f"f-{key}",
            name="f",
            conflict=self.conflict,
            time_zone=self.zone,
            declaration=self.random.choice([each.value for each in Declaration]),
            known_from=self._maybe_instant(0.6),
        )
        ceasefire.declared = self.timeline.fuzzy(self.random, known=0.6)
        ceasefire.effective = self.timeline.fuzzy(self.random, known=0.85)
        ceasefire.scheduled_end = self._after_effective(ceasefire, known=0.4)
        if self._chance(0.3):
            hours = self.random.choice((0.5, 1, 7, 24, 72, 24 * 30))
            ceasefire.planned_duration = timedelta(hours=hours)
        self._end(ceasefire, ceasefire, 0.3)
        return ceasefire

    def _after_effective(
        self,
        ceasefire: Ceasefire,
        known: float,
        zone: str = "",
        effective: FuzzyInstant | None = None,
    ) -> FuzzyInstant:
        """A fuzzy instant that can mean one after the earliest that the effective one means."""
        start = (effective or ceasefire.effective).at
        while True:
            found = self.timeline.fuzzy(self.random, known, later=True)
            span = span_of(*found, ZoneInfo(zone or self.zone))
            if start is None or span is None or start < span.high:
                return found

    def _end(self, record: Ceasefire | Participation, ceasefire: Ceasefire, known: float) -> None:
        if not self._chance(known):
            return
        record.end_type = self.random.choice([each.value for each in EndType])
        record.ended = self._after_effective(ceasefire, known=0.65)
        record.ended_known_from = self._maybe_instant(0.6)

    def _participations(self, ceasefire: Ceasefire) -> Iterator[Participation]:
        names = self.random.sample(DECLARING, self._number(5, "participations"))
        for name in names:
            yield self._participation(ceasefire, name, Role.DECLARING.value)
        if self._chance(0.1):
            yield self._participation(ceasefire, "neighbour", Role.MONITOR.value)

    def _participation(self, ceasefire: Ceasefire, name: str, role: str) -> Participation:
        part = Participation(
            id=ceasefire.pk * 100 + list(COALITIONS).index(name) + (role != Role.DECLARING) * 50,
            ceasefire=ceasefire,
            party=self.parties[name],
            role=role,
            side=self.random.choice(("", "", "a", "b", "c")) if role == Role.DECLARING else "",
        )
        self._end(part, ceasefire, 0.45)
        return part

    def _citations(self, facts: FactSet) -> Iterator[Citation]:
        for _ in range(self._number(3)):
            yield self._citation(ceasefire=facts.ceasefire)
        for part in facts.participations:
            if self._chance(0.4):
                yield self._citation(participation=part)

    def _citation(self, **target: Model) -> Citation:
        source = self.random.choice(self.sources)
        key = self._key()
        return Citation(id=key, source=source, locator=str(key), **target)

    def _amendment(self, key: int) -> Amendment:
        kinds = [each.value for each in AmendmentKind]
        amendment = Amendment(**self._claim(), ceasefire_id=key, kind=self.random.choice(kinds))
        amendment.agreed = self.timeline.fuzzy(self.random, known=0.6)
        amendment.effective = self.timeline.fuzzy(self.random, known=0.5)
        if amendment.kind == AmendmentKind.EXTENSION:
            amendment.new_scheduled_end = self._after_effective(
                amendment, known=1, zone="UTC", effective=amendment.effective
            )
        return amendment

    def _act(self, key: int) -> Violation:
        act = Violation(
            id=self._key(),
            ceasefire_id=key,
            kind="other",
            attributed_to=self.parties.get(self.random.choice(["", *COALITIONS])),
            verification=self.random.choice([each.value for each in Verification]),
            first_reported=self.timeline.instant(self.random),
        )
        act.occurred = self.timeline.fuzzy(self.random, known=0.85)
        if act.verification in REACHED:
            act.verified = self.timeline.fuzzy(self.random)
        return act

    def _report(self, act: Violation) -> Report:
        stated = self.random.choice(["", *STATED])
        return Report(**self._claim(), violation=act, stated_relation=stated)

    def _assessment(self, key: int) -> Assessment:
        assessed = self.random.choice([each.value for each in Assessed])
        assessment = Assessment(**self._claim(), ceasefire_id=key, assessed=assessed)
        assessment.assessed_at = self.timeline.fuzzy(self.random, known=0.7)
        if assessment.assessed_at.at is None:
            assessment.source = self.sources[-1]
        return assessment

    def _claim(self) -> dict:
        source = self.random.choice(self.sources)
        known_from = self.timeline.instant(self.random)
        return {"id": self._key(), "source": source, "known_from": known_from, **PLAIN_CLAIM}

    def _key(self) -> UUID:
        return UUID(int=self.random.getrandbits(128))

    def _chance(self, probability: float) -> bool:
        return self.random.random() < probability

    def _number(self, limit: int, kind: str = "few") -> int:
        return self.random.randrange(limit) + (3 if kind == self.many else 0)

    def _maybe_instant(self, known: float):
        return self.timeline.instant(self.random) if self._chance(known) else None
