"""Filters of conflicts."""

import pytest

from tests import factories
from tests.factories import exactly, on_day

from .shapes import slugs


@pytest.fixture
def war(db):
    started, ended = exactly("2014-07-08T00:00Z"), on_day("2014-08-25T21:00Z")
    return factories.make_conflict(slug="war", name="Gaza war", started=started, ended=ended)


@pytest.mark.parametrize(
    ("at", "found"),
    [
        ("2014-07-07T23:59:59Z", []),
        ("2014-07-08T00:00:00Z", ["war"]),
        ("2014-08-26T20:59:59Z", ["war"]),
        ("2014-08-26T21:00:00Z", []),
    ],
)
def test_active_at_spans_the_conflict_to_the_last_instant_it_can_have_ended(api, war, at, found):
    assert slugs(api.rows("conflicts/", active_at=at)) == found


def test_a_conflict_without_an_end_is_active_ever_after(api):
    factories.make_conflict(slug="open", started=exactly("2014-07-08T00:00Z"))
    assert slugs(api.rows("conflicts/", active_at="2100-01-01T00:00:00Z")) == ["open"]


def test_a_conflict_whose_start_is_unknown_is_never_active(api):
    factories.make_conflict(slug="vague")
    assert slugs(api.rows("conflicts/", active_at="2014-08-01T00:00:00Z")) == []


def test_q_searches_names(api, war):
    factories.make_conflict(slug="other", name="Elsewhere")
    assert slugs(api.rows("conflicts/", q="gaza")) == ["war"]
