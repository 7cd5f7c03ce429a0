"""How many lasted how long: known figures, boundaries, and what holds of any rows."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefires.rules.fuzzy import Span
from ceasefires.rules.survival import Curve, Followed, Life, Share

DAY = timedelta(days=1)
BEGAN, ENDED = datetime(2014, 8, 5, tzinfo=UTC), datetime(2014, 8, 8, tzinfo=UTC)


def followed(text: str) -> list[Followed]:
    """Days, each with a plus sign where it is censored."""
    return [
        Followed(float(each.rstrip("+")) * DAY, not each.endswith("+")) for each in text.split()
    ]


# Weeks of remission under 6-MP: Freireich and others (1963), the example of most textbooks.
REMISSIONS = "6 6 6 6+ 7 9+ 10 10+ 11+ 13 16 17+ 19+ 20+ 22 23 25+ 32+ 32+ 34+ 35+"
# Ties of ends with ends and with the censored, an end at once, parts of days.
MIXED = "0 0.5 1 1 1+ 2.25 3+ 3 3 7 7.5+ 14+ 30 30 45+ 90 400+"


# The figures are those of lifelines 0.30.3, KaplanMeierFitter, on the same rows.
@pytest.mark.parametrize(
    ("rows", "days", "at_risk", "low", "best", "high"),
    [
        (REMISSIONS, 6, 21, 0.619718, 0.857143, 0.951552),
        (REMISSIONS, 7, 17, 0.563147, 0.806723, 0.922809),
        (REMISSIONS, 10, 15, 0.503200, 0.752941, 0.889362),
        (REMISSIONS, 13, 12, 0.431610, 0.690196, 0.849066),
        (REMISSIONS, 16, 11, 0.367511, 0.627451, 0.804912),
        (REMISSIONS, 22, 7, 0.267779, 0.537815, 0.746791),
        (REMISSIONS, 23, 6, 0.188052, 0.448179, 0.680143),
        (REMISSIONS, 35, 1, 0.188052, 0.448179, 0.680143),
        (MIXED, 0, 17, 0.650179, 0.941176, 0.991499),
        (MIXED, 0.5, 16, 0.605979, 0.882353, 0.969209),
        (MIXED, 1, 15, 0.488278, 0.764706, 0.904486),
        (MIXED, 2, 12, 0.488278, 0.764706, 0.904486),
        (MIXED, 3, 11, 0.306366, 0.573529, 0.770073),
        (MIXED, 7, 8, 0.243371, 0.501838, 0.714342),
        (MIXED, 14, 6, 0.243371, 0.501838, 0.714342),
        (MIXED, 30, 5, 0.083911, 0.301103, 0.559111),
        (MIXED, 90, 2, 0.011181, 0.150551, 0.450296),
        (MIXED, 365, 1, 0.011181, 0.150551, 0.450296),
    ],
)
def test_the_curve_is_the_one_that_lifelines_draws(rows, days, at_risk, low, best, high):
    share = Curve(followed(rows)).beyond(days * DAY)
    assert share.at_risk == at_risk
    assert (share.low, share.best, share.high) == pytest.approx((low, best, high), abs=1e-6)


def test_what_lasted_just_so_long_has_ended():
    curve = Curve(followed("3 5 7+"))
    moment = timedelta(microseconds=1)
    assert curve.beyond(3 * DAY - moment).best == 1
    assert curve.beyond(3 * DAY).best == pytest.approx(2 / 3)
    assert curve.beyond(3 * DAY + moment).best == pytest.approx(2 / 3)


def test_whoever_is_censored_when_others_end_was_still_at_risk():
    assert Curve(followed("3 3+")).beyond(3 * DAY).best == 0.5


def test_nothing_is_said_beyond_the_last_who_was_followed():
    curve = Curve(followed("1 3+"))
    assert curve.beyond(3 * DAY).best == 0.5
    assert curve.beyond(3 * DAY + timedelta(microseconds=1)) == Share(0, None)


def test_nobody_has_lasted_once_all_have_ended():
    assert Curve(followed("1 3")).beyond(3 * DAY) == Share(1, 0)
    assert Curve(followed("1 3")).beyond(100 * DAY) == Share(0, 0)


def test_before_the_first_end_no_interval_is_known():
    assert Curve(followed("3 5")).beyond(2 * DAY) == Share(2, 1)


def test_where_nobody_has_ended_all_have_lasted_as_far_as_they_were_followed():
    curve = Curve(followed("3+ 5+"))
    assert curve.beyond(4 * DAY) == Share(1, 1)
    assert curve.beyond(6 * DAY) == Share(0, None)


def test_of_nobody_nothing_is_known():
    assert Curve([]).beyond(DAY) == Share(0, None)


def test_between_exact_dates_both_durations_are_the_same():
    life = Life.between(Span.exactly(BEGAN), Span.exactly(ENDED), (True, True))
    assert life == Life(Followed(3 * DAY, True), Followed(3 * DAY, True))


def test_between_vague_dates_a_duration_is_as_short_and_as_long_as_they_allow():
    life = Life.between(Span(BEGAN, BEGAN + DAY), Span(ENDED, ENDED + 30 * DAY), (True, False))
    assert life == Life(Followed(2 * DAY, True), Followed(33 * DAY, False))


def test_a_duration_is_never_less_than_nothing():
    life = Life.between(Span(BEGAN, BEGAN + DAY), Span.exactly(BEGAN), (True, True))
    assert life == Life(Followed(0 * DAY, True), Followed(0 * DAY, True))


DURATIONS = st.integers(0, 40).map(lambda quarters: quarters * DAY / 4)
ROWS = st.lists(st.builds(Followed, DURATIONS, st.booleans()), max_size=30)


@given(ROWS)
def test_the_share_never_rises_and_stays_within_its_interval(rows):
    curve = Curve(rows)
    shares = [curve.beyond(quarters * DAY / 4) for quarters in range(45)]
    known = [each for each in shares if each.best is not None]
    assert known == shares[: len(known)]
    assert [each.best for each in known] == sorted([each.best for each in known], reverse=True)
    for each in known:
        low, high = (0, 1) if each.low is None else (each.low, each.high)
        assert 0 <= low <= each.best <= high <= 1


@given(st.lists(DURATIONS, min_size=1, max_size=30), DURATIONS)
def test_with_nobody_censored_it_is_the_plain_share(durations, time):
    longer = sum(each > time for each in durations)
    share = Curve(Followed(each, True) for each in durations).beyond(time)
    assert share.best == pytest.approx(longer / len(durations))


@given(st.lists(st.tuples(DURATIONS, DURATIONS, st.floats(0, 1)), min_size=1), DURATIONS)
def test_with_nobody_censored_any_durations_lie_between_shortest_and_longest(rows, time):
    pairs = [(min(pair), max(pair), part) for *pair, part in rows]
    low, high, some = (
        Curve(Followed(each, True) for each in durations).beyond(time).best
        for durations in (
            [shortest for shortest, _, _ in pairs],
            [longest for _, longest, _ in pairs],
            [shortest + part * (longest - shortest) for shortest, longest, part in pairs],
        )
    )
    assert low - 1e-9 <= some <= high + 1e-9
