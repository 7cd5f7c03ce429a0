"""For every filter of every list: what leaves one of two rows, and what is refused."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tests import factories as make

from . import worlds
from .worlds import ONE, TWO, claims, slugged

BETWEEN = "2014-08-02T00:00:00Z"


@dataclass(frozen=True)
class Case:
    """What leaves only row ``one``, what only row ``two``, and what cannot be taken."""

    one: str | None = None
    two: str | None = None
    bad: str = "no-such"
    beside: tuple[tuple[str, str], ...] = ()


@dataclass(frozen=True)
class Resource:
    make_rows: Callable[[], None]
    filters: dict[str, Case]
    names: tuple[str, str] = ("one", "two")


def words(one: str = "alpha", two: str = "beta") -> Case:
    """Free text: any value will do but an empty one."""
    return Case(one, two, bad=" ")


AFTER = Case(two=BETWEEN, bad="2014-08-02T00:00:00+24:00")
BEFORE = Case(one=BETWEEN, bad="2014-08-02")
SLUGS = Case("one-x", "two-x")
MOST_KILLED = Case(two="2", bad="-1")
ON_2_AUGUST = (("at", "2014-08-04T00:00:00Z"),)
CLAIM = {
    "source": SLUGS,
    "claimant": words(),
    "certainty": Case("stated", "hedged"),
    "qualifier": Case("exact", "at_most"),
    "known_from_after": AFTER,
    "known_from_before": BEFORE,
    "q": words(),
}


def claim(maker: Any, filters: dict[str, Case], **pairs: tuple[Any, Any]) -> Resource:
    return Resource(claims(maker, **pairs), CLAIM | filters, (ONE, TWO))


RESOURCES = {
    "conflicts": Resource(
        worlds.conflicts,
        {"active_at": Case("2014-08-01T00:00:00Z", "2014-08-04T00:00:00Z"), "q": words()},
    ),
    "parties": Resource(
        worlds.parties,
        {"kind": Case("state", "other_organisation"), "member_of": SLUGS, "q": words()},
    ),
    "sources": Resource(
        worlds.sources,
        {
            "publisher": words("ALPHA", "eta w"),
            "published_after": AFTER,
            "published_before": BEFORE,
            "q": words(),
        },
    ),
    "negotiation-rounds": Resource(
        worlds.rounds,
        {
            "ceasefire": SLUGS,
            "conflict": SLUGS,
            "party": SLUGS,
            "mediator": Case("one-m", "two-m"),
            "mode": Case("direct", "shuttle"),
            "outcome": Case("agreement", "suspended"),
            "started_after": AFTER,
            "started_before": BEFORE,
            "city": words("ALPH", "eta"),
            "q": words(),
        },
    ),
    "ceasefires": Resource(
        worlds.ceasefires,
        {
            "conflict": SLUGS,
            "party": SLUGS,
            "party_role": Case("declaring", "guarantor"),
            "include_members": Case("true", beside=(("party", "one-coalition"),)),
            "status": Case("in_force", "expired", beside=(("at", "2014-08-06T00:00:00Z"),)),
            "compliance": Case("no_reports", "alleged", beside=ON_2_AUGUST),
            "declaration": Case("unilateral", "bilateral"),
            "ceasefire_class": Case("definitive", "unknown"),
            "purpose": Case("holiday", "election"),
            "scope": Case("full", "partial"),
            "effective_after": AFTER,
            "effective_before": BEFORE,
            "follows": SLUGS,
            "mediator": Case("one-m", "two-m"),
            "q": words(),
            "updated_after": Case(bad="today"),
        },
    ),
    "violations": Resource(
        worlds.violations,
        {
            "ceasefire": SLUGS,
            "conflict": SLUGS,
            "attributed_to": SLUGS,
            "include_members": Case("true", beside=(("attributed_to", "one-coalition"),)),
            "kind": Case("grenade", "abduction"),
            "verification": Case("alleged", "under_investigation"),
            "relation": Case("before", "during"),
            "occurred_after": AFTER,
            "occurred_before": BEFORE,
            "reported_after": AFTER,
            "reported_before": BEFORE,
            "killed_min": MOST_KILLED,
            "injured_min": MOST_KILLED,
            "bbox": Case("9,0,11,2", "29,0,31,2", bad="9,0,11"),
            "geo_precision": Case("near", "exact"),
            "bound": Case("false", "true"),
            "event": words("event-one", "event-two"),
            "source": SLUGS,
            "q": words(),
            "updated_after": Case(bad="today"),
        },
        (ONE, TWO),
    ),
    "reports": claim(
        make.make_report,
        {
            "violation": Case(worlds.ACT_ONE, worlds.ACT_TWO),
            "attributed_to": SLUGS,
            "verification": Case("alleged", "verified"),
            "stated_relation": Case("before", "after"),
        },
        violation=worlds.acts(),
        attributed_to=slugged(make.make_party),
        verification=("alleged", "verified"),
        stated_relation=("before", "after"),
    ),
    "assessments": claim(
        make.make_assessment,
        {"ceasefire": SLUGS, "assessed": Case("holding", "fragile")},
        ceasefire=slugged(make.make_ceasefire),
        assessed=("holding", "fragile"),
    ),
    "amendments": claim(
        make.make_amendment,
        {"ceasefire": SLUGS, "kind": Case("extension", "suspension")},
        ceasefire=slugged(make.make_ceasefire),
        kind=("extension", "suspension"),
    ),
    "codings": claim(
        make.make_coding,
        {"ceasefire": SLUGS, "field": words("alpha", "beta")},
        ceasefire=slugged(make.make_ceasefire),
        field=("alpha", "beta"),
    ),
    "terms": claim(
        make.make_term,
        {"ceasefire": SLUGS, "party": SLUGS, "kind": Case("access", "talks")},
        ceasefire=slugged(make.make_ceasefire),
        party=slugged(make.make_party),
        kind=("access", "talks"),
    ),
    "demands": claim(
        make.make_demand,
        {"negotiation_round": SLUGS, "party": SLUGS},
        negotiation_round=slugged(make.make_round),
        party=slugged(make.make_party),
    ),
    "statements": claim(
        make.make_statement,
        {
            "conflict": SLUGS,
            "ceasefire": SLUGS,
            "party": SLUGS,
            "stance": Case("hope", "call"),
        },
        ceasefire=slugged(worlds.make_ceasefire_of_own_conflict),
        conflict=worlds.conflicts_of_ceasefires(),
        party=slugged(make.make_party),
        stance=("hope", "call"),
    ),
    "tolls": claim(
        make.make_toll,
        {"conflict": SLUGS, "measure": Case("killed", "cost"), "q": words("children", "houses")},
        conflict=slugged(make.make_conflict),
        measure=("killed", "cost"),
        group=("children", "houses"),
    ),
}
