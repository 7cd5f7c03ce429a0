"""Cells: what each kind takes, what it refuses, and in which words."""

from datetime import date
from decimal import Decimal

import pytest

from ceasefires.choices import Scope
from ceasefires.interchange import cells
from ceasefires.interchange.findings import Bad

SEPARATOR = "has a thousand separator: write the digits alone, as in 1234."
NO_NUMBER = "is not a whole number."


def bad(kind, given, **options):
    with pytest.raises(Bad) as refusal:
        kind({"x": given}, "x", **options)
    assert (refusal.value.field, refusal.value.value) == ("x", given)
    return refusal.value.reason


@pytest.mark.parametrize(
    ("given", "number"),
    [("", None), ("0", 0), ("007", 7), ("3.0", 3), ("2147483647", 2147483647)],
)
def test_a_whole_number(given, number):
    assert cells.whole({"x": given}, "x") == number


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("1,234", SEPARATOR),
        ("1.234", SEPARATOR),
        ("1 234", SEPARATOR),
        ("1\u00a0234", SEPARATOR),
        ("1'234", SEPARATOR),
        ("1,234,567", SEPARATOR),
        ("1,234.5", SEPARATOR),
        ("3.000", SEPARATOR),
        ("1.5", NO_NUMBER),
        ("1,5", NO_NUMBER),
        ("3.00", NO_NUMBER),
        ("1e3", NO_NUMBER),
        ("+1", NO_NUMBER),
        ("٣", NO_NUMBER),
        ("nan", NO_NUMBER),
        ("9" * 16, NO_NUMBER),
        ("-1", "must lie between 0 and 2147483647."),
        ("2147483648", "must lie between 0 and 2147483647."),
    ],
)
def test_no_whole_number(given, reason):
    assert bad(cells.whole, given) == reason


def test_a_whole_number_within_bounds():
    bounds = {"least": -1, "most": 3}
    assert [cells.whole({"x": each}, "x", **bounds) for each in ("-1", "3")] == [-1, 3]
    assert bad(cells.whole, "-2", **bounds) == "must lie between -1 and 3."
    assert bad(cells.whole, "4", **bounds) == "must lie between -1 and 3."


@pytest.mark.parametrize(
    ("given", "degrees"),
    [
        ("", None),
        ("31.5", Decimal("31.5")),
        ("-90", Decimal("-90")),
        ("90.0", Decimal("90")),
        ("31.53529849", Decimal("31.535298")),
        ("1e-05", Decimal("0.00001")),
    ],
)
def test_a_latitude(given, degrees):
    assert cells.latitude({"latitude": given}) == degrees


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("90.0000001", "must lie between -90 and 90."),
        ("-91", "must lie between -90 and 90."),
        ("31,5", "is not a decimal number: write it with a decimal point."),
        ("31°", "is not a decimal number."),
        ("NaN", "is not a decimal number."),
        ("inf", "is not a decimal number."),
        ("1e999", "is not a decimal number."),
        ("--1", "is not a decimal number."),
    ],
)
def test_no_latitude(given, reason):
    with pytest.raises(Bad) as refusal:
        cells.latitude({"latitude": given})
    assert refusal.value.reason == reason


def test_a_longitude_goes_further():
    assert cells.longitude({"longitude": "-180"}) == -180
    with pytest.raises(Bad):
        cells.longitude({"longitude": "180.000001"})


@pytest.mark.parametrize(
    ("given", "day"),
    [
        ("", None),
        ("2014-08-05", date(2014, 8, 5)),
        ("2014-08-05 00:00:00.000", date(2014, 8, 5)),
        ("2014-08-05T00:00:00", date(2014, 8, 5)),
        ("1900-01-01", date(1900, 1, 1)),
        ("2100-12-31", date(2100, 12, 31)),
        ("2012-02-29", date(2012, 2, 29)),
    ],
)
def test_a_day(given, day):
    assert cells.day({"x": given}, "x") == day


def of_year(year):
    return f"is of the year {year}: give all four digits, from 1900 to 2100."


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        ("0025-08-05", of_year(25)),
        ("25-08-05", of_year(25)),
        ("025-8-5", of_year(25)),
        ("0000-01-01", of_year(0)),
        ("1899-12-31", of_year(1899)),
        ("2101-01-01", of_year(2101)),
        ("2014-02-30", "is not a day such as 2014-08-05."),
        ("2014-13-01", "is not a day such as 2014-08-05."),
        ("2014-8-5", "is not a day such as 2014-08-05."),
        ("05/08/2014", "is not a day such as 2014-08-05."),
        ("2014-08-05 08:00:00", "is not a day such as 2014-08-05."),
        ("2014", "is not a day such as 2014-08-05."),
        ("٢٠١٤-08-05", "is not a day such as 2014-08-05."),
    ],
)
def test_no_day(given, reason):
    assert bad(cells.day, given) == reason


def test_a_value_of_a_vocabulary():
    assert cells.choice({"x": "full"}, "x", Scope) is Scope.FULL
    assert cells.choice({"x": ""}, "x", Scope) is None
    assert bad(cells.choice, "Full", vocabulary=Scope) == "is not one of: full, partial, unknown."


def test_text_up_to_its_length_without_control_characters():
    assert cells.text({"x": "two\r\nlines\tof é"}, "x", longest=14) == "two\nlines\tof é"
    assert bad(cells.text, "abcd", longest=3) == "has 4 characters: at most 3 are kept."
    for each in ("\x00", "\x1b", "\r", "\x7f", "\x85", "\ud800"):
        assert bad(cells.text, f"a{each}", longest=9) == "holds a control character."


def test_what_is_needed_may_not_be_empty():
    assert cells.needed({"x": "1"}, "x") == "1"
    assert bad(cells.needed, "") == "is empty: it is needed."
