"""Instants in tables: UTC, or what a clock in the place showed, as exactly as it is written."""

import pytest

from ceasefires.interchange.findings import Bad
from ceasefires.interchange.table.rows import Cells, Found, Row, fuzzy_instant
from ceasefires.models.fields import FuzzyInstant
from tests.factories import instant


def read(zone="Asia/Gaza", **given):
    cells = Cells({f"occurred_{name}": value for name, value in given.items()})
    return fuzzy_instant(Row(2, cells, Found(), zone), "occurred")


@pytest.mark.parametrize(
    ("given", "at", "precision"),
    [
        ({"local": "2014-08-05 08:00"}, "2014-08-05T05:00Z", "minute"),
        ({"local": "2014-08-05T08:00:30"}, "2014-08-05T05:00:30Z", "minute"),
        ({"local": "2014-08-05 08:40", "precision": "hour"}, "2014-08-05T05:00Z", "hour"),
        ({"local": "2014-08-05"}, "2014-08-04T21:00Z", "day"),
        ({"local": "2014-08-05 08:00", "precision": "day"}, "2014-08-04T21:00Z", "day"),
        ({"local": "2014-08-05", "precision": "week"}, "2014-08-04T21:00Z", "week"),
        ({"local": "2014-08"}, "2014-07-31T21:00Z", "month"),
        ({"local": "2014-08-05", "precision": "month"}, "2014-07-31T21:00Z", "month"),
        ({"local": "2014"}, "2013-12-31T22:00Z", "year"),
        ({"local": "2014-08-05T08:00:00+03:00"}, "2014-08-05T05:00Z", "minute"),
        ({"at": "2014-08-05T05:00:00Z"}, "2014-08-05T05:00Z", "minute"),
        ({"at": "2014-08-04T21:00:00Z", "precision": "day"}, "2014-08-04T21:00Z", "day"),
        (
            {
                "at": "2014-08-05T05:00:00Z",
                "precision": "minute",
                "local": "2014-08-05T08:00:00+03:00",
            },
            "2014-08-05T05:00Z",
            "minute",
        ),
    ],
)
def test_an_instant(given, at, precision):
    assert read(**given) == FuzzyInstant(instant(at), precision)


def test_of_a_time_that_came_twice_the_first_is_meant():
    found = read(zone="Europe/Berlin", local="2014-10-26 02:30")
    assert found == FuzzyInstant(instant("2014-10-26T00:30Z"), "minute")


@pytest.mark.parametrize("given", [{}, {"local": ""}, {"precision": "unknown"}])
def test_nothing_is_unknown(given):
    assert read(**given) == FuzzyInstant()


@pytest.mark.parametrize(
    ("given", "column", "reason"),
    [
        ({"precision": "day"}, "precision", "is of no instant: give that too."),
        (
            {"local": "2014-08-05", "precision": "unknown"},
            "precision",
            "contradicts the instant that is given.",
        ),
        (
            {"local": "2014-08-05", "precision": "minute"},
            "local",
            "is less exact than occurred_precision, minute.",
        ),
        (
            {"local": "2014", "precision": "month"},
            "local",
            "is less exact than occurred_precision, month.",
        ),
        (
            {"at": "2014-08-05T05:00:00Z", "local": "2014-08-05T09:00"},
            "local",
            "is another instant than occurred_at.",
        ),
        (
            {"at": "2014-08-05T05:00:00"},
            "at",
            "is not an instant such as 2014-08-05T05:00:00Z.",
        ),
        (
            {"at": "2014-08-05T25:00:00Z"},
            "at",
            "is not an instant such as 2014-08-05T05:00:00Z.",
        ),
        (
            {"at": "0025-08-05T05:00:00Z"},
            "at",
            "is of the year 25: give all four digits, from 1900 to 2100.",
        ),
        (
            {"at": "2014-08-05T05:00:00+23:00"},
            "at",
            "is not an instant such as 2014-08-05T05:00:00Z.",
        ),
        (
            {"local": "0025-08-05"},
            "local",
            "is of the year 25: give all four digits, from 1900 to 2100.",
        ),
        (
            {"local": "2014-02-30"},
            "local",
            "is not a date such as 2014-08-05, or with a time 2014-08-05 08:00.",
        ),
        (
            {"local": "5.8.2014"},
            "local",
            "is not a date such as 2014-08-05, or with a time 2014-08-05 08:00.",
        ),
        (
            {"local": "2014-08-05 08"},
            "local",
            "is not a date such as 2014-08-05, or with a time 2014-08-05 08:00.",
        ),
        # Clocks were set forward at midnight.
        (
            {"local": "2014-03-28 00:30"},
            "local",
            "No clock in Asia/Gaza showed this: clocks were set forward.",
        ),
        (
            {"local": "2014", "precision": "fortnight"},
            "precision",
            "is not one of: minute, hour, day, week, month, year, unknown.",
        ),
    ],
)
def test_no_instant(given, column, reason):
    with pytest.raises(Bad) as bad:
        read(**given)
    assert (bad.value.field, bad.value.reason) == (f"occurred_{column}", reason)


def test_a_day_whose_midnight_was_skipped_starts_when_it_started():
    assert read(local="2014-03-28").at == instant("2014-03-27T22:00Z")
