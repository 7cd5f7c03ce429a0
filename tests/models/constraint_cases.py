"""For each named constraint of one table: values that it must refuse, and near ones it must not.

The values are set on a valid record, which is then written without any validation.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from ceasefires.models.fields import Estimate, FuzzyInstant, ImportedFile, Quantity
from tests import factories
from tests.factories import exactly, instant, on_day
from tests.people import make_answer, make_authorship

Values = dict[str, Any]
EFFECTIVE = factories.EFFECTIVE
PAST = FuzzyInstant(datetime(1800, 1, 1, tzinfo=UTC), "day")
ENDED = {"end_type": "violence"}
REACHED = {"verification": "verified", "verified": on_day("2014-08-09T21:00Z")}


@dataclass(frozen=True)
class Case:
    make: Callable[..., Any]
    refused: list[Values]
    accepted: list[Values]


CLAIMS = ["report", "assessment", "amendment", "coding", "term", "demand", "statement", "toll"]
FILLED = {
    "conflict": "name",
    "party": "name kind",
    "ceasefire": "name",
    "participation": "role",
    "negotiation_round": "",
    "delegation": "role",
    "source": "publisher",
    "citation": "locator",
    "violation": "kind figures_basis",
    **dict.fromkeys(CLAIMS, ""),
    "assessment": "assessed",
    "amendment": "kind",
    "coding": "field value",
    "term": "kind summary",
    "demand": "summary",
    "statement": "stance summary",
    "toll": "measure group unit",
    "authorship": "",
    "answer": "",
}
# Each vocabulary with one of its values; with what else that value needs.
VOCABULARIES: dict[str, list[Values]] = {
    "party": [{"kind": "state"}],
    "ceasefire": [
        {"declaration": "multilateral"},
        {"ceasefire_class": "definitive"},
        {"scope": "partial"},
        {"written": "yes"},
        {"implementation_mechanism": "no"},
        {"enforcement": "none"},
        {"end_type": "unclear"},
        {"follows_as": ""},
    ],
    "participation": [{"role": "monitor"}, {"end_type": "expired"}],
    "negotiation_round": [{"mode": "shuttle"}, {"outcome": "suspended"}],
    "delegation": [{"role": "mediator"}],
    "violation": [
        {"kind": "grenade"},
        {"geo_precision": "near"},
        {"figures_basis": "set"},
        {"verification": "under_investigation"},
        {"response": "denied"},
        {"quantity_qualifier": "at_least", "quantity_value": 1, "quantity_unit": "rockets"},
        {"relation": "during"},
        {"relation_basis": "stated"},
    ],
    "report": [
        {"verification": "inconclusive"},
        {"quantity_qualifier": "exact", "quantity_value": 0, "quantity_unit": "rockets"},
        {"stated_relation": "after"},
    ],
    "assessment": [{"assessed": "fragile"}],
    "amendment": [{"kind": "resumption", "new_scheduled_end": FuzzyInstant()}],
    "term": [{"kind": "talks"}],
    "statement": [{"stance": "denial"}],
    "toll": [{"measure": "cost"}],
}
# The database writes these itself, so that nobody can write a wrong one.
DERIVED = {"violation_relation_vocabulary", "violation_relation_basis_vocabulary"}
# Each fuzzy instant, with what else it needs.
FUZZY: dict[str, dict[str, Values]] = {
    "conflict": {"started": {}, "ended": {}},
    "ceasefire": {
        "declared": {},
        "effective": {},
        "scheduled_end": {"effective": FuzzyInstant()},
        "ended": {"effective": FuzzyInstant(), **ENDED},
    },
    "participation": {"ended": {"end_type": "never_effective"}},
    "negotiation_round": {"started": {}, "ended": {}},
    "source": {"published": {}},
    "violation": {"occurred": {}, "verified": {"verification": "unfounded"}},
    "assessment": {"assessed_at": {}},
    "amendment": {"agreed": {}, "effective": {}, "new_scheduled_end": {}},
    "statement": {"made": {}},
    "toll": {"as_of": {}},
}
# Without an instant the one is filled in, and the other refused by another constraint.
NEVER_NULL = {("assessment", "assessed_at"), ("amendment", "new_scheduled_end")}
PUBLIC: dict[str, dict[str, Values]] = {
    "ceasefire": {"known_from": {}, "ended_known_from": ENDED},
    "participation": {"ended_known_from": ENDED},
    "negotiation_round": {"known_from": {}},
    "source": {"published_at": {}, "accessed": {}},
    "violation": {"first_reported": {}, "occurred_at": {}, "verified_at": REACHED},
    **{claim: {"known_from": {}} for claim in CLAIMS},
}
ESTIMATES = {"violation": ("killed", "injured"), "report": ("killed", "injured")}


def maker(model: str) -> Callable[..., Any]:
    if model == "citation":
        return lambda: factories.make_citation(ceasefire=factories.make_ceasefire())
    if model in ("authorship", "answer"):
        return {"authorship": make_authorship, "answer": make_answer}[model]
    if model == "violation":
        return lambda: factories.make_violation(attributed_to=factories.make_party())
    return getattr(factories, "make_round" if model == "negotiation_round" else f"make_{model}")


def filled() -> Iterator[tuple[str, Case]]:
    for model, names in FILLED.items():
        shared = " locator claimant qualifier certainty" if model in CLAIMS else ""
        for name in (names + shared).split():
            accepted = [] if name in ("qualifier", "certainty", "kind", "role") else [{name: "x"}]
            vocabulary = name in ("assessed", "stance", "measure", "figures_basis")
            case = Case(maker(model), [{name: ""}], [] if vocabulary else accepted)
            yield f"{model}_{name}_filled", case


def vocabularies() -> Iterator[tuple[str, Case]]:
    claims = {claim: [{"qualifier": "at_most"}, {"certainty": "hedged"}] for claim in CLAIMS}
    for model in VOCABULARIES | claims:
        for accepted in VOCABULARIES.get(model, []) + claims.get(model, []):
            name = next(iter(accepted))
            refused = [accepted | {name: "nonsense"}]
            constraint = f"{model}_{name}_vocabulary"
            case = Case(maker(model), [] if constraint in DERIVED else refused, [accepted])
            yield constraint, case


def fuzzy() -> Iterator[tuple[str, Case]]:
    for model, names in FUZZY.items():
        for name, needed in names.items():
            unsuited = [
                FuzzyInstant(PAST.at, "unknown"),
                FuzzyInstant(PAST.at, "fortni"),
                FuzzyInstant(PAST.at, ""),
                FuzzyInstant(PAST.at - timedelta(microseconds=1), "day"),
            ]
            if (model, name) not in NEVER_NULL:
                unsuited.append(FuzzyInstant(None, "day"))
            refused = [needed | {name: value} for value in unsuited]
            yield f"{model}_{name}_fuzzy", Case(maker(model), refused, [needed | {name: PAST}])


def already_public() -> Iterator[tuple[str, Case]]:
    now = datetime.now(UTC)
    for model, names in PUBLIC.items():
        for name, needed in names.items():
            future, past = ({name: now + timedelta(hours=1)}, {name: now - timedelta(hours=1)})
            case = Case(maker(model), [needed | future], [needed | past])
            yield f"{model}_{name}_past", case


def estimates() -> Iterator[tuple[str, Case]]:
    unordered = (Estimate(3, 2, None), Estimate(None, 3, 2), Estimate(3, None, 2))
    ordered = (Estimate(2, 2, 2), Estimate(None, 0, None), Estimate(0, None, 5), Estimate())
    for model, names in ESTIMATES.items():
        for name in names:
            refused = [{name: value} for value in unordered]
            case = Case(maker(model), refused, [{name: value} for value in ordered])
            yield f"{model}_{name}_ordered", case


QUANTITIES = (
    [{"quantity": value} for value in (Quantity(5), Quantity(5, "exact"), Quantity(None, "exact"))],
    [{"quantity": value} for value in (Quantity(0, "at_least", "rockets"), Quantity())],
)
ENDS = (
    [{"ended": exactly("2014-08-06T00:00Z")}, {"ended_known_from": instant("2014-08-06T00:00Z")}],
    [{"ended": exactly("2014-08-06T00:00Z"), **ENDED}, ENDED, {}],
)
FILE = ImportedFile("a.csv", "0123456789abcdef" * 4, *[0] * 7)
WITH_FILE = {"dataset": "table", "file": FILE}
BEFORE, AT = exactly("2014-08-05T04:59Z"), exactly(EFFECTIVE)
SAME_DAY = on_day("2014-08-04T21:00Z")
OWN: dict[str, tuple[list[Values], list[Values]]] = {
    "conflict_ended_after_started": (
        [{"started": AT, "ended": AT}, {"started": AT, "ended": BEFORE}],
        [{"started": AT, "ended": SAME_DAY}, {"started": AT}, {"ended": AT}],
    ),
    "negotiation_round_ended_after_started": (
        [{"started": AT, "ended": AT}, {"started": AT, "ended": BEFORE}],
        [{"started": AT, "ended": SAME_DAY}, {"started": AT}, {"ended": AT}],
    ),
    "ceasefire_end_whole": ENDS,
    "participation_end_whole": ENDS,
    "ceasefire_planned_duration_positive": (
        [{"planned_duration": timedelta(0)}, {"planned_duration": timedelta(days=36525)}],
        [{"planned_duration": timedelta(microseconds=1)}, {"planned_duration": None}],
    ),
    "ceasefire_scheduled_end_after_effective": (
        [{"scheduled_end": AT}, {"scheduled_end": BEFORE}],
        [{"scheduled_end": SAME_DAY}, {"scheduled_end": BEFORE, "effective": FuzzyInstant()}],
    ),
    "ceasefire_ended_after_effective": (
        [{"ended": AT, **ENDED}, {"ended": BEFORE, **ENDED}],
        [{"ended": SAME_DAY, **ENDED}, {"ended": BEFORE, "end_type": "never_effective"}],
    ),
    "ceasefire_purposes_vocabulary": (
        [{"purposes": ["holiday", "nonsense"]}],
        [{"purposes": ["holiday", "election"]}, {"purposes": []}],
    ),
    "ceasefire_follows_whole": ([{"follows_as": "extends"}], [{"follows_as": ""}]),
    "participation_side_letter": (
        [{"side": "A"}, {"side": "1"}, {"side": "a", "role": "mediator"}],
        [{"side": "z"}, {"side": "", "role": "mediator"}],
    ),
    "violation_quantity_whole": QUANTITIES,
    "report_quantity_whole": QUANTITIES,
    "violation_place_whole": (
        [{"latitude": 31.5}, {"longitude": 34.4}, {"latitude": 90.000001, "longitude": 0}],
        [{"latitude": -90, "longitude": 180}, {"latitude": None, "longitude": None}],
    ),
    "violation_response_of_somebody": (
        [{"response": "denied", "attributed_to": None}],
        [{"response": "denied"}, {"response": "none", "attributed_to": None}],
    ),
    "violation_verified_when_reached": (
        [{"verification": "verified"}, REACHED | {"verification": "alleged"}],
        [REACHED, {"verification": "under_investigation"}],
    ),
    "report_stated_relation_decides": (
        [{"stated_relation": "indeterminate"}],
        [{"stated_relation": "suspended"}, {"stated_relation": ""}],
    ),
    "amendment_new_scheduled_end": (
        [{"new_scheduled_end": FuzzyInstant()}, {"kind": "suspension"}],
        [{}, {"kind": "suspension", "new_scheduled_end": FuzzyInstant()}],
    ),
    "amendment_ends_after_effective": (
        [{"effective": AT, "new_scheduled_end": AT}],
        [{"effective": AT, "new_scheduled_end": SAME_DAY}],
    ),
    "source_file_whole": (
        [{"dataset": "table"}, {"file": FILE}]
        + [WITH_FILE | {"file": FILE._replace(**{each: None})} for each in FILE._fields[2:]]
        + [WITH_FILE | {"file": FILE._replace(**{each: ""})} for each in FILE._fields[:2]],
        [{}, WITH_FILE],
    ),
    "source_file_sha256_form": (
        [
            WITH_FILE | {"file": FILE._replace(sha256=each)}
            for each in ("A" * 64, "a" * 63, "g" * 64)
        ],
        [WITH_FILE | {"file": FILE._replace(sha256="f" * 64)}],
    ),
    "toll_not_negative": ([{"value": -1}], [{"value": 0}]),
    "authorship_one_record": ([{"violation": None}], [{}]),
}


def slugs() -> Iterator[tuple[str, Case]]:
    for model in ("conflict", "party", "ceasefire", "negotiation_round", "source"):
        refused = [{"slug": slug} for slug in ("", "a,b", "A", "a--b", "-a", "a_b", "unknown")]
        accepted = [{"slug": slug} for slug in ("a", "2014-gaza", "unknown-party")]
        yield f"{model}_slug_form", Case(maker(model), refused, accepted)


def own() -> Iterator[tuple[str, Case]]:
    for constraint, (refused, accepted) in OWN.items():
        model = max((each for each in FILLED if constraint.startswith(each)), key=len)
        yield constraint, Case(maker(model), refused, accepted)


FAMILIES = (filled, slugs, vocabularies, fuzzy, already_public, estimates, own)
CASES = {name: case for family in FAMILIES for name, case in family()}
