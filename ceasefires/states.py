"""The state of stored ceasefires: their rows read as facts, and derived from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db import connection
from django.db.models import Min, Prefetch

from .choices import Role
from .models import (
    Amendment,
    Assessment,
    Ceasefire,
    Citation,
    Claim,
    Participation,
    Phase,
    Report,
    Violation,
)
from .models.fields import FuzzyInstant
from .rules import facts
from .rules.derive import State, derive
from .rules.fuzzy import Span, span_of
from .rules.vocabulary import (
    AmendmentKind,
    Assessed,
    Declaration,
    EndType,
    Relation,
    Verification,
)
from .rules.window import Window, window_of

Lineages = dict[int, tuple[str, ...]]

LINEAGES = """
WITH RECURSIVE line (asked, party_id, depth) AS (
    SELECT asked, asked, 0 FROM unnest(%s::bigint[]) asked
    UNION ALL SELECT asked, member_of_id, depth + 1
    FROM line JOIN ceasefires_party party ON party.id = party_id WHERE member_of_id IS NOT NULL
)
SELECT asked, array_agg(slug ORDER BY depth) FROM line
JOIN ceasefires_party party ON party.id = party_id GROUP BY asked
"""

# With their sources, in one query.
CITATIONS = Prefetch("citations", Citation.objects.select_related("source"))


@dataclass(frozen=True, slots=True)
class Instants:
    """The instant asked about and the instant of knowing; ``live``: the latter is the present."""

    at: datetime
    known_at: datetime
    live: bool = False

    @property
    def as_known(self) -> datetime | None:
        """The instant of knowing as querysets take it: None for all that is recorded."""
        return None if self.live else self.known_at


def with_facts(ceasefires: Any, instants: Instants) -> Any:
    """Fetch with each ceasefire, in a constant number of queries, what its state follows from."""
    return without_acts(ceasefires.with_deciding_acts(instants.at, instants.as_known))


def without_acts(ceasefires: Any) -> Any:
    """The same but for acts: what its window follows from."""
    return ceasefires.prefetch_related(
        CITATIONS,
        Prefetch("participations", Participation.objects.select_related("party")),
        Prefetch("participations__citations", CITATIONS.queryset),
        Prefetch("amendments", Amendment.objects.select_related("source")),
        Prefetch("assessments", Assessment.objects.select_related("source")),
    )


def states(ceasefires: Sequence[Any], instants: Instants) -> dict[int, State]:
    """The state of each of some ceasefires fetched ``with_facts``, by primary key."""
    acts = _deciding_acts(ceasefires)
    lineages = lineages_of(_parties(ceasefires, acts.values()))
    return {
        each.pk: derive(
            facts_of(each, _acts_of(each, acts), lineages), instants.at, instants.known_at
        )
        for each in ceasefires
    }


def known_facts(ceasefires: Sequence[Any], known_at: datetime) -> dict[int, facts.Facts]:
    """What was known by then of each of some ceasefires fetched ``without_acts``, but for acts."""
    lineages = lineages_of(_parties(ceasefires, ()))
    known = {each.pk: facts_of(each, (), lineages).known(known_at) for each in ceasefires}
    return {pk: each for pk, each in known.items() if each}


def windows(ceasefires: Sequence[Any], known_at: datetime) -> dict[int, Window]:
    """The window of each of some ceasefires fetched ``without_acts`` that was known by then."""
    return {pk: window_of(each) for pk, each in known_facts(ceasefires, known_at).items()}


def next_change_of_any(instants: Instants) -> datetime | None:
    """The next instant at which time alone may change the state of some ceasefire."""
    phases = Phase.objects.filter(
        known__contains=instants.known_at, during__startswith__gt=instants.at
    )
    said = Assessment.objects.filter(
        known_from__lte=instants.known_at, assessed_at_at__gt=instants.at
    )
    moments = (
        phases.aggregate(at=Min("during__startswith"))["at"],
        said.aggregate(at=Min("assessed_at_at"))["at"],
    )
    return min((moment for moment in moments if moment), default=None)


def _deciding_acts(ceasefires: Iterable[Any]) -> dict[object, Violation]:
    wanted = {act for each in ceasefires for act in _deciding(each)}
    if not wanted:
        return {}
    reports = Prefetch("reports", Report.objects.select_related("source"))
    acts = Violation.objects.prefetch_related(reports)
    found: dict[object, Violation] = acts.in_bulk(list(wanted))
    return found


def _acts_of(ceasefire: Any, acts: dict[object, Violation]) -> list[Violation]:
    return [acts[act] for act in _deciding(ceasefire)]


def _deciding(ceasefire: Any) -> set[object]:
    """The acts that decide its compliance now, and those that will next."""
    names = ("verified_act", "alleged_act", "next_verified_act", "next_alleged_act")
    return {getattr(ceasefire, name) for name in names} - {None}


def _parties(ceasefires: Iterable[Ceasefire], acts: Iterable[Violation]) -> set[int]:
    declaring = {part.party_id for each in ceasefires for part in each.participations.all()}
    return declaring | {act.attributed_to_id for act in acts if act.attributed_to_id}


def lineages_of(parties: Iterable[int]) -> Lineages:
    """For each party (primary key): its slug, its coalition's, that one's coalition's, …"""
    with connection.cursor() as cursor:
        cursor.execute(
            LINEAGES,
            [list(parties)],
        )
        return {party: tuple(slugs) for party, slugs in cursor.fetchall()}


def facts_of(ceasefire: Ceasefire, acts: Iterable[Violation], lineages: Lineages) -> facts.Facts:
    """All that is recorded of a ceasefire, with some of its acts, as the rules take it."""
    zone = ZoneInfo(ceasefire.time_zone)
    known_from = ceasefire.public_from
    effective = _span(ceasefire.effective, zone)
    return facts.Facts(
        known_from=known_from,
        unilateral=ceasefire.declaration == Declaration.UNILATERAL,
        declared=_span(ceasefire.declared, zone),
        effective=effective,
        scheduled_end=_scheduled_end(ceasefire, effective, zone),
        end=_end(ceasefire, zone, known_from),
        participations=tuple(
            _participation(each, zone, known_from, lineages)
            for each in ceasefire.participations.all()
            if each.role == Role.DECLARING
        ),
        amendments=tuple(_amendment(each, zone) for each in ceasefire.amendments.all()),
        acts=tuple(_act(each, zone, lineages) for each in acts),
        assessments=tuple(_assessment(each, zone) for each in ceasefire.assessments.all()),
        evidence=_cited_evidence("ceasefire", ceasefire.slug, ceasefire),
    )


def _span(instant: FuzzyInstant, zone: ZoneInfo) -> Span | None:
    return span_of(instant.at, instant.precision, zone)


def _scheduled_end(ceasefire: Ceasefire, effective: Span | None, zone: ZoneInfo) -> Span | None:
    given = _span(ceasefire.scheduled_end, zone)
    if given is None and effective is not None and ceasefire.planned_duration is not None:
        return effective.shifted(ceasefire.planned_duration)
    return given


def _end(
    record: Ceasefire | Participation, zone: ZoneInfo, known_from: datetime | None
) -> facts.End | None:
    known = record.ended_known_from or known_from
    if not record.end_type or known is None:
        return None
    return facts.End(EndType(record.end_type), _span(record.ended, zone), known)


def _participation(
    part: Participation,
    zone: ZoneInfo,
    known_from: datetime | None,
    lineages: Lineages,
) -> facts.Participation:
    return facts.Participation(
        lineage=lineages[part.party_id],
        side=part.side,
        end=_end(part, zone, known_from),
        known_from=part.cited_from,
        evidence=_cited_evidence("participation", part.party.slug, part),
    )


def _amendment(amendment: Amendment, zone: ZoneInfo) -> facts.Amendment:
    return facts.Amendment(
        kind=AmendmentKind(amendment.kind),
        known_from=amendment.known_from,
        agreed=_span(amendment.agreed, zone),
        effective=_span(amendment.effective, zone),
        new_scheduled_end=_span(amendment.new_scheduled_end, zone),
        evidence=facts.Evidence("amendment", str(amendment.pk), _published([amendment])),
    )


def _act(act: Violation, zone: ZoneInfo, lineages: Lineages) -> facts.Act:
    reports = list(act.reports.all())
    return facts.Act(
        occurred=_span(act.occurred, zone),
        verification=Verification(act.verification),
        known_from=act.first_reported,
        verified=_span(act.verified, zone),
        lineage=lineages[act.attributed_to_id] if act.attributed_to_id else (),
        stated=tuple(
            facts.StatedRelation(Relation(each.stated_relation), each.known_from)
            for each in reports
            if each.stated_relation
        ),
        evidence=facts.Evidence("violation", str(act.pk), _published(reports)),
    )


def _assessment(assessment: Assessment, zone: ZoneInfo) -> facts.Assessment:
    return facts.Assessment(
        assessed=Assessed(assessment.assessed),
        known_from=assessment.known_from,
        assessed_at=_span(assessment.assessed_at, zone),
        evidence=facts.Evidence("assessment", str(assessment.pk), _published([assessment])),
    )


def _published(claims: Iterable[Claim]) -> tuple[facts.Publication, ...]:
    return tuple(facts.Publication(each.source.slug, each.known_from) for each in claims)


def _cited_evidence(kind: str, identifier: str, record: Any) -> facts.Evidence:
    cited = [(each.source, each.source.public_from) for each in record.citations.all()]
    publications = (facts.Publication(source.slug, public) for source, public in cited if public)
    return facts.Evidence(kind, identifier, tuple(publications))
