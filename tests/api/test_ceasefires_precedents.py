"""How comparable ceasefires fared: which they are, how long they lasted, what is said of few."""

import re
from datetime import UTC, datetime, timedelta
from functools import partial

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from ceasefires.api.precedents import DAYS
from tests.factories import (
    FuzzyInstant,
    exactly,
    instant,
    make_amendment,
    make_assessment,
    make_ceasefire,
    make_citation,
    make_coding,
    make_conflict,
    make_participation,
    make_source,
    make_statement,
    make_term,
    make_violation,
    on_day,
)

from .shapes import leaf

BEGAN = instant("2014-08-05T00:00Z")
NOTHING = FuzzyInstant()
OPEN = {"scheduled_end": NOTHING}
PATH = "ceasefires/truce/precedents/"


@pytest.fixture
def war(db):
    return make_conflict(time_zone="UTC")


@pytest.fixture
def truce(war):
    """The one that is asked about: by two sides, for talks, for 72 hours."""
    return make_ceasefire(slug="truce", conflict=war, purposes=["peace_process"])


@pytest.fixture
def other(war):
    """Make another that is comparable in everything, from ``BEGAN`` for some days."""

    def make(days=None, **given):
        ended = exactly((BEGAN + days * timedelta(days=1)).isoformat()) if days else NOTHING
        defaults = {
            "conflict": war,
            "purposes": ["peace_process"],
            "effective": exactly(BEGAN.isoformat()),
            "scheduled_end": exactly("2015-08-05T00:00Z"),
            "ended": ended,
            "end_type": "violence" if days else "",
        }
        return make_ceasefire(**defaults | given)

    return make


@pytest.fixture
def ask(api, truce):
    def ask(**parameters):
        return api.body(PATH, **parameters)

    return ask


def after(answer, days):
    [row] = [row for row in answer["results"] if row["days"] == days]
    return row


def share(at_risk, best, low=None, high=None):
    return {"at_risk": at_risk, "in_force": {"low": low, "best": best, "high": high}}


def best(answer, days):
    """The share still in force, as short and as long as the dates allow."""
    row = after(answer, days)
    return tuple(row[case]["in_force"]["best"] for case in ("shortest", "longest"))


def test_the_whole_answer(ask, other, truce):
    for days in (1, 2, 10):
        other(days)
    other(end_type="never_effective")
    other(effective=NOTHING)
    # The figures are those of lifelines 0.30.3 on the rows 1 2 10.
    shares = {
        1: share(3, 0.6667, 0.0541, 0.9452),
        3: share(1, 0.3333, 0.009, 0.7741),
        7: share(1, 0.3333, 0.009, 0.7741),
    }
    assert ask() == {
        "ceasefire": leaf("ceasefires", truce),
        "known_at": None,
        "criteria": {
            "declaration": "bilateral",
            "purposes": ["peace_process"],
            "duration": "fixed",
        },
        "widened": ["purposes", "declaration", "duration"],
        "count": 3,
        "ends": {"collapsed": 3},
        "censored": 0,
        "imprecise": 0,
        "never_effective": 1,
        "undated": 1,
        "results": [
            {"days": days, "shortest": each, "longest": each}
            for days in DAYS
            for each in [shares.get(days, share(0, 0))]
        ],
    }


def test_of_a_ceasefire_like_no_other_nothing_is_said(ask):
    answer = ask()
    assert answer["count"] == 0
    assert [row["longest"] for row in answer["results"]] == [share(0, None)] * len(DAYS)


LIKE_NONE = {"declaration": "unilateral", "purposes": ["holiday"], **OPEN}


@pytest.mark.parametrize(
    ("given", "widened"),
    [
        ({}, []),
        ({"purposes": ["peace_process", "election"]}, []),
        ({"purposes": ["holiday"]}, ["purposes"]),
        ({"purposes": []}, ["purposes"]),
        ({"declaration": "unilateral"}, ["purposes", "declaration"]),
        ({"declaration": "unilateral", "purposes": ["holiday"]}, ["purposes", "declaration"]),
        (OPEN, ["purposes", "declaration", "duration"]),
        (LIKE_NONE, ["purposes", "declaration", "duration"]),
    ],
)
def test_criteria_are_dropped_one_by_one_until_twenty_fit(ask, other, given, widened):
    for _ in range(20):
        other(1, **given)
    answer = ask()
    assert (answer["widened"], answer["count"]) == (widened, 20)


def test_no_criterion_is_dropped_at_twenty_and_one_is_at_nineteen(ask, other):
    for _ in range(19):
        other(1)
    other(1, purposes=["holiday"])
    assert (ask()["widened"], ask()["count"]) == (["purposes"], 20)
    other(1)
    assert (ask()["widened"], ask()["count"]) == ([], 20)


def test_what_no_source_tells_is_no_criterion(api, other):
    make_ceasefire(
        slug="truce", declaration="unknown", purposes=["unclear", "other"], planned_duration=None
    )
    for _ in range(20):
        other(1, purposes=["other"])
    answer = api.body(PATH)
    assert answer["criteria"] == {"declaration": None, "purposes": [], "duration": "fixed"}
    assert (answer["widened"], answer["count"]) == ([], 20)


def test_a_planned_duration_is_a_fixed_one(api, other):
    make_ceasefire(slug="truce", planned_duration=timedelta(days=3), **OPEN)
    for _ in range(20):
        other(1, planned_duration=timedelta(days=3), **OPEN)
    answer = api.body(PATH)
    assert (answer["criteria"]["duration"], answer["widened"]) == ("fixed", [])


def test_a_ceasefire_is_no_precedent_of_itself(ask, truce):
    assert (ask()["count"], ask()["ends"]) == (0, {})


def test_what_lasted_just_so_long_is_no_longer_in_force(ask, other):
    other(3)
    other(3 + 1 / 86400)
    assert best(ask(), 3) == (0.5, 0.5)


def test_a_schedule_that_passed_without_a_known_end_is_an_end(ask, other):
    other(scheduled_end=exactly("2014-08-12T00:00Z"))
    answer = ask()
    assert answer["ends"] == {"expired": 1}
    assert (best(answer, 3), best(answer, 7)) == ((1, 1), (0, 0))


def test_an_extension_moves_that_end(ask, other):
    extended = other(scheduled_end=exactly("2014-08-08T00:00Z"))
    make_amendment(ceasefire=extended, new_scheduled_end=exactly("2014-08-12T00:00Z"))
    assert (best(ask(), 3), best(ask(), 7)) == ((1, 1), (0, 0))


def test_a_gap_that_a_late_extension_closes_is_not_the_end(ask, other):
    extended = other(scheduled_end=exactly("2014-08-06T00:00Z"))
    make_amendment(
        ceasefire=extended,
        agreed=exactly("2014-08-07T00:00Z"),
        effective=exactly("2014-08-08T00:00Z"),
        new_scheduled_end=exactly("2014-08-12T00:00Z"),
    )
    assert (best(ask(), 1), best(ask(), 3)) == ((1, 1), (1, 1))
    assert best(ask(), 7) == (0, 0)


def test_a_suspension_is_not_the_end(ask, other):
    suspended = other(**OPEN)
    make_amendment(ceasefire=suspended, kind="suspension", effective=exactly("2014-08-07T00:00Z"))
    assert (ask()["ends"], ask()["censored"]) == ({}, 1)


def test_the_whole_ends_with_the_side_that_it_needs(ask, other):
    whole = other(**OPEN)
    make_participation(ceasefire=whole, side="a")
    make_participation(
        ceasefire=whole, side="b", ended=exactly("2014-08-07T00:00Z"), end_type="withdrawn"
    )
    answer = ask()
    assert answer["ends"] == {"terminated": 1}
    assert (best(answer, 1), best(answer, 3)) == ((1, 1), (0, 0))


def test_an_end_known_to_the_month_lies_between_two_durations(ask, other):
    month = FuzzyInstant(instant("2014-09-01T00:00Z"), "month")
    other(ended=month, end_type="violence")
    answer = ask()
    assert (best(answer, 14), best(answer, 30)) == ((1, 1), (0, 1))
    assert (best(answer, 60), answer["imprecise"]) == ((0, 0), 1)


def test_a_beginning_known_to_the_week_lies_between_two_durations(ask, other):
    other(7, effective=FuzzyInstant(instant("2014-08-01T00:00Z"), "week"))
    answer = ask()
    assert (best(answer, 3), best(answer, 7), best(answer, 14)) == ((1, 1), (0, 1), (0, 0))
    assert answer["imprecise"] == 1


def test_days_without_their_hours_are_not_told_as_imprecise(ask, other):
    day = on_day("2014-08-08T00:00Z")
    other(effective=on_day("2014-08-05T00:00Z"), ended=day, end_type="violence")
    answer = ask()
    assert (best(answer, 3), answer["imprecise"]) == ((0, 1), 0)


def test_an_undated_end_lies_between_the_beginning_and_its_publication(ask, other):
    other(end_type="violence", ended_known_from=instant("2014-08-10T00:00Z"))
    answer = ask()
    assert answer["ends"] == {"collapsed": 1}
    assert (best(answer, 1), best(answer, 3), best(answer, 7)) == ((0, 1), (0, 1), (0, 0))


def test_an_unclear_undated_end_tells_no_duration(ask, other):
    other(end_type="unclear")
    assert (ask()["count"], ask()["undated"]) == (0, 1)


def test_an_undated_end_of_what_began_at_no_known_instant_tells_no_duration(ask, other):
    other(effective=NOTHING, end_type="violence")
    assert (ask()["count"], ask()["undated"], ask()["never_effective"]) == (0, 1, 0)


def test_what_is_still_to_come_is_no_precedent(ask, other):
    other(effective=exactly("2190-01-01T00:00Z"), scheduled_end=exactly("2191-01-01T00:00Z"))
    answer = ask()
    assert (answer["count"], answer["undated"], answer["never_effective"]) == (0, 0, 0)


HEARD = instant("2014-08-15T00:00Z")


def said(maker, **given):
    return lambda ceasefire: maker(ceasefire=ceasefire, known_from=HEARD, **given)


def cited(**supported):
    source = make_source(published=exactly(HEARD.isoformat()))
    make_citation(source=source, **supported)


@pytest.mark.parametrize(
    "hear",
    [
        *(said(each) for each in (make_coding, make_statement, make_term)),
        said(make_assessment, assessed_at=exactly(HEARD.isoformat())),
        said(make_amendment, kind="suspension"),
        lambda ceasefire: cited(ceasefire=ceasefire),
        lambda ceasefire: cited(participation=make_participation(ceasefire=ceasefire)),
        lambda ceasefire: make_violation(
            ceasefire=ceasefire, occurred=exactly(HEARD.isoformat()), first_reported=HEARD
        ),
    ],
)
def test_without_an_end_one_is_followed_until_it_was_last_heard_of(ask, other, hear):
    standing = other(scheduled_end=exactly("2190-01-01T00:00Z"))
    hear(standing)
    answer = ask()
    assert (answer["count"], answer["censored"], answer["ends"]) == (1, 1, {})
    assert (best(answer, 7), best(answer, 14)) == ((1, 1), (None, None))
    assert best(ask(known_at="2014-08-14T23:59:59Z"), 7) == (None, None)


@pytest.mark.parametrize(
    "hear",
    [
        partial(make_assessment, assessed_at=exactly("2014-08-06T00:00Z")),
        partial(make_statement, made=exactly("2014-08-06T00:00Z")),
        partial(make_amendment, kind="suspension", agreed=exactly("2014-08-06T00:00Z")),
        partial(make_amendment, kind="suspension", effective=exactly("2014-08-06T00:00Z")),
    ],
)
def test_what_is_said_later_of_an_earlier_instant_tells_of_that_instant(ask, other, hear):
    standing = other(scheduled_end=exactly("2190-01-01T00:00Z"))
    hear(ceasefire=standing, known_from=instant("2020-01-01T00:00Z"))
    assert (best(ask(), 1), best(ask(), 3)) == ((1, 1), (None, None))


def test_what_is_said_of_an_instant_to_come_tells_no_more_than_that_it_was_said(ask, other):
    standing = other(scheduled_end=exactly("2190-01-01T00:00Z"))
    to_come = {"kind": "suspension", "effective": exactly("2189-01-01T00:00Z")}
    make_amendment(ceasefire=standing, known_from=HEARD, **to_come)
    assert (best(ask(), 7), best(ask(), 14)) == ((1, 1), (None, None))


def test_silence_is_not_survival(ask, other):
    other(known_from=instant("2014-08-05T12:00Z"), **OPEN)
    answer = ask()
    assert (answer["censored"], best(answer, 1)) == (1, (None, None))


def test_an_end_counts_from_when_it_was_known(ask, other):
    other(3, ended_known_from=instant("2014-08-20T00:00Z"))
    before, then = ask(known_at="2014-08-19T23:59:59Z"), ask(known_at="2014-08-20T00:00:00Z")
    assert (before["ends"], before["censored"]) == ({}, 1)
    assert (then["ends"], then["censored"]) == ({"collapsed": 1}, 0)
    assert then["known_at"] == "2014-08-20T00:00:00Z"


def test_an_end_counts_from_when_it_came(ask, other):
    other(3, known_from=instant("2014-08-04T00:00Z"))
    assert ask(known_at="2014-08-07T23:59:59Z")["ends"] == {}
    assert ask(known_at="2014-08-08T00:00:00Z")["ends"] == {"collapsed": 1}


def test_within_the_day_of_an_end_it_may_have_ended(ask, other):
    other(ended=on_day("2014-08-08T00:00Z"), end_type="violence")
    answer = ask(known_at="2014-08-08T12:00:00Z")
    assert (answer["ends"], answer["censored"]) == ({"indeterminate": 1}, 0)
    assert best(answer, 3) == (0, 1)


def test_what_was_not_yet_known_is_left_out(ask, other):
    other(3, known_from=instant("2014-08-20T00:00Z"))
    assert ask(known_at="2014-08-19T23:59:59Z")["count"] == 0
    assert ask(known_at="2014-08-20T00:00:00Z")["count"] == 1


def test_some_fields_can_be_asked_for_alone(ask, other):
    assert ask(fields="count,widened").keys() == {"count", "widened"}


@pytest.mark.parametrize(
    ("name", "value", "code"),
    [
        ("at", "2014-08-06T00:00:00Z", "unknown"),
        ("limit", "10", "unknown"),
        ("days", "7", "unknown"),
        ("known_at", "yesterday", "invalid"),
        ("fields", "lives", "unknown"),
    ],
)
def test_what_it_does_not_take_is_refused(api, truce, name, value, code):
    assert [(each["parameter"], each["code"]) for each in api.refused(PATH, {name: value})] == [
        (name, code)
    ]


def test_the_precedents_of_an_unknown_ceasefire_are_404(api):
    assert api.get("ceasefires/nowhere/precedents/").status_code == 404


def test_no_cache_keeps_them_past_the_end_of_another(api, truce, other):
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    other(scheduled_end=FuzzyInstant(now + timedelta(minutes=1), "minute"))
    with time_machine.travel(now, tick=False):
        live, then = api.get(PATH), api.get(PATH, {"known_at": "2025-01-01T00:00:00Z"})
    longest = [
        max(int(each) for each in re.findall(r"=(\d+)", answer["Cache-Control"]))
        for answer in (live, then)
    ]
    assert longest[0] < 60 < longest[1]


def test_the_queries_are_as_many_for_twenty_as_for_two(ask, other):
    counts = []
    for number in (2, 18):
        for _ in range(number):
            other(1)
            other(scheduled_end=exactly("2190-01-01T00:00Z"))
        with CaptureQueriesContext(connection) as queries:
            ask()
        counts.append(len(queries))
    assert counts[0] == counts[1]
