"""Counts of acts by one or two groupings."""

import pytest

from tests import factories
from tests.factories import FuzzyInstant, exactly, instant, on_day

from .shapes import leaf

NONE = {"low": None, "best": None, "high": None}
PATH = "violations/summary/"


@pytest.fixture
def truce(db):
    return factories.make_ceasefire()


@pytest.fixture
def log(truce):
    """Log an act at an instant."""

    def act(occurred="2014-08-06T08:00Z", **given):
        when = exactly(occurred) if isinstance(occurred, str) else occurred
        return factories.make_violation(**{"ceasefire": truce, "occurred": when} | given)

    return act


@pytest.fixture
def counts(api):
    """Ask for the counts of one grouping."""

    def ask(group, **given):
        rows = api.rows(PATH, group_by=group, **given)
        return {row[group]: row["count"] for row in rows}

    return ask


def test_a_summary_is_shown_whole(api, log):
    log(killed=(1, 2, 3), injured=(None, 4, None))
    log(killed=(None, 1, None))
    log("2014-08-07T08:00Z", kind="armed_clash")
    assert api.body(PATH, group_by="day,kind") == {
        "next": None,
        "previous": None,
        "results": [
            {
                "day": "2014-08-06",
                "kind": "rocket_fire",
                "count": 2,
                "killed": {"low": 1, "best": 3, "high": 3},
                "injured": {"low": None, "best": 4, "high": None},
            },
            {
                "day": "2014-08-07",
                "kind": "armed_clash",
                "count": 1,
                "killed": NONE,
                "injured": NONE,
            },
        ],
    }


def test_acts_are_grouped_by_ceasefire_and_party(api, log, truce):
    party = factories.make_party()
    log()
    log(attributed_to=party)
    rows = api.rows(PATH, group_by="ceasefire,attributed_to")
    named = [(row["ceasefire"], row["attributed_to"], row["count"]) for row in rows]
    of_truce = leaf("ceasefires", truce)
    assert named == [(of_truce, None, 1), (of_truce, leaf("parties", party), 1)]


@pytest.mark.parametrize(
    ("group", "found"),
    [("verification", {"alleged": 1, "unfounded": 1}), ("relation", {"during": 1, "after": 1})],
)
def test_acts_are_grouped_by_what_is_said_of_them(counts, log, group, found):
    log()
    seen = exactly("2014-08-10T00:00Z")
    log("2014-08-09T08:00Z", verification="unfounded", verified=seen)
    assert counts(group) == found


def test_weeks_begin_on_monday(counts, log):
    log("2014-08-10T20:59Z")  # Sunday, in Gaza
    log("2014-08-10T21:00Z")  # Monday
    assert counts("week") == {"2014-08-04": 1, "2014-08-11": 1}


def test_months_are_those_of_the_ceasefires_zone(counts, log):
    log("2014-07-31T21:00Z")
    assert counts("month") == {"2014-08": 1}


def test_days_are_those_of_the_zone_that_is_asked_for(counts, log):
    log("2014-08-06T22:00Z")
    assert counts("day") == {"2014-08-07": 1}
    assert counts("day", time_zone="UTC") == {"2014-08-06": 1}


@pytest.mark.parametrize(
    ("precision", "start", "known"),
    [
        ("hour", "2014-08-03T21:00Z", "dwm"),  # Monday, in Gaza
        ("hour", "2014-08-03T20:30Z", "m"),  # across its midnight, and into the next week
        ("day", "2014-08-03T21:00Z", "dwm"),
        ("week", "2014-08-03T21:00Z", "wm"),
        ("week", "2014-08-05T21:00Z", "m"),  # from a Wednesday: in two weeks
        ("month", "2014-07-31T21:00Z", "m"),
        ("month", "2014-08-03T21:00Z", ""),
        ("year", "2013-12-31T22:00Z", ""),
    ],
)
@pytest.mark.parametrize("zone", [{}, {"time_zone": "Asia/Gaza"}], ids=["own", "asked for"])
def test_an_act_counts_under_a_period_only_where_it_lies_in_one(
    counts, log, precision, start, known, zone
):
    log(FuzzyInstant(instant(start), precision))
    dated = [group for group in ("day", "week", "month") if None not in counts(group, **zone)]
    assert "".join(group[0] for group in dated) == known


def test_a_day_of_one_zone_is_no_single_day_of_another(counts, log):
    log(on_day("2014-08-05T21:00Z"))
    assert counts("day") == {"2014-08-06": 1}
    assert counts("day", time_zone="UTC") == {None: 1}
    assert counts("month", time_zone="UTC") == {"2014-08": 1}


def test_undated_acts_are_counted_under_no_day(counts, log):
    log(FuzzyInstant())
    assert counts("day") == {None: 1}


def test_the_filters_of_the_list_hold(counts, log):
    log()
    log(kind="armed_clash")
    assert counts("kind", kind="armed_clash") == {"armed_clash": 1}


def test_what_was_known_later_is_not_counted(counts, log):
    log(verification="verified", verified=exactly("2014-08-07T00:00Z"))
    log(first_reported=instant("2014-08-08T00:00Z"))
    assert counts("verification", known_at="2014-08-06T12:00:00Z") == {"alleged": 1}


def test_pages_join_up_both_ways(api, log):
    for kind in ("armed_clash", "grenade", "other", "abduction"):
        log(kind=kind)
    log(FuzzyInstant(), kind="grenade")
    first = api.body(PATH, group_by="day,kind", limit=2)
    second = api.get(first["next"]).json()
    third = api.get(second["next"]).json()
    rows = [row for page in (first, second, third) for row in page["results"]]
    assert rows == api.rows(PATH, group_by="day,kind")
    assert third["next"] is None
    assert api.get(third["previous"]).json()["results"] == second["results"]
    assert api.get(second["previous"]).json()["results"] == first["results"]


@pytest.mark.parametrize(
    ("given", "named", "code"),
    [
        ({}, "group_by", "required"),
        ({"group_by": "day,kind,relation"}, "group_by", "too_many"),
        ({"group_by": "colour"}, "group_by", "unknown_value"),
        ({"group_by": "day", "time_zone": "Mars/Olympus"}, "time_zone", "unknown_value"),
        ({"group_by": "kind", "time_zone": "UTC"}, "time_zone", "alone"),
        ({"group_by": "kind", "ordering": "kind"}, "ordering", "unknown"),
        ({"group_by": "kind", "fields": "place_name"}, "fields", "unknown"),
        ({"group_by": "kind", "fields": "day"}, "fields", "unknown"),
    ],
)
def test_what_cannot_be_grouped_is_refused_by_name(api, given, named, code):
    (error,) = api.refused(PATH, given)
    assert (error["parameter"], error["code"]) == (named, code)


def test_a_cursor_of_another_grouping_is_refused(api, log):
    log()
    log(kind="grenade")
    url = api.body(PATH, group_by="kind", limit=1)["next"]
    (error,) = api.refused(url.replace("group_by=kind", "group_by=relation"))
    assert error["parameter"] == "cursor"


def test_groups_are_counted_where_that_is_asked(api, log):
    log()
    log(kind="grenade")
    log(kind="grenade")
    page = api.body(PATH, group_by="kind", limit=1, count="exact")
    assert page["count"] == api.get(page["next"]).json()["count"] == 2


def test_some_fields_of_a_group_can_be_asked_for_alone(api, log):
    log()
    assert api.rows(PATH, group_by="day,kind", fields="day,count") == [
        {"day": "2014-08-06", "count": 1}
    ]
