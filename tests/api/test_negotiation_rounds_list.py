"""The list of negotiation rounds."""

from tests import factories
from tests.factories import exactly, on_day

from .shapes import ROOT, UNKNOWN, leaf, page, shown, slugs


def test_a_round_is_shown_whole(api):
    sitting = factories.make_round(
        slug="cairo",
        number=2,
        venue="A hotel",
        city="Cairo",
        time_zone="Africa/Cairo",
        started=on_day("2014-08-05T22:00Z"),
        mode="indirect",
        aim="A lasting truce.",
        outcome="pending",
    )
    ceasefire = factories.make_ceasefire(conflict=sitting.conflict)
    sitting.ceasefires.add(ceasefire)
    delegation = factories.make_delegation(negotiation_round=sitting, size="small")
    citation = factories.make_citation(negotiation_round=sitting, locator="page 1")
    sitting.refresh_from_db()
    assert api.body("negotiation-rounds/") == page(
        {
            "slug": "cairo",
            "url": f"{ROOT}negotiation-rounds/cairo/",
            "conflict": leaf("conflicts", sitting.conflict),
            "ceasefires": [leaf("ceasefires", ceasefire)],
            "number": 2,
            "venue": "A hotel",
            "city": "Cairo",
            "time_zone": "Africa/Cairo",
            "started": {
                "at": "2014-08-05T22:00:00Z",
                "precision": "day",
                "local": "2014-08-06T01:00:00+03:00",
            },
            "ended": UNKNOWN,
            "mode": "indirect",
            "aim": "A lasting truce.",
            "outcome": "pending",
            "known_from": "2014-08-04T00:00:00Z",
            "sources": [
                {"source": leaf("sources", citation.source), "locator": "page 1", "fields": []}
            ],
            "delegations": [
                {
                    "party": leaf("parties", delegation.party),
                    "role": "delegation",
                    "size": "small",
                }
            ],
            "updated": shown(sitting.updated),
        }
    )


def test_a_round_is_known_from_its_earliest_source_unless_said_otherwise(api):
    sitting = factories.make_round(known_from=None)
    for day in ("06", "05"):
        source = factories.make_source(published=exactly(f"2014-08-{day}T00:00Z"))
        factories.make_citation(negotiation_round=sitting, source=source)
    assert api.rows("negotiation-rounds/")[0]["known_from"] == "2014-08-05T00:00:00Z"


def test_the_latest_rounds_come_first_and_undated_ones_last(api):
    factories.make_round(slug="undated")
    for day in ("05", "06"):
        factories.make_round(slug=f"on-{day}", started=exactly(f"2014-08-{day}T00:00Z"))
    assert slugs(api.rows("negotiation-rounds/")) == ["on-06", "on-05", "undated"]
