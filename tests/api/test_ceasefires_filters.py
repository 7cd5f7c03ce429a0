"""What filters of ceasefires mean, beyond leaving what matches."""

import pytest

from tests import factories as make
from tests.factories import exactly, instant

from .shapes import slugs

DURING = "2014-08-06T12:00:00Z"


@pytest.fixture
def truce(db):
    return make.make_ceasefire(slug="truce")


@pytest.fixture
def found(api):
    """Ask which ceasefires are found."""

    def ask(**asked):
        return slugs(api.rows("ceasefires/", **asked))

    return ask


@pytest.mark.parametrize(
    ("at", "status"),
    [
        ("2014-08-05T04:59:59Z", "pending"),
        ("2014-08-05T05:00:00Z", "in_force"),
        ("2014-08-08T04:59:59Z", "in_force"),
        ("2014-08-08T05:00:00Z", "expired"),
    ],
)
def test_status_is_that_of_the_instant_that_is_asked_about(truce, found, at, status):
    assert found(at=at, status=status) == ["truce"]
    assert found(at=at, status="unknown,collapsed") == []


def test_status_and_compliance_are_as_known_at_the_instant_that_is_asked(truce, found):
    make.make_violation(ceasefire=truce, first_reported=instant("2014-08-06T09:00Z"))
    before, after = "2014-08-06T08:59:59Z", "2014-08-06T09:00:00Z"
    assert found(at=DURING, known_at=before, compliance="alleged") == []
    assert found(at=DURING, known_at=before, compliance="no_reports") == ["truce"]
    assert found(at=DURING, known_at=after, compliance="alleged", status="in_force") == ["truce"]


def test_a_status_is_the_one_that_the_row_shows(api, truce):
    make.make_ceasefire(slug="later", effective=exactly("2014-08-07T00:00Z"))
    make.make_ceasefire(slug="vague", effective=make.FuzzyInstant())
    for row in api.rows("ceasefires/", at=DURING):
        same = api.rows("ceasefires/", at=DURING, status=row["state"]["status"])
        assert row in same


def test_a_known_at_to_come_filters_as_now_does(truce, found):
    make.make_violation(ceasefire=truce)
    to_come = {"known_at": "2150-01-01T00:00:00Z", "at": DURING}
    assert found(status="in_force", **to_come) == found(compliance="alleged", **to_come)
    assert found(compliance="alleged", **to_come) == ["truce"]


def test_a_party_and_its_role_are_those_of_one_part(truce, found):
    mediator = make.make_participation(ceasefire=truce, role="mediator")
    declaring = make.make_participation(ceasefire=truce)
    assert found(party=mediator.party.slug, party_role="mediator") == ["truce"]
    assert found(party=declaring.party.slug, party_role="mediator") == []


def test_a_role_alone_is_that_of_any_party(truce, found):
    make.make_participation(ceasefire=truce, role="mediator")
    assert found(party_role="mediator") == ["truce"]
    assert found(party_role="guarantor") == []


def test_members_count_only_where_asked_and_at_any_depth(truce, found):
    front = make.make_party(slug="front")
    wing = make.make_party(member_of=front)
    make.make_participation(ceasefire=truce, party=make.make_party(member_of=wing))
    assert found(party="front") == []
    assert found(party="front", include_members="false") == []
    assert found(party="front", include_members="true") == ["truce"]


def test_a_coalition_is_no_member_of_its_members(truce, found):
    front = make.make_party()
    make.make_party(slug="wing", member_of=front)
    make.make_participation(ceasefire=truce, party=front)
    assert found(party="wing", include_members="true") == []


def test_whether_members_count_says_nothing_without_a_party(api):
    (error,) = api.refused("ceasefires/", {"include_members": "true"})
    assert (error["parameter"], error["code"]) == ("include_members", "alone")
    assert api.rows("ceasefires/", include_members="false") == []


def test_a_party_that_only_declared_is_no_mediator(truce, found):
    part = make.make_participation(ceasefire=truce)
    assert found(mediator=part.party.slug) == []


def test_a_ceasefire_with_one_of_the_purposes_is_found(found):
    make.make_ceasefire(slug="both", purposes=["humanitarian", "holiday"])
    make.make_ceasefire(slug="none")
    assert found(purpose="holiday") == ["both"]
    assert found(purpose="election,humanitarian") == ["both"]


def test_effective_is_from_the_first_instant_to_before_the_last(truce, found):
    start = "2014-08-05T05:00:00Z"
    assert found(effective_after=start) == ["truce"]
    assert found(effective_before=start) == []
    assert found(effective_before="2014-08-05T05:00:01Z") == ["truce"]


def test_every_parameter_has_to_hold(truce, found):
    conflict = truce.conflict.slug
    assert found(conflict=conflict, scope="unknown") == ["truce"]
    assert found(conflict=conflict, scope="full") == []


def test_an_instant_may_have_any_offset(truce, found):
    assert found(effective_after="2014-08-05T08:00:00+03:00") == ["truce"]
    assert found(effective_after="2014-08-05T08:00:01+03:00") == []
