"""What tolls say that count the same at about the same time, and the series of other times."""

import pytest

from tests import factories as make
from tests.factories import FuzzyInstant, exactly, instant, on_day

from .shapes import UNKNOWN, leaf, page
from .test_formats import content, table

PATH = "tolls/comparison/"
GAZA_5, GAZA_6 = on_day("2014-08-04T21:00Z"), on_day("2014-08-05T21:00Z")
AUGUST = FuzzyInstant(instant("2014-07-31T21:00Z"), "month")
pytestmark = pytest.mark.django_db


@pytest.fixture
def war():
    return make.make_conflict()


@pytest.fixture
def two():
    """A source, and one that was published later."""
    return [
        make.make_source(slug=slug, published=exactly(f"2014-08-{day:02}T10:00Z"))
        for slug, day in (("wire", 6), ("agency", 7))
    ]


@pytest.fixture
def count(war):
    """A toll of that war, said by a source of its own."""

    def toll(value, as_of=GAZA_5, **given):
        return make.make_toll(**{"conflict": war, "value": value, "as_of": as_of} | given)

    return toll


@pytest.fixture
def agreements(api):
    """Of each count in order of time: how many claims, and what they come to."""

    def ask(**given):
        rows = api.rows(PATH, ordering="as_of", **given)
        return [(len(row["claims"]), row["value"]["agreement"]) for row in rows]

    return ask


def test_a_comparison_is_shown_whole(api, war, count, two):
    count(1834, group="Palestinians", source=two[0])
    count(1867, group="palestinians", source=two[1])
    assert api.body(PATH) == page(
        {
            "conflict": leaf("conflicts", war),
            "measure": "killed",
            "group": "Palestinians",
            "unit": "persons",
            "as_of": {
                "at": "2014-08-04T21:00:00Z",
                "precision": "day",
                "local": "2014-08-05T00:00:00+03:00",
            },
            "value": {
                "agreement": "disagree",
                "disagreeing": ["wire", "agency"],
                "range": {"low": 1834, "best": 1834, "high": 1867},
            },
            "claims": api.rows("tolls/", ordering="known_from"),
        }
    )


def test_counts_as_of_other_days_are_a_series(count, agreements):
    count(1834, GAZA_5)
    count(1867, GAZA_6)
    assert agreements() == [(1, "one_claim"), (1, "one_claim")]


@pytest.mark.parametrize(
    "given", [{"measure": "injured"}, {"group": "soldiers"}, {"unit": "families"}, {"conflict": 0}]
)
def test_counts_of_other_things_are_not_compared(count, agreements, given):
    count(10)
    count(20, **given | ({"conflict": make.make_conflict()} if "conflict" in given else {}))
    assert agreements() == [(1, "one_claim")] * 2


@pytest.mark.parametrize(
    ("one", "other", "rows"),
    [
        (GAZA_5, exactly("2014-08-04T21:00Z"), [(2, "disagree")]),
        (GAZA_5, exactly("2014-08-05T20:59Z"), [(2, "disagree")]),
        (GAZA_5, exactly("2014-08-05T21:00Z"), [(1, "one_claim")] * 2),
        (GAZA_5, FuzzyInstant(instant("2014-08-05T10:00Z"), "hour"), [(2, "disagree")]),
        (GAZA_5, AUGUST, [(1, "one_claim")] * 2),
        (AUGUST, AUGUST, [(2, "disagree")]),
        (AUGUST, FuzzyInstant(AUGUST.at, "year"), [(1, "one_claim")] * 2),
        (GAZA_5, FuzzyInstant(), [(1, "one_claim")] * 2),
        (FuzzyInstant(), FuzzyInstant(), [(2, "not_comparable")]),
        (
            exactly("2014-08-05T10:00Z"),
            exactly("2014-08-05T18:00Z"),
            [(2, "not_comparable")],
        ),
    ],
)
def test_only_counts_as_of_overlapping_instants_can_disagree(
    api, count, agreements, one, other, rows
):
    count(10, one)
    count(20, other)
    assert agreements() == rows
    disputed = [row for row in rows if row[1] == "disagree"]
    assert agreements(disagreeing="true") == disputed


def test_differently_dated_counts_of_a_day_are_shown_as_of_that_day(api, count):
    count(10, exactly("2014-08-05T10:00Z"))
    count(10, exactly("2014-08-05T18:00Z"))
    [row] = api.rows(PATH)
    assert row["as_of"] == {
        "at": "2014-08-04T21:00:00Z",
        "precision": "day",
        "local": "2014-08-05T00:00:00+03:00",
    }


def test_undated_counts_stand_apart(api, count):
    count(10, FuzzyInstant())
    [row] = api.rows(PATH)
    assert row["as_of"] == UNKNOWN


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        ("exact", "exact", "disagree"),
        ("at_least", "exact", "agree"),
        ("at_most", "exact", "disagree"),
        ("at_most", "at_least", "disagree"),
        ("at_least", "at_least", "agree"),
        ("approximately", "exact", "not_comparable"),
        ("estimate", "estimate", "not_comparable"),
    ],
)
def test_qualifiers_are_heeded(count, agreements, one, other, expected):
    count(5, qualifier=one)
    count(7, qualifier=other)
    assert agreements() == [(2, expected)]
    assert len(agreements(disagreeing="true")) == (expected == "disagree")


def test_filters_choose_the_claims_that_are_compared(count, agreements):
    count(5, known_from=instant("2014-08-06T00:00Z"), source=make.make_source(slug="wire"))
    count(7, known_from=instant("2014-08-07T00:00Z"))
    assert agreements(known_from_before="2014-08-07T00:00:00Z") == [(1, "one_claim")]
    assert agreements(source="wire") == [(1, "one_claim")]
    assert agreements(known_from_before="2014-08-07T00:00:00Z", disagreeing="true") == []


def test_pages_join_up_in_the_order_of_time(api, count):
    days = [on_day(f"2014-08-{day:02}T21:00Z") for day in (3, 1, 2)]
    for value, day in enumerate([*days, *days, FuzzyInstant()]):
        count(value, day)
    first = api.body(PATH, limit=2, count="exact")
    rest = api.body(first["next"])
    assert first["count"] == 4 and rest["next"] is None
    found = [row["as_of"]["at"] for row in [*first["results"], *rest["results"]]]
    assert found == [f"2014-08-0{day}T21:00:00Z" for day in (3, 2, 1)] + [None]


@pytest.mark.parametrize("limit", ["100", "all"])
def test_a_table_has_a_line_for_each_count(api, war, count, two, limit):
    count(5, source=two[0])
    count(7, source=two[1])
    [row] = table(api, PATH, limit=limit, fields="conflict,as_of,value,claims")
    assert row == {
        "conflict": war.slug,
        "conflict_name": war.name,
        "as_of_at": "2014-08-04T21:00:00Z",
        "as_of_precision": "day",
        "as_of_local": "2014-08-05T00:00:00+03:00",
        "value_agreement": "disagree",
        "value_disagreeing": "wire agency",
        "value_low": "5",
        "value_best": "5",
        "value_high": "7",
        "claims": "wire agency",
    }


def test_lines_are_the_rows_of_the_list(api, count):
    count(5)
    lines = content(api.get(PATH, {"format": "ndjson", "limit": "all"}))
    assert lines == api.get(PATH, {"format": "ndjson"}).content != b""


def test_what_is_not_understood_is_refused(api):
    assert len(api.refused(PATH, {"disagreeing": "maybe"})) == 1
    assert len(api.refused(PATH, {"known_at": "2014-08-06T12:00:00Z"})) == 1
