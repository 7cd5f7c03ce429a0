"""What fuzzy instants can mean, and how two of them compare."""

from datetime import UTC, date, datetime, timedelta, tzinfo
from zoneinfo import ZoneInfo

import pytest

from ceasefires.rules.fuzzy import (
    EITHER,
    NO,
    YES,
    Span,
    covering,
    latest,
    nth,
    span_of,
    start_of,
)
from ceasefires.rules.vocabulary import Precision

from .build import TICK, exact, on, utc

GAZA, HAVANA, NEW_YORK = ZoneInfo("Asia/Gaza"), ZoneInfo("America/Havana"), ZoneInfo("US/Eastern")
KATHMANDU = ZoneInfo("Asia/Kathmandu")


def local(zone: tzinfo, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=zone).astimezone(UTC)  # type: ignore[arg-type,misc]


def read(at: datetime, precision: Precision, zone: tzinfo) -> Span:
    span = span_of(at, precision, zone)
    assert span is not None
    return span


def test_a_minute_is_one_exact_instant() -> None:
    span = span_of(utc(5, 8), Precision.MINUTE, GAZA)

    assert span == Span(utc(5, 8), utc(5, 8), closed=True)


@pytest.mark.parametrize(
    ("precision", "high"),
    [
        (Precision.HOUR, (2014, 8, 5, 1)),
        (Precision.DAY, (2014, 8, 6)),
        (Precision.WEEK, (2014, 8, 12)),
        (Precision.MONTH, (2014, 9, 5)),
        (Precision.YEAR, (2015, 8, 5)),
    ],
)
def test_every_other_precision_is_the_half_open_local_interval_that_starts_there(
    precision: Precision, high: tuple[int, ...]
) -> None:
    start = local(KATHMANDU, 2014, 8, 5)

    span = read(start, precision, KATHMANDU)

    assert span == Span(start, local(KATHMANDU, *high), closed=False)


@pytest.mark.parametrize("at", [None, utc(5)])
def test_an_unknown_instant_has_no_span(at: datetime | None) -> None:
    assert span_of(at, Precision.UNKNOWN, GAZA) is None


@pytest.mark.parametrize("precision", Precision)
def test_without_an_instant_there_is_no_span(precision: Precision) -> None:
    assert span_of(None, precision, GAZA) is None


@pytest.mark.parametrize(
    ("zone", "day", "hours"),
    [
        pytest.param(NEW_YORK, (2014, 3, 9), 23, id="an hour is skipped at two"),
        pytest.param(NEW_YORK, (2014, 11, 2), 25, id="an hour is repeated at two"),
        pytest.param(NEW_YORK, (2014, 3, 8), 24, id="the day before"),
        pytest.param(GAZA, (2015, 3, 27), 24, id="the day before midnight itself is skipped"),
        pytest.param(GAZA, (2017, 10, 27), 24, id="the day before midnight is repeated"),
        pytest.param(GAZA, (2017, 10, 28), 25, id="midnight is repeated: it starts at the first"),
        pytest.param(GAZA, (2014, 10, 23), 25, id="its last hour is repeated"),
        pytest.param(GAZA, (2015, 3, 28), 23, id="midnight is skipped: it starts at one"),
        pytest.param(HAVANA, (2014, 3, 8), 24, id="the day before midnight is skipped in Havana"),
        pytest.param(HAVANA, (2014, 11, 1), 24, id="the day before midnight is repeated in Havana"),
        pytest.param(HAVANA, (2014, 11, 2), 25, id="midnight is repeated in Havana"),
    ],
)
def test_a_day_is_as_long_as_the_local_clock_makes_it(
    zone: tzinfo, day: tuple[int, ...], hours: int
) -> None:
    start = local(zone, *day)

    assert read(start, Precision.DAY, zone).high - start == timedelta(hours=hours)


@pytest.mark.parametrize("zone", [GAZA, HAVANA, NEW_YORK, KATHMANDU], ids=str)
@pytest.mark.parametrize("year", range(2008, 2020))
def test_days_follow_one_another_without_overlap_or_gap(zone: tzinfo, year: int) -> None:
    days = [datetime(year, 1, 1) + timedelta(days=number) for number in range(366)]
    starts = [day.replace(tzinfo=zone).astimezone(UTC) for day in days]

    ends = [read(start, Precision.DAY, zone).high for start in starts]

    assert ends[:-1] == starts[1:]


def test_a_month_whose_first_midnight_is_skipped_ends_at_midnight() -> None:
    april = local(GAZA, 2006, 4, 1)

    assert april.astimezone(GAZA).hour == 1
    assert read(april, Precision.MONTH, GAZA).high == local(GAZA, 2006, 5, 1)


@pytest.mark.parametrize(
    ("start", "high"),
    [
        ((2014, 1, 31), (2014, 2, 28)),
        ((2016, 1, 31), (2016, 2, 29)),
        ((2014, 1, 30), (2014, 2, 28)),
        ((2016, 1, 30), (2016, 2, 29)),
        ((2014, 1, 29), (2014, 2, 28)),
        ((2014, 3, 31), (2014, 4, 30)),
        ((2014, 12, 31), (2015, 1, 31)),
        ((2014, 2, 1), (2014, 3, 1)),
        ((2014, 12, 1), (2015, 1, 1)),
    ],
)
def test_a_month_ends_on_the_same_day_of_the_next_or_on_its_last(
    start: tuple[int, ...], high: tuple[int, ...]
) -> None:
    assert read(local(GAZA, *start), Precision.MONTH, GAZA).high == local(GAZA, *high)


@pytest.mark.parametrize(
    ("start", "high"), [((2014, 1, 1), (2015, 1, 1)), ((2016, 2, 29), (2017, 2, 28))]
)
def test_a_year_ends_a_year_later(start: tuple[int, ...], high: tuple[int, ...]) -> None:
    assert read(local(GAZA, *start), Precision.YEAR, GAZA).high == local(GAZA, *high)


@pytest.mark.parametrize(
    ("span", "at", "passed"),
    [
        pytest.param(exact(5), utc(5) - TICK, NO, id="an exact moment, before"),
        pytest.param(exact(5), utc(5), YES, id="an exact moment, at"),
        pytest.param(exact(5), utc(5) + TICK, YES, id="an exact moment, after"),
        pytest.param(on(5), utc(5) - TICK, NO, id="a day, before it"),
        pytest.param(on(5), utc(5), EITHER, id="a day, at its start"),
        pytest.param(on(5), utc(6) - TICK, EITHER, id="a day, at its last instant"),
        pytest.param(on(5), utc(6), YES, id="a day, at its end"),
        pytest.param(on(5), utc(6) + TICK, YES, id="a day, after it"),
    ],
)
def test_a_moment_has_passed_once_every_instant_that_it_can_mean_has(
    span: Span, at: datetime, passed: frozenset[bool]
) -> None:
    assert span.passed(at) == passed


@pytest.mark.parametrize(
    ("one", "other", "overlap"),
    [
        (exact(5), exact(5), True),
        (exact(5), exact(5, 0, 1), False),
        (on(5), exact(5), True),
        (on(5), Span.exactly(utc(6) - TICK), True),
        (on(5), exact(6), False),
        (on(5), Span.exactly(utc(5) - TICK), False),
        (on(5), on(6), False),
        (on(5), Span(utc(5, 23), utc(6, 1)), True),
        (on(5), Span(utc(4), utc(7)), True),
        (Span(utc(4), utc(5), closed=True), on(5), True),
    ],
)
def test_spans_overlap_where_both_can_mean_one_instant(
    one: Span, other: Span, overlap: bool
) -> None:
    assert one.overlaps(other) is overlap
    assert other.overlaps(one) is overlap


@pytest.mark.parametrize(
    ("one", "other", "both"),
    [
        (on(5), exact(5, 9), exact(5, 9)),
        (on(5), Span(utc(5, 9), utc(6, 9)), Span(utc(5, 9), utc(6))),
        (exact(5), exact(5), exact(5)),
        (Span(utc(4), utc(5), closed=True), on(5), exact(5)),
        (on(5), Span(utc(4), utc(6), closed=True), on(5)),
    ],
)
def test_an_intersection_is_what_both_can_mean(one: Span, other: Span, both: Span) -> None:
    assert one.intersection(other) == both
    assert other.intersection(one) == both


def test_a_shifted_span_is_as_wide_and_as_closed_as_before() -> None:
    by = timedelta(hours=7)

    assert on(4).shifted(by) == Span(utc(4, 7), utc(5, 7))
    assert exact(4).shifted(by) == exact(4, 7)


def test_the_latest_of_several_moments_is_no_earlier_than_any() -> None:
    assert latest([on(5), exact(5, 12)]) == Span(utc(5, 12), utc(6))
    assert latest([on(5), exact(6)]) == exact(6)
    assert latest([exact(5)]) == exact(5)


def test_the_first_of_several_moments_is_no_later_than_any() -> None:
    assert nth([on(5), exact(5, 12)], 0) == Span(utc(5), utc(5, 12), closed=True)
    assert nth([exact(7), on(5)], 0) == on(5)


def test_moments_are_counted_in_order_of_time() -> None:
    moments = [exact(9), on(5), exact(7)]

    assert [nth(moments, index) for index in range(3)] == [on(5), exact(7), exact(9)]


def test_of_a_half_open_and_a_closed_span_with_one_bound_the_closed_one_reaches_further() -> None:
    closed = Span(utc(5), utc(6), closed=True)

    assert latest([on(5), closed]) == closed
    assert nth([closed, on(5)], 0) == on(5)


@pytest.mark.parametrize(
    ("first", "last", "expected"),
    [
        (date(2014, 8, 5), date(2014, 8, 5), Precision.DAY),
        (date(2014, 8, 5), date(2014, 8, 6), Precision.WEEK),
        (date(2014, 8, 5), date(2014, 8, 11), Precision.WEEK),
        (date(2014, 8, 5), date(2014, 8, 12), Precision.MONTH),
        (date(2014, 8, 5), date(2014, 9, 4), Precision.MONTH),
        (date(2014, 8, 5), date(2014, 9, 5), Precision.YEAR),
        (date(2014, 2, 1), date(2014, 3, 1), Precision.YEAR),  # 29 days, and February has 28
        (date(2014, 8, 5), date(2015, 8, 4), Precision.YEAR),
        (date(2014, 8, 5), date(2015, 8, 5), Precision.UNKNOWN),
    ],
)
def test_the_most_exact_precision_that_covers_some_days(first, last, expected) -> None:
    assert covering(first, last) is expected


@pytest.mark.parametrize("days", [1, 2, 7, 8, 31, 32, 365])
def test_what_covers_some_days_spans_them(days) -> None:
    first = date(2014, 1, 31)
    last = first + timedelta(days=days - 1)

    span = span_of(start_of(first, GAZA), covering(first, last), GAZA)

    assert span is not None
    assert span.low == start_of(first, GAZA)
    assert span.high >= start_of(last + timedelta(days=1), GAZA)


def test_a_day_starts_at_local_midnight() -> None:
    assert start_of(date(2014, 8, 5), GAZA) == utc(4, 21)
