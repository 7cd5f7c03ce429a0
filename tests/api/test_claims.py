"""The eight lists of claims and their objects."""

from typing import Any

import pytest

from tests import factories
from tests.factories import exactly

from .shapes import NOT_REPORTED, ROOT, UNKNOWN, ids, leaf, page, shown

LOCAL = {
    "at": "2014-08-05T05:00:00Z",
    "precision": "minute",
    "local": "2014-08-05T08:00:00+03:00",
}
MOMENT = exactly("2014-08-05T05:00Z")
CLAIMS = {
    "reports": factories.make_report,
    "assessments": factories.make_assessment,
    "amendments": factories.make_amendment,
    "codings": factories.make_coding,
    "terms": factories.make_term,
    "demands": factories.make_demand,
    "statements": factories.make_statement,
    "tolls": factories.make_toll,
}
every_claim = pytest.mark.parametrize("resource", CLAIMS)


def common(resource: str, claim: Any) -> dict[str, Any]:
    """What all claims show."""
    claim.refresh_from_db()
    return {
        "id": str(claim.pk),
        "url": f"{ROOT}{resource}/{claim.pk}/",
        "source": leaf("sources", claim.source),
        "locator": "paragraph 7",
        "claimant": "A spokesman",
        "qualifier": "at_least",
        "certainty": "hedged",
        "known_from": "2014-08-04T00:00:00Z",
        "updated": shown(claim.updated),
    }


@pytest.fixture
def make(db):
    """Make a claim with what all claims have, and what is given."""

    def claim(resource, **given):
        shared = {"locator": "paragraph 7", "claimant": "A spokesman"}
        figures = {"qualifier": "at_least", "certainty": "hedged"}
        return CLAIMS[resource](**shared, **figures, **given)

    return claim


def test_a_report_is_shown_whole(api, make):
    party = factories.make_party()
    report = make("reports", attributed_to=party, verification="verified", killed=(1, 2, 3))
    assert api.body("reports/") == page(
        common("reports", report)
        | {
            "violation": {
                "id": str(report.violation_id),
                "url": f"{ROOT}violations/{report.violation_id}/",
            },
            "quantity": None,
            "killed": {"low": 1, "best": 2, "high": 3},
            "injured": NOT_REPORTED,
            "attributed_to": leaf("parties", party),
            "verification": "verified",
            "stated_relation": None,
        }
    )


def test_an_assessment_is_shown_whole(api, make):
    claim = make("assessments", assessed="fragile", assessed_at=MOMENT)
    about = {"ceasefire": leaf("ceasefires", claim.ceasefire)}
    assert api.body("assessments/") == page(
        common("assessments", claim) | about | {"assessed": "fragile", "assessed_at": LOCAL}
    )


def test_an_amendment_is_shown_whole(api, make):
    claim = make("amendments", effective=MOMENT)
    assert api.body("amendments/") == page(
        common("amendments", claim)
        | {
            "ceasefire": leaf("ceasefires", claim.ceasefire),
            "kind": "extension",
            "agreed": UNKNOWN,
            "effective": LOCAL,
            "new_scheduled_end": {
                "at": "2014-08-11T05:00:00Z",
                "precision": "minute",
                "local": "2014-08-11T08:00:00+03:00",
            },
        }
    )


def test_a_coding_is_shown_whole(api, make):
    claim = make("codings", field="mediator", value="egypt")
    about = {"ceasefire": leaf("ceasefires", claim.ceasefire)}
    said = {"field": "mediator", "value": "egypt"}
    assert api.body("codings/") == page(common("codings", claim) | about | said)


def test_a_term_is_shown_whole(api, make):
    party = factories.make_party()
    claim = make("terms", party=party, kind="withdrawal", summary="To pull back.")
    assert api.body("terms/") == page(
        common("terms", claim)
        | {
            "ceasefire": leaf("ceasefires", claim.ceasefire),
            "party": leaf("parties", party),
            "kind": "withdrawal",
            "summary": "To pull back.",
        }
    )


def test_a_demand_is_shown_whole(api, make):
    claim = make("demands", summary="That crossings open.")
    assert api.body("demands/") == page(
        common("demands", claim)
        | {
            "negotiation_round": leaf("negotiation-rounds", claim.negotiation_round),
            "party": None,
            "summary": "That crossings open.",
        }
    )


def test_a_statement_is_shown_whole(api, make):
    ceasefire = factories.make_ceasefire()
    claim = make("statements", conflict=ceasefire.conflict, ceasefire=ceasefire, made=MOMENT)
    assert api.body("statements/") == page(
        common("statements", claim)
        | {
            "conflict": leaf("conflicts", claim.conflict),
            "ceasefire": leaf("ceasefires", ceasefire),
            "party": None,
            "stance": "hope",
            "made": LOCAL,
            "place_name": "",
            "summary": "Hopes that it will last.",
        }
    )


def test_a_toll_is_shown_whole_with_an_integer_for_its_value(api, make):
    claim = make("tolls", value=6_000_000_000, unit="dollars", measure="cost", as_of=MOMENT)
    assert api.body("tolls/") == page(
        common("tolls", claim)
        | {
            "conflict": leaf("conflicts", claim.conflict),
            "measure": "cost",
            "group": "civilians",
            "value": 6_000_000_000,
            "unit": "dollars",
            "as_of": LOCAL,
        }
    )


@every_claim
def test_a_claim_is_the_same_by_itself_as_in_its_list(api, make, resource):
    claim = make(resource)
    assert api.body(f"{resource}/{claim.pk}/") == api.rows(f"{resource}/")[0]


@every_claim
def test_an_unknown_claim_is_404(api, resource):
    assert api.get(f"{resource}/01914e3e-0000-7000-8000-000000000000/").status_code == 404


@every_claim
def test_the_latest_known_claims_come_first_unless_asked_otherwise(api, make, resource):
    known = [factories.instant(f"2014-08-0{day}T00:00Z") for day in (5, 6)]
    early, late = [str(make(resource, known_from=each).pk) for each in known]
    assert ids(api.rows(f"{resource}/")) == [late, early]
