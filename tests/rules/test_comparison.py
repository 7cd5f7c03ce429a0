"""Whether what several claims say can all be so: at every boundary, and of generated claims."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefires.rules.comparison import (
    Count,
    Number,
    as_given,
    compared,
    exclusive,
    finding,
    lasting,
    named,
    number,
    overlapping,
    same_author,
    same_count,
    same_number,
    shared,
    span_of_all,
    untold,
    within,
)
from ceasefires.rules.fuzzy import Span
from ceasefires.rules.vocabulary import Agreement, Qualifier, Verification

from .test_figures import figures

NOON = datetime(2014, 8, 5, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
AGREE, DISAGREE = Agreement.AGREE, Agreement.DISAGREE
NOT_COMPARABLE, ONE_CLAIM, SILENT = (
    Agreement.NOT_COMPARABLE,
    Agreement.ONE_CLAIM,
    Agreement.SILENT,
)


def plain(value, qualifier="exact", unit=""):
    return number((None, value, None), qualifier, unit)


def agreement(*said, both=same_number):
    return compared(said, both).agreement


@pytest.mark.parametrize(
    ("given", "qualifier", "expected"),
    [
        ((None, None, None), "exact", None),
        ((None, None, None), "at_least", None),
        ((None, 0, None), "exact", Number(0, 0)),
        ((None, 5, None), "exact", Number(5, 5)),
        ((None, 5, None), "at_least", Number(5, None)),
        ((None, 5, None), "at_most", Number(None, 5)),
        ((None, 5, None), "approximately", Number(None, None, 5)),
        ((None, 5, None), "estimate", Number(None, None, 5)),
        ((3, 5, None), "exact", Number(3, None)),
        ((None, 5, 9), "exact", Number(None, 9)),
        ((3, 5, 9), "exact", Number(3, 9)),
        ((3, 5, 9), "at_least", Number(3, 9)),
        ((3, None, 9), "estimate", Number(3, 9)),
    ],
)
def test_figures_let_a_number_be(given, qualifier, expected):
    assert number(given, qualifier) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (plain(5), plain(5), AGREE),
        (plain(5), plain(6), DISAGREE),
        (plain(0), plain(1), DISAGREE),
        (plain(5, "at_least"), plain(7), AGREE),
        (plain(5, "at_least"), plain(5), AGREE),
        (plain(5, "at_least"), plain(4), DISAGREE),
        (plain(5, "at_least"), plain(9, "at_least"), AGREE),
        (plain(4, "at_most"), plain(5), DISAGREE),
        (plain(4, "at_most"), plain(4), AGREE),
        (plain(4, "at_most"), plain(0), AGREE),
        (plain(4, "at_most"), plain(5, "at_least"), DISAGREE),
        (plain(5, "at_most"), plain(5, "at_least"), AGREE),
        (plain(5, "approximately"), plain(5), AGREE),
        (plain(5, "approximately"), plain(6), NOT_COMPARABLE),
        (plain(5, "approximately"), plain(5, "estimate"), AGREE),
        (plain(5, "approximately"), plain(6, "approximately"), NOT_COMPARABLE),
        (plain(5, "approximately"), plain(5, "at_least"), AGREE),
        (plain(5, "approximately"), plain(6, "at_least"), NOT_COMPARABLE),
        (number((2, 3, 4), "exact"), plain(4), AGREE),
        (number((2, 3, 4), "exact"), plain(5), DISAGREE),
        (number((2, 3, 4), "exact"), plain(1), DISAGREE),
        (number((2, 3, 4), "exact"), number((4, 5, 6), "exact"), AGREE),
        (number((2, 3, 4), "exact"), number((5, 5, 6), "exact"), DISAGREE),
        (number((2, None, None), "exact"), plain(1), DISAGREE),
        (number((2, None, None), "exact"), plain(99), AGREE),
        (plain(5, unit="rockets"), plain(5, unit="air strikes"), NOT_COMPARABLE),
        (plain(5, unit="rockets"), plain(6, unit="rockets"), DISAGREE),
    ],
)
def test_two_numbers(one, other, expected):
    assert agreement(one, other) == agreement(other, one) == expected


@pytest.mark.parametrize(
    ("said", "expected", "disagreeing"),
    [
        ([], SILENT, ()),
        ([None, None], SILENT, ()),
        ([plain(5)], ONE_CLAIM, ()),
        ([None, plain(5), None], ONE_CLAIM, ()),
        ([plain(5), plain(5)], AGREE, ()),
        ([plain(5), None, plain(5), plain(7)], DISAGREE, (0, 2, 3)),
        ([plain(5, "at_least"), plain(7), plain(9)], DISAGREE, (1, 2)),
        ([plain(5, "approximately"), plain(7), plain(9)], DISAGREE, (1, 2)),
        ([plain(5, "approximately"), plain(7), plain(7)], NOT_COMPARABLE, ()),
    ],
)
def test_several_claims(said, expected, disagreeing):
    found = compared(said, same_number)
    assert (found.agreement, found.disagreeing) == (expected, disagreeing)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ([], (None, None, None)),
        ([((None, 5, None), "exact")], (None, 5, None)),
        ([((None, 5, None), "at_least")], (5, None, None)),
        ([((None, 5, None), "at_most")], (None, None, 5)),
        ([((None, 5, None), "estimate")], (None, 5, None)),
        ([((None, 5, None), "at_least"), ((None, 7, None), "exact")], (5, 7, 7)),
        ([((None, 4, None), "at_most"), ((None, 5, None), "exact")], (4, 5, 5)),
        ([((None, 2, None), "exact"), ((None, 5, None), "exact")], (2, 2, 5)),
        ([((1, 2, 3), "exact"), ((None, None, None), "exact")], (1, 2, 3)),
    ],
)
def test_the_range_of_all(given, expected):
    assert span_of_all(given) == expected


def count(value, *as_of):
    return Count(plain(value), Span(*as_of) if as_of else None)


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        (count(5, NOON, NOON + HOUR), count(6, NOON, NOON + HOUR), DISAGREE),
        (count(5, NOON, NOON + HOUR), count(6, NOON + HOUR, NOON + 2 * HOUR), NOT_COMPARABLE),
        (count(5, NOON, NOON + HOUR), count(5, NOON + HOUR, NOON + 2 * HOUR), NOT_COMPARABLE),
        (count(5, NOON, NOON + 2 * HOUR), count(6, NOON + HOUR, NOON + 3 * HOUR), DISAGREE),
        (count(5, NOON, NOON, True), count(6, NOON, NOON, True), DISAGREE),
        (count(5, NOON, NOON, True), count(6, NOON - HOUR, NOON), NOT_COMPARABLE),
        (count(5, NOON, NOON, True), count(6, NOON, NOON + HOUR), DISAGREE),
        (count(5), count(5), AGREE),
        (count(5), count(6), NOT_COMPARABLE),
        (count(5), count(6, NOON, NOON + HOUR), NOT_COMPARABLE),
        (count(5), count(5, NOON, NOON + HOUR), AGREE),
    ],
)
def test_counts_of_other_instants_are_a_series_and_no_disagreement(one, other, expected):
    assert agreement(one, other, both=same_count) == expected
    assert agreement(other, one, both=same_count) == expected


@pytest.mark.parametrize(
    ("one", "other", "both", "expected"),
    [
        (("hamas",), ("hamas",), same_author, AGREE),
        (("hamas", "factions"), ("factions",), same_author, AGREE),
        (("brigade", "hamas", "factions"), ("factions",), same_author, AGREE),
        (("hamas", "factions"), ("jihad", "factions"), same_author, DISAGREE),
        (("hamas",), ("israel",), same_author, DISAGREE),
        ("before", "before", exclusive, AGREE),
        ("before", "during", exclusive, DISAGREE),
        (frozenset({"a", "b"}), frozenset({"b"}), shared, AGREE),
        (frozenset({"a"}), frozenset({"b"}), shared, DISAGREE),
        (frozenset({"a", "b"}), frozenset({"b"}), named, AGREE),
        (frozenset({"a"}), frozenset({"b"}), named, NOT_COMPARABLE),
        (Span(NOON, NOON + HOUR), Span.exactly(NOON), overlapping, AGREE),
        (Span(NOON, NOON + HOUR), Span.exactly(NOON + HOUR), overlapping, DISAGREE),
        (Span(NOON, NOON + HOUR), "soon", overlapping, NOT_COMPARABLE),
        (frozenset({"a"}), frozenset({"b"}), within("ab", exclusive), DISAGREE),
        (frozenset({"a"}), frozenset({"c"}), within("ab", exclusive), NOT_COMPARABLE),
        (frozenset({"a", "b"}), frozenset({"b"}), within("ab", shared), AGREE),
        (frozenset({"a", "c"}), frozenset({"c"}), within("ab", shared), AGREE),
        (frozenset({"a", "c"}), frozenset({"b"}), within("ab", shared), NOT_COMPARABLE),
        (timedelta(days=3), timedelta(hours=72), lasting, AGREE),
        (timedelta(days=3), timedelta(days=5), lasting, DISAGREE),
        (timedelta(days=3), "three days", lasting, NOT_COMPARABLE),
        ("72 hours", "three days", untold, NOT_COMPARABLE),
        ("72 hours", "72 hours", untold, AGREE),
    ],
)
def test_two_values(one, other, both, expected):
    assert agreement(one, other, both=both) == agreement(other, one, both=both) == expected


@pytest.mark.parametrize("verification", Verification)
def test_only_what_a_check_has_found_is_compared(verification):
    found = verification in ("verified", "unfounded", "inconclusive")
    assert finding(verification) == (verification if found else None)


NUMBERS = st.builds(number, figures(), st.sampled_from(Qualifier), st.sampled_from(["", "rockets"]))


def spans(low, hours):
    since = NOON + low * HOUR
    return Span(since, since + hours * HOUR, closed=not hours)


SPANS = st.one_of(st.none(), st.builds(spans, st.integers(0, 3), st.integers(0, 3)))
COUNTS = st.builds(lambda number, as_of: number and Count(number, as_of), NUMBERS, SPANS)
LINEAGES = st.sampled_from([None, ("a",), ("b", "a"), ("c", "a"), ("d", "b", "a"), ("e",)])
SETS = st.one_of(st.none(), st.frozensets(st.sampled_from("abc"), min_size=1))
EVERY = st.one_of(
    *(
        st.tuples(st.lists(values, max_size=5), st.just(both))
        for values, both in (
            (NUMBERS, same_number),
            (COUNTS, same_count),
            (LINEAGES, same_author),
            (SETS, shared),
            (SETS, named),
            (st.sampled_from([None, "a", "b"]), exclusive),
        )
    )
)


@given(EVERY, st.randoms())
def test_no_claim_is_treated_otherwise_for_its_place(case, random):
    said, both = case
    order = list(range(len(said)))
    random.shuffle(order)
    found, shuffled = compared(said, both), compared([said[each] for each in order], both)
    assert shuffled.agreement == found.agreement
    assert {order[each] for each in shuffled.disagreeing} == {*found.disagreeing}


@given(EVERY, st.integers(0, 5))
def test_a_claim_that_says_nothing_changes_nothing(case, place):
    said, both = case
    more = [*said[:place], None, *said[place:]]
    found, beside = compared(said, both), compared(more, both)
    assert beside.agreement == found.agreement
    assert [more[each] for each in beside.disagreeing] == [said[each] for each in found.disagreeing]


@given(EVERY)
def test_who_disagrees_is_contradicted_and_nobody_else_is(case):
    said, both = case
    found = compared(said, both)
    assert (found.agreement == DISAGREE) == bool(found.disagreeing)
    for position, value in enumerate(said):
        others = (each for each in said if each is not None and each != value)
        contradicted = value is not None and any(both(value, each) is False for each in others)
        assert (position in found.disagreeing) == contradicted


@given(EVERY)
def test_one_that_says_what_another_says_settles_nothing(case):
    said, both = case
    found = compared(said, both).agreement
    again = compared([*said, *said], both).agreement
    assert again == (AGREE if found == ONE_CLAIM else found)


@given(st.lists(NUMBERS, min_size=2, max_size=5))
def test_where_numbers_agree_one_number_fits_all_and_where_they_disagree_none_does(said):
    told = [each for each in said if each is not None]
    found = agreement(*said)
    if len({each.unit for each in told}) > 1 or found not in (AGREE, DISAGREE):
        return
    assert any(all(fits(value, each) for each in told) for value in range(11)) == (found == AGREE)


def fits(value, number):
    if number.about is not None and number.about != value:
        return False
    return (number.low or 0) <= value and (number.high is None or value <= number.high)


@given(st.lists(st.tuples(figures(), st.sampled_from(Qualifier)), max_size=5))
def test_the_range_names_no_figure_that_no_claim_gives(given):
    every = {figure for each in given for figure in as_given(*each)}
    assert {*span_of_all(given)} - {None} <= every
