"""What filters of violations mean, beyond leaving what matches."""

import pytest

from ceasefires.models.fields import Estimate
from tests import factories as make
from tests.factories import exactly, instant

from .shapes import ids


@pytest.fixture
def act(db):
    return make.make_violation(latitude=31.5, longitude=34.5)


@pytest.fixture
def found(api, act):
    """Ask whether the act is found."""

    def ask(**asked):
        return str(act.pk) in ids(api.rows("violations/", **asked))

    return ask


def test_an_act_by_nobody_named_is_unknown(found, act):
    part = make.make_participation()
    assert found(attributed_to="unknown")
    assert found(attributed_to=f"unknown,{part.party.slug}")
    assert not found(attributed_to=part.party.slug)


def test_an_act_by_somebody_named_is_not_unknown(api):
    act = make.make_violation(attributed_to=make.make_party(slug="one"))
    assert ids(api.rows("violations/", attributed_to="unknown")) == []
    assert ids(api.rows("violations/", attributed_to=["unknown", "one"])) == [str(act.pk)]


def test_members_count_only_where_asked(api):
    front = make.make_party(slug="front")
    act = make.make_violation(attributed_to=make.make_party(member_of=front))
    assert ids(api.rows("violations/", attributed_to="front")) == []
    with_members = api.rows("violations/", attributed_to="front", include_members="true")
    assert ids(with_members) == [str(act.pk)]


def test_whether_members_count_says_nothing_without_a_party(api):
    (error,) = api.refused("violations/", {"include_members": "true"})
    assert (error["parameter"], error["code"]) == ("include_members", "alone")


@pytest.mark.parametrize(
    ("box", "inside"),
    [
        ("34.5,31.5,34.5,31.5", True),
        ("34,31,35,32", True),
        ("34.6,31,35,32", False),
        ("34,31.6,35,32", False),
        ("35,31,34,32", False),
        ("34,31,-170,32", True),
        ("-180,-90,180,90", True),
    ],
)
def test_a_box_holds_its_edges_and_may_span_the_date_line(found, box, inside):
    assert found(bbox=box) is inside


def test_an_act_without_a_place_is_in_no_box(api):
    make.make_violation()
    assert api.rows("violations/", bbox="-180,-90,180,90") == []


def test_occurred_and_reported_are_from_the_first_instant_to_before_the_last(found):
    for name, moment in (("occurred", "2014-08-06T08"), ("reported", "2014-08-06T09")):
        assert found(**{f"{name}_after": f"{moment}:00:00Z"})
        assert not found(**{f"{name}_after": f"{moment}:00:01Z"})
        assert not found(**{f"{name}_before": f"{moment}:00:00Z"})
        assert found(**{f"{name}_before": f"{moment}:00:01Z"})


def test_what_is_not_reported_is_not_at_least_zero(found):
    assert not found(killed_min="0")


@pytest.mark.parametrize(("bound", "value"), [("true", True), ("false", False), ("unknown", None)])
def test_acts_are_found_by_whether_their_author_was_bound(api, bound, value):
    part = make.make_participation()
    for author in (part.party, make.make_party(), None):
        make.make_violation(ceasefire=part.ceasefire, attributed_to=author)
    assert [row["bound"] for row in api.rows("violations/", bound=bound)] == [value]


def test_several_answers_on_who_was_bound_are_alternatives(api):
    part = make.make_participation()
    for author in (part.party, make.make_party(), None):
        make.make_violation(ceasefire=part.ceasefire, attributed_to=author)
    rows = api.rows("violations/", bound="true,unknown")
    assert {row["bound"] for row in rows} == {True, None}


def test_a_verification_is_as_it_stood_then(api):
    make.make_violation(verification="verified", verified=exactly("2014-08-07T00:00Z"))
    then = {"known_at": "2014-08-06T12:00:00Z"}
    assert api.rows("violations/", verification="verified", **then) == []
    assert len(api.rows("violations/", verification="alleged", **then)) == 1
    assert len(api.rows("violations/", verification="verified")) == 1


def test_a_relation_is_as_it_was_known_then(api):
    act = make.make_violation(occurred=make.on_day("2014-08-04T21:00Z"))
    late = instant("2014-08-07T00:00Z")
    make.make_report(violation=act, stated_relation="during", known_from=late)
    then = {"known_at": "2014-08-06T12:00:00Z"}
    assert api.rows("violations/", relation="during", **then) == []
    assert len(api.rows("violations/", relation="indeterminate", **then)) == 1
    assert len(api.rows("violations/", relation="during")) == 1


def test_a_source_that_reported_later_had_not_reported_then(found, act):
    late = make.make_source(slug="late")
    make.make_report(violation=act, source=late, known_from=instant("2014-08-07T00:00Z"))
    assert found(source="late")
    assert not found(source="late", known_at="2014-08-06T23:59:59Z")


def test_acts_of_one_event_are_found_together(api):
    for _ in range(2):
        make.make_violation(event="E1")
    make.make_violation(event="E10")
    assert len(api.rows("violations/", event="E1")) == 2


def test_where_only_a_lowest_figure_is_known_it_counts(api):
    make.make_violation(killed=Estimate(5, None, None))
    make.make_violation(killed=Estimate(None, 2, None))
    make.make_violation()

    def figures(**asked):
        return [
            row["killed"]["low"] or row["killed"]["best"]
            for row in api.rows("violations/", **asked)
        ]

    assert figures(ordering="-killed") == [5, 2, None]
    assert figures(killed_min=3) == [5]
