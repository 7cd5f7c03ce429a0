"""The list of acts: its filters and its actions."""

import pytest
from django.contrib.auth.models import Permission
from django.utils import timezone

from ceasefires.actions import Verified, verify
from ceasefires.choices import Verification
from ceasefires.models import Violation
from ceasefires.models.fields import FuzzyInstant
from tests.admin.pages import said
from tests.factories import (
    exactly,
    instant,
    make_ceasefire,
    make_participation,
    make_party,
    make_violation,
    on_day,
)

pytestmark = pytest.mark.django_db

OPEN, CHECKED_AT = "under_investigation", "2014-08-07T10:00Z"


def verified(**given):
    return make_violation(verification="verified", verified=exactly(CHECKED_AT), **given)


@pytest.mark.parametrize(
    ("wanted", "other", "parameters"),
    [
        ({"verification": OPEN}, {}, {"verification__exact": OPEN}),
        ({}, {"occurred": exactly("2014-08-01T00:00Z")}, {"relation__exact": "during"}),
        ({"occurred": on_day("2014-08-04T21:00Z")}, {}, {"relation__exact": "indeterminate"}),
        (
            {"verification": "under_investigation"},
            {},
            {"verification__exact": "under_investigation"},
        ),
        ({"kind": "grenade"}, {}, {"kind__exact": "grenade"}),
        ({"place_name": "Sderot"}, {"place_name": "Ashdod"}, {"q": "sder"}),
    ],
)
def test_a_filter_shows_what_it_says(monitor, wanted, other, parameters):
    wanted = make_violation(**wanted)
    make_violation(**other)
    assert monitor.rows(Violation, **parameters) == {wanted}


def test_acts_are_filtered_by_the_party_that_they_are_attributed_to(monitor):
    party = make_party()
    by_party, by_nobody = make_violation(attributed_to=party), make_violation()
    make_violation(attributed_to=make_party())
    assert monitor.rows(Violation, attributed_to=party.pk) == {by_party}
    assert monitor.rows(Violation, attributed_to__isnull="True") == {by_nobody}


def test_acts_are_filtered_by_their_ceasefire(monitor):
    violation = make_violation()
    make_violation()
    assert monitor.rows(Violation, ceasefire=violation.ceasefire.pk) == {violation}


def test_acts_are_filtered_by_whether_their_author_was_bound(monitor):
    part = make_participation()
    bound = make_violation(ceasefire=part.ceasefire, attributed_to=part.party)
    make_violation(ceasefire=part.ceasefire, attributed_to=make_party())
    assert monitor.rows(Violation, bound__exact="1") == {bound}


@pytest.mark.parametrize(
    ("occurred", "day"),
    [
        (exactly("2014-08-05T20:59Z"), "2014-08-05"),
        (exactly("2014-08-05T21:00Z"), "2014-08-06"),
        (exactly("2014-08-06T20:59Z"), "2014-08-06"),
        (on_day("2014-08-05T21:00Z"), "2014-08-06"),
    ],
)
def test_acts_are_filtered_by_the_local_day(monitor, occurred, day):
    violation = make_violation(occurred=occurred)
    make_violation(occurred=FuzzyInstant())
    assert monitor.rows(Violation, day=day) == {violation}
    shown = {each for each in ("2014-08-05", "2014-08-06") if monitor.rows(Violation, day=each)}
    assert shown == {day}


def test_acts_are_listed_as_logged_and_sorted_by_when_they_occurred(monitor):
    later = make_violation()
    undated = make_violation(occurred=FuzzyInstant())
    earlier = make_violation(occurred=exactly("2014-08-05T08:00Z"))

    def order(**parameters):
        return list(monitor.listed(Violation, **parameters).context["cl"].result_list)

    assert order() == [earlier, undated, later]
    assert order(o="-2") == [later, earlier, undated]


def test_filters_are_kept_when_one_more_is_chosen(monitor):
    make_violation()
    page = monitor.listed(Violation, kind__exact="rocket_fire", q="x").content.decode()
    assert page.count('<input type="hidden" name="kind__exact" value="rocket_fire">') >= 3


@pytest.mark.parametrize("action", ["verified", "unfounded", "under_investigation"])
def test_an_action_marks_acts_and_tells_how_many_it_changed(monitor, action):
    chosen = [make_violation(), make_violation()]
    untouched = make_violation()
    label = action.replace("_", " ")
    assert f"Marked as {label}: 2. Already {label}: 0." in said(
        monitor.act(f"mark_{action}", *chosen)
    )
    for violation in chosen:
        violation.refresh_from_db()
        assert violation.verification == action
        assert (violation.verified_at is None) is (action == "under_investigation")
    untouched.refresh_from_db()
    assert untouched.verification == "alleged"


def test_acts_that_stand_there_already_keep_their_instant(monitor):
    before, other = verified(), make_violation()
    response = monitor.act("mark_verified", before, other)
    assert "Marked as verified: 1. Already verified: 1." in said(response)
    before.refresh_from_db()
    assert before.verified == exactly(CHECKED_AT)


def test_an_act_under_investigation_again_has_no_instant(monitor):
    violation = verified()
    monitor.act("mark_under_investigation", violation)
    violation.refresh_from_db()
    assert violation.verified == FuzzyInstant()


def test_who_may_only_look_has_no_actions(client, django_user_model):
    reader = django_user_model.objects.create_user("reader", is_staff=True)
    reader.user_permissions.add(Permission.objects.get(codename="view_violation"))
    client.force_login(reader)
    make_violation()
    page = client.get("/admin/ceasefires/violation/")
    assert page.status_code == 200
    assert b"mark_verified" not in page.content


def test_verifying_takes_the_time_as_an_argument():
    make_violation()
    done = verify(
        violations=Violation.objects.all(),
        verification=Verification.INCONCLUSIVE,
        at=instant(CHECKED_AT),
    )
    assert done == Verified(changed=1, already=0)
    assert Violation.objects.get().verified == exactly(CHECKED_AT)


def test_verifying_takes_as_many_queries_for_20_acts_as_for_one(django_assert_num_queries):
    ceasefire = make_ceasefire()
    for count in (1, 20):
        for _ in range(count):
            make_violation(ceasefire=ceasefire)
        with django_assert_num_queries(6):  # two of them set the savepoint and release it
            verify(
                violations=Violation.objects.filter(verification="alleged"),
                verification=Verification.UNFOUNDED,
                at=timezone.now(),
            )
