"""What filters of parties, sources and rounds mean, beyond leaving what matches."""

import pytest

from tests import factories as make
from tests.factories import exactly

from .shapes import slugs


def test_a_member_of_a_member_is_no_member_itself(api):
    front = make.make_party(slug="front")
    wing = make.make_party(slug="wing", member_of=front)
    make.make_party(slug="cell", member_of=wing)
    assert slugs(api.rows("parties/", member_of="front")) == ["wing"]


@pytest.mark.parametrize(
    ("wanted", "found"),
    [
        ("people", ["one"]),
        ("PEOPLE", ["one"]),
        ("peop", []),
        ("people front", ["one"]),
        ('"front people"', []),
        ("people or army", ["army", "one"]),
        ("front -people", []),
        ("people -army", ["one"]),
    ],
)
def test_q_finds_whole_words_phrases_alternatives_and_what_is_left_out(api, wanted, found):
    make.make_party(slug="one", name="People Front")
    make.make_party(slug="army", name="Army")
    assert slugs(api.rows("parties/", q=wanted)) == found


def test_q_finds_words_in_any_script(api):
    make.make_party(slug="hamas", name="حماس")
    assert slugs(api.rows("parties/", q="حماس")) == ["hamas"]


def test_a_publisher_is_found_by_a_part_of_its_name_with_every_sign_in_it_meant(api):
    make.make_source(slug="one", publisher="100% News_Wire")
    make.make_source(slug="two", publisher="100x NewsxWire")
    assert slugs(api.rows("sources/", publisher="100% n")) == ["one"]
    assert slugs(api.rows("sources/", publisher="s_w")) == ["one"]


def test_published_is_from_the_first_instant_to_before_the_last(api):
    make.make_source(slug="one", published=exactly("2014-08-06T00:00Z"))
    moment = "2014-08-06T00:00:00Z"
    assert slugs(api.rows("sources/", published_after=moment)) == ["one"]
    assert slugs(api.rows("sources/", published_before=moment)) == []


def test_a_round_with_two_ceasefires_is_found_once(api):
    sitting = make.make_round(slug="cairo")
    for slug in ("a", "b"):
        sitting.ceasefires.add(make.make_ceasefire(slug=slug, conflict=sitting.conflict))
    assert slugs(api.rows("negotiation-rounds/", ceasefire="a,b")) == ["cairo"]


def test_a_mediator_of_a_round_is_no_party_to_it(api):
    delegation = make.make_delegation(role="mediator")
    slug = delegation.party.slug
    assert api.rows("negotiation-rounds/", party=slug) == []
    assert len(api.rows("negotiation-rounds/", mediator=slug)) == 1


def test_claims_are_public_from_the_first_instant_to_before_the_last(api):
    make.make_toll(known_from=make.instant("2014-08-06T00:00Z"))
    moment = "2014-08-06T00:00:00Z"
    assert len(api.rows("tolls/", known_from_after=moment)) == 1
    assert api.rows("tolls/", known_from_before=moment) == []
