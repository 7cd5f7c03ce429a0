"""A body for each resource, with what it refers to made; and a change of one field."""

from collections.abc import Callable
from typing import Any, NamedTuple

from tests import factories as make

EXACT = {"at": "2014-08-06T08:00:00Z", "precision": "minute"}
DAY = {"local": "2014-08-06T00:00:00+03:00", "precision": "day"}


def claim(**says: Any) -> dict[str, Any]:
    source = make.make_source()
    return {"source": source.slug, "locator": "paragraph 1", "claimant": "Example Wire"} | says


def act(**given: Any) -> dict[str, Any]:
    return {
        "ceasefire": make.make_ceasefire().slug,
        "kind": "rocket_fire",
        "occurred": EXACT,
    } | given


def cited(*fields: str) -> list[dict[str, Any]]:
    source = make.make_source().slug
    return [{"source": source, "locator": "paragraph 2", "fields": list(fields)}]


def ceasefire() -> dict[str, Any]:
    parts = [
        {"party": make.make_party().slug, "side": "a", "sources": cited("role")},
        {
            "party": make.make_party().slug,
            "ended": DAY,
            "end_type": "violence",
            "ended_known_from": "2014-08-07T00:00:00Z",
        },
    ]
    return {
        "slug": "the-truce",
        "name": "The truce",
        "conflict": make.make_conflict().slug,
        "declaration": "bilateral",
        "purposes": ["humanitarian", "holiday"],
        "effective": EXACT,
        "planned_duration": "PT72H",
        "participations": parts,
        "identifiers": {"ethprio": "7", "ucdp": "8"},
        "sources": cited("effective", "name"),
    }


def negotiation_round() -> dict[str, Any]:
    truce = make.make_ceasefire()
    return {
        "slug": "the-round",
        "conflict": truce.conflict.slug,
        "ceasefires": [truce.slug],
        "number": 2,
        "city": "Cairo",
        "started": DAY,
        "delegations": [{"party": make.make_party().slug, "size": "small"}],
        "sources": cited(),
    }


class Written(NamedTuple):
    body: Callable[[], dict[str, Any]]
    change: dict[str, Any]


RESOURCES: dict[str, Written] = {
    "conflicts": Written(
        lambda: {
            "slug": "the-war",
            "name": "The war",
            "time_zone": "Asia/Gaza",
            "started": DAY,
            "identifiers": {"ucdp": "234"},
            "sources": cited("started"),
        },
        {"name": "Another name"},
    ),
    "parties": Written(
        lambda: {
            "slug": "the-party",
            "name": "The party",
            "kind": "state",
            "member_of": make.make_party().slug,
        },
        {"member_of": None},
    ),
    "sources": Written(
        lambda: {
            "slug": "the-source",
            "publisher": "The paper",
            "published": EXACT,
            "link": "https://example.org/1",
        },
        {"accessed": "2014-09-01T00:00:00Z"},
    ),
    "ceasefires": Written(ceasefire, {"purposes": []}),
    "negotiation-rounds": Written(negotiation_round, {"outcome": "agreement"}),
    "violations": Written(
        lambda: act(
            latitude=31.5,
            longitude=34.4,
            quantity={"value": 5, "qualifier": "at_least", "unit": "rockets"},
            reports=[claim(killed={"best": 2}, attributed_to=make.make_party().slug)],
        ),
        {"place_name": "Sderot"},
    ),
    "reports": Written(
        lambda: claim(violation=str(make.make_violation().pk), injured={"low": 1, "high": 3}),
        {"stated_relation": "during"},
    ),
    "assessments": Written(
        lambda: claim(ceasefire=make.make_ceasefire().slug, assessed="holding", assessed_at=EXACT),
        {"assessed": "fragile"},
    ),
    "amendments": Written(
        lambda: claim(
            ceasefire=make.make_ceasefire().slug,
            kind="extension",
            agreed=EXACT,
            new_scheduled_end={"at": "2014-08-11T05:00:00Z", "precision": "minute"},
        ),
        {"certainty": "hedged"},
    ),
    "codings": Written(
        lambda: claim(ceasefire=make.make_ceasefire().slug, field="purpose", value="holiday"),
        {"value": "humanitarian"},
    ),
    "terms": Written(
        lambda: claim(
            ceasefire=make.make_ceasefire().slug, kind="access", summary="Crossings open."
        ),
        {"party": None, "summary": "Two crossings open."},
    ),
    "demands": Written(
        lambda: claim(negotiation_round=make.make_round().slug, summary="A port."),
        {"summary": "A seaport."},
    ),
    "statements": Written(
        lambda: claim(conflict=make.make_conflict().slug, stance="warning", summary="It may end."),
        {"made": EXACT},
    ),
    "tolls": Written(
        lambda: claim(
            conflict=make.make_conflict().slug,
            measure="killed",
            group="civilians",
            value=1000,
            unit="persons",
        ),
        {"value": 2**62},
    ),
}
