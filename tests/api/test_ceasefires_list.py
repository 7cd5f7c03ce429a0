"""The list of ceasefires."""

from datetime import timedelta

from tests import factories
from tests.factories import exactly, instant

from .shapes import ROOT, UNKNOWN, leaf, page, shown, slugs

DURING = "2014-08-06T12:00:00Z"
START = {"at": "2014-08-05T05:00:00Z", "precision": "minute", "local": "2014-08-05T08:00:00+03:00"}
END = {"at": "2014-08-08T05:00:00Z", "precision": "minute", "local": "2014-08-08T08:00:00+03:00"}


def test_a_ceasefire_is_shown_whole(api):
    earlier = factories.make_ceasefire(slug="earlier")
    truce = factories.make_ceasefire(
        slug="truce",
        name="The truce",
        conflict=earlier.conflict,
        purposes=["humanitarian", "peace_process"],
        planned_duration=timedelta(hours=72),
        follows=earlier,
        follows_as="extends",
        ethprio_id="9",
    )
    part = factories.make_participation(ceasefire=truce, side="a")
    citation = factories.make_citation(ceasefire=truce, locator="page 1", fields=["effective"])
    truce.refresh_from_db()
    assert api.body("ceasefires/", at=DURING, known_at=DURING, follows="earlier") == page(
        {
            "slug": "truce",
            "url": f"{ROOT}ceasefires/truce/",
            "name": "The truce",
            "conflict": leaf("conflicts", truce.conflict),
            "time_zone": "Asia/Gaza",
            "declaration": "bilateral",
            "ceasefire_class": "unknown",
            "purposes": ["humanitarian", "peace_process"],
            "scope": "unknown",
            "written": "unclear",
            "implementation_mechanism": "unclear",
            "enforcement": "unclear",
            "declared": UNKNOWN,
            "effective": START,
            "scheduled_end": END,
            "planned_duration": "PT72H",
            "ended": UNKNOWN,
            "end_type": None,
            "ended_known_from": None,
            "known_from": "2014-08-04T00:00:00Z",
            "follows": leaf("ceasefires", earlier),
            "follows_as": "extends",
            "participations": [
                {
                    "party": leaf("parties", part.party),
                    "role": "declaring",
                    "side": "a",
                    "ended": UNKNOWN,
                    "end_type": None,
                    "ended_known_from": None,
                    "status": "in_force",
                    "sources": [],
                }
            ],
            "identifiers": {"ethprio": "9"},
            "sources": [
                {
                    "source": leaf("sources", citation.source),
                    "locator": "page 1",
                    "fields": ["effective"],
                }
            ],
            "state": {
                "status": "in_force",
                "compliance": "no_reports",
                "since": "2014-08-05T05:00:00Z",
                "until": "2014-08-08T05:00:00Z",
                "projected": False,
                "candidates": ["in_force"],
                "declared": None,
                "at": DURING,
                "known_at": DURING,
                "valid_until": None,
            },
            "updated": shown(truce.updated),
        }
    )


def test_a_state_for_now_says_that_neither_instant_was_asked(api):
    factories.make_ceasefire()
    (row,) = api.rows("ceasefires/")
    assert (row["state"]["at"], row["state"]["known_at"]) == (None, None)


def test_the_latest_come_first_and_those_whose_start_is_unknown_last(api):
    factories.make_ceasefire(slug="undated", effective=factories.FuzzyInstant())
    for day in ("05", "06"):
        factories.make_ceasefire(slug=f"of-{day}", effective=exactly(f"2014-08-{day}T00:00Z"))
    assert slugs(api.rows("ceasefires/")) == ["of-06", "of-05", "undated"]


def test_only_a_declaring_party_has_a_status_and_a_side(api):
    part = factories.make_participation(role="mediator")
    factories.make_participation(ceasefire=part.ceasefire)
    (row,) = api.rows("ceasefires/", at=DURING)
    mediator, declaring = row["participations"]
    assert (mediator["status"], mediator["side"]) == (None, None)
    assert declaring["status"] == "in_force"


def test_a_ceasefire_not_yet_known_is_left_out_of_what_was_known(api):
    factories.make_ceasefire(slug="truce")  # known from 4 August
    assert slugs(api.rows("ceasefires/", known_at="2014-08-03T23:59:59Z")) == []
    assert slugs(api.rows("ceasefires/", known_at="2014-08-04T00:00:00Z")) == ["truce"]


def test_a_known_at_to_come_is_as_now(api):
    factories.make_ceasefire(slug="truce")
    for row in api.rows("ceasefires/", at=DURING, known_at="2150-01-01T00:00:00Z"):
        assert row["state"]["known_at"] == "2150-01-01T00:00:00Z"
        assert (row["state"]["status"], row["state"]["projected"]) == ("in_force", False)


def test_an_earlier_ceasefire_known_later_does_not_show(api):
    earlier = factories.make_ceasefire(slug="earlier", known_from=instant("2014-08-07T00:00Z"))
    factories.make_ceasefire(slug="truce", follows=earlier, follows_as="extends")
    (truce,) = api.rows("ceasefires/", known_at=DURING)
    assert (truce["follows"], truce["follows_as"]) == (None, None)
    assert api.rows("ceasefires/", known_at=DURING, follows="earlier") == []
    assert slugs(api.rows("ceasefires/", follows="earlier")) == ["truce"]


def test_a_part_known_later_is_not_found_by(api):
    part = factories.make_participation(role="mediator")
    late = factories.make_source(published=exactly("2014-08-07T00:00Z"))
    factories.make_citation(participation=part, source=late)
    asked = {"party": part.party.slug, "party_role": "mediator"}, {"mediator": part.party.slug}
    for query in asked:
        assert api.rows("ceasefires/", known_at=DURING, **query) == []
        assert len(api.rows("ceasefires/", **query)) == 1
