"""What several sources' figures of one act come to."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ceasefires.rules.figures import NOT_REPORTED, combined

FIGURE = st.one_of(st.none(), st.integers(0, 9))


@st.composite
def figures(draw):
    """Of one source: those that it gives, in order."""
    given = [draw(FIGURE) for _ in range(3)]
    ordered = iter(sorted(each for each in given if each is not None))
    return tuple(None if each is None else next(ordered) for each in given)


@pytest.mark.parametrize(
    ("reported", "expected"),
    [
        ([], NOT_REPORTED),
        ([NOT_REPORTED], NOT_REPORTED),
        ([(None, 2, None)], (None, 2, None)),
        ([(None, 2, None), NOT_REPORTED], (None, 2, None)),
        ([(None, 2, None), (None, 2, None)], (None, 2, None)),
        ([(None, 2, None), (None, 5, None)], (2, 2, 5)),
        ([(None, 5, None), (0, None, 9)], (0, 5, 9)),
        ([(3, None, None), (None, None, 7)], (3, None, 7)),
    ],
)
def test_figures_come_to(reported, expected):
    assert combined(reported) == expected


@given(st.lists(figures(), max_size=5))
def test_the_order_of_reports_does_not_matter(reported):
    assert combined(reported) == combined(reported[::-1])


@given(st.lists(figures(), min_size=1, max_size=5))
def test_no_figure_lies_outside_and_they_stay_in_order(reported):
    every = [figure for each in reported for figure in each if figure is not None]
    came_to = [each for each in combined(reported) if each is not None]
    assert came_to == sorted(came_to)
    assert {*came_to} <= {*every}
    if len({*reported} - {NOT_REPORTED}) > 1:
        assert (came_to[0], came_to[-1]) == (min(every), max(every))
