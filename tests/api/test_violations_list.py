"""The list of violations."""

from tests import factories
from tests.factories import exactly, instant

from .shapes import NOT_REPORTED, ROOT, UNKNOWN, ids, leaf, page, shown


def test_a_violation_is_shown_whole(api):
    part = factories.make_participation()
    act = factories.make_violation(
        ceasefire=part.ceasefire,
        attributed_to=part.party,
        place_name="Near Sderot",
        latitude=31.525,
        longitude=34.5957,
        geo_precision="near",
        quantity=(16, "exact", "rockets"),
        killed=(0, 2, 2),
        verification="verified",
        verified=exactly("2014-08-07T00:00Z"),
        response="denied",
        description="Rockets.",
        event="E1",
    )
    assert api.body("violations/") == page(
        {
            "id": str(act.pk),
            "url": f"{ROOT}violations/{act.pk}/",
            "ceasefire": leaf("ceasefires", act.ceasefire),
            "kind": "rocket_fire",
            "attributed_to": leaf("parties", part.party),
            "occurred": {
                "at": "2014-08-06T08:00:00Z",
                "precision": "minute",
                "local": "2014-08-06T11:00:00+03:00",
            },
            "place_name": "Near Sderot",
            "latitude": 31.525,
            "longitude": 34.5957,
            "geo_precision": "near",
            "quantity": {"value": 16, "qualifier": "exact", "unit": "rockets"},
            "killed": {"low": 0, "best": 2, "high": 2},
            "injured": NOT_REPORTED,
            "figures_basis": "reported",
            "verification": "verified",
            "verified": {
                "at": "2014-08-07T00:00:00Z",
                "precision": "minute",
                "local": "2014-08-07T03:00:00+03:00",
            },
            "response": "denied",
            "relation": "during",
            "relation_basis": "computed",
            "bound": True,
            "event": "E1",
            "description": "Rockets.",
            "first_reported": "2014-08-06T09:00:00Z",
            "updated": shown(act.updated),
        }
    )


def test_what_is_not_known_of_an_act_is_null_or_unknown(api):
    factories.make_violation(occurred=factories.FuzzyInstant())
    (row,) = api.rows("violations/")
    assert (row["attributed_to"], row["quantity"], row["bound"]) == (None, None, None)
    assert (row["occurred"], row["verified"], row["latitude"]) == (UNKNOWN, UNKNOWN, None)


def test_the_latest_acts_come_first_and_undated_ones_last(api):
    undated = factories.make_violation(occurred=factories.FuzzyInstant())
    early, late = [
        factories.make_violation(occurred=exactly(f"2014-08-0{day}T06:00Z")) for day in (5, 6)
    ]
    assert ids(api.rows("violations/")) == [str(each.pk) for each in (late, early, undated)]


def test_an_act_reported_later_is_left_out_of_what_was_known(api):
    act = factories.make_violation(first_reported=instant("2014-08-06T09:00Z"))
    assert ids(api.rows("violations/", known_at="2014-08-06T08:59:59Z")) == []
    assert ids(api.rows("violations/", known_at="2014-08-06T09:00:00Z")) == [str(act.pk)]


def test_a_verification_reached_later_is_still_an_allegation(api):
    factories.make_violation(verification="verified", verified=exactly("2014-08-07T00:00Z"))
    (then,) = api.rows("violations/", known_at="2014-08-06T23:59:59Z")
    (later,) = api.rows("violations/", known_at="2014-08-07T00:00:00Z")
    assert (then["verification"], then["verified"]) == ("alleged", UNKNOWN)
    assert (later["verification"], later["verified"]["at"]) == ("verified", "2014-08-07T00:00:00Z")


def test_a_relation_stated_later_is_not_yet_there(api):
    act = factories.make_violation(occurred=factories.on_day("2014-08-04T21:00Z"))
    late = instant("2014-08-07T00:00Z")
    factories.make_report(violation=act, stated_relation="during", known_from=late)
    (then,) = api.rows("violations/", known_at="2014-08-06T23:59:59Z")
    (later,) = api.rows("violations/", known_at="2014-08-07T00:00:00Z")
    assert (then["relation"], then["relation_basis"]) == ("indeterminate", "computed")
    assert (later["relation"], later["relation_basis"]) == ("during", "stated")
