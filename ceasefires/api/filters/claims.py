"""Filters of the claims."""

from ceasefires.api.parameters import text
from ceasefires.choices import (
    AmendmentKind,
    Assessed,
    Certainty,
    Measure,
    Qualifier,
    Relation,
    Stance,
    TermKind,
    Verification,
)
from ceasefires.models import Ceasefire, Conflict, NegotiationRound, Party, Source, Violation

from .backend import StrictFilterSet
from .kinds import Identifiers, Slugs, StrictFilter, containing, search, since, until, values


def ceasefire() -> Slugs:
    return Slugs(Ceasefire, "The ceasefire that it is about.", column="ceasefire")


def conflict() -> Slugs:
    return Slugs(Conflict, "The conflict that it is about.", column="conflict")


def party(description: str) -> Slugs:
    return Slugs(Party, description, column="party")


class ClaimFilters(StrictFilterSet):
    """What all claims can be filtered by."""

    source = Slugs(Source, "The source that it was read in.", column="source")
    claimant = containing("claimant", "Who says so")
    certainty = values(Certainty, "How firmly it is said.", "certainty")
    qualifier = values(Qualifier, "How a figure is given.", "qualifier")
    known_from_after = since("known_from", "Public")
    known_from_before = until("known_from", "Public")


class ReportFilters(ClaimFilters):
    violation = Identifiers(Violation, "The act that it is about.", column="violation")
    attributed_to = Slugs(Party, "Whom it names.", column="attributed_to")
    verification = values(Verification, "How far the source says it was checked.", "verification")
    stated_relation = values(Relation, "Where the source places it.", "stated_relation")
    q = search("claimant", "locator")


class AssessmentFilters(ClaimFilters):
    ceasefire = ceasefire()
    assessed = values(Assessed, "What the ceasefire is said to be.", "assessed")
    q = search("claimant", "locator")


class AmendmentFilters(ClaimFilters):
    ceasefire = ceasefire()
    kind = values(AmendmentKind, "What it does.", "kind")
    q = search("claimant", "locator")


class CodingFilters(ClaimFilters):
    ceasefire = ceasefire()
    field = StrictFilter(text, "The attribute coded, such as purpose.", column="field")
    q = search("field", "value")


class TermFilters(ClaimFilters):
    ceasefire = ceasefire()
    party = party("Whose obligation it is.")
    kind = values(TermKind, "What the obligation is about.", "kind")
    q = search("claimant", "summary")


class DemandFilters(ClaimFilters):
    negotiation_round = Slugs(
        NegotiationRound, "The round that it is made in.", column="negotiation_round"
    )
    party = party("The party that asks.")
    q = search("claimant", "summary")


class StatementFilters(ClaimFilters):
    conflict = conflict()
    ceasefire = ceasefire()
    party = party("Whom the speaker speaks for.")
    stance = values(Stance, "What the statement does.", "stance")
    q = search("claimant", "place_name", "summary")


class TollFilters(ClaimFilters):
    conflict = conflict()
    measure = values(Measure, "What is counted.", "measure")
    q = search("claimant", "group", "unit")
