"""Logging an act: what the form starts with, what it saves, what it warns of."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import timezone

from ceasefires.models import Report, Violation
from ceasefires.models.fields import FuzzyInstant
from tests.admin.pages import errors, said, values_of
from tests.factories import (
    exactly,
    instant,
    make_ceasefire,
    make_participation,
    make_party,
    make_report,
    make_source,
    make_violation,
    on_day,
)

pytestmark = pytest.mark.django_db

OUTSIDE, WITHOUT_SOURCE, ALIKE = "outside the window", "has no source", "resembles"


@pytest.fixture
def ceasefire():
    return make_ceasefire()


def in_force_now(**given):
    earlier, later = timezone.now() - timedelta(days=1), timezone.now() + timedelta(days=1)
    window = {
        "effective": FuzzyInstant(earlier, "minute"),
        "scheduled_end": FuzzyInstant(later, "minute"),
    }
    return make_ceasefire(**window | given)


def act(ceasefire, day="2014-08-06", time="11:00", **given):
    """An act as typed, by default in the window and on the ceasefire's clock."""
    defaults = {
        "ceasefire": ceasefire.pk,
        "kind": "rocket_fire",
        "occurred_at_0": day,
        "occurred_at_1": time,
        "occurred_precision": "minute",
    }
    return defaults | given


def report(source, **given):
    defaults = {
        "reports-TOTAL_FORMS": "1",
        "reports-0-source": source.pk,
        "reports-0-locator": "paragraph 7",
        "reports-0-claimant": "Army spokesman",
    }
    return defaults | given


def test_the_form_starts_with_the_only_ceasefire_in_force_and_with_now(monitor, ceasefire):
    current = in_force_now()
    before = datetime.now(UTC).replace(microsecond=0)
    served = values_of(monitor.client.get(monitor.url(Violation, "add")), "violation_form")
    assert served["ceasefire"] == str(current.pk)
    typed = f"{served['first_reported_0']}T{served['first_reported_1']}Z"
    assert before <= instant(typed) <= datetime.now(UTC)


def test_of_several_ceasefires_in_force_the_form_starts_with_none(monitor):
    in_force_now(), in_force_now()
    served = values_of(monitor.client.get(monitor.url(Violation, "add")), "violation_form")
    assert not served.get("ceasefire")


def test_an_act_is_logged_with_its_report(monitor, ceasefire):
    source, party = make_source(), make_party()
    make_participation(ceasefire=ceasefire, party=party)
    response = monitor.add(Violation, **act(ceasefire, attributed_to=party.pk), **report(source))
    violation = Violation.objects.get()
    assert (violation.relation, violation.bound) == ("during", True)
    assert violation.reports.get().known_from == source.published_at
    assert "was added successfully" in said(response)
    assert not any(warning in said(response) for warning in (OUTSIDE, WITHOUT_SOURCE, ALIKE))


def test_a_second_report_is_added_to_an_act(monitor):
    violation = make_report().violation
    source = make_source()
    prefix = "reports-1-"
    monitor.change(
        violation,
        **{"reports-TOTAL_FORMS": "2", f"{prefix}source": source.pk},
        **{f"{prefix}locator": "page 2", f"{prefix}claimant": "Mayor"},
        **{f"{prefix}qualifier": "exact", f"{prefix}certainty": "hedged"},
        **{f"{prefix}verification": "alleged"},
    )
    assert set(violation.reports.values_list("locator", flat=True)) >= {"page 2"}
    assert Report.objects.count() == 2


def test_the_relation_is_shown_read_only_once_there_is_one(monitor):
    violation = make_violation()
    assert b"field-relation" not in monitor.client.get(monitor.url(Violation, "add")).content
    page = monitor.client.get(monitor.url(Violation, "change", violation.pk)).content.decode()
    assert '<div class="readonly">During</div>' in page
    assert '<div class="readonly">Computed</div>' in page
    assert 'name="relation"' not in page


@pytest.mark.parametrize(
    ("day", "time", "warned"),
    [
        ("2014-08-05", "07:59", True),
        ("2014-08-05", "08:00", False),
        ("2014-08-08", "07:59", False),
        ("2014-08-08", "08:00", True),
    ],
)
def test_an_act_outside_the_window_is_saved_with_a_warning(monitor, ceasefire, day, time, warned):
    response = monitor.add(Violation, **act(ceasefire, day, time))
    assert Violation.objects.count() == 1
    assert (OUTSIDE in said(response)) is warned
    link = monitor.url(type(ceasefire), "change", ceasefire.pk)
    assert (link in said(response)) is warned


def test_an_act_that_may_lie_outside_is_saved_with_a_warning(monitor, ceasefire):
    given = act(ceasefire, "2014-08-05", "", occurred_precision="day")
    assert "is open" in said(monitor.add(Violation, **given))
    assert Violation.objects.get().relation == "indeterminate"


def test_an_act_by_a_party_that_was_not_bound_is_saved_with_a_warning(monitor):
    ceasefire = make_participation().ceasefire
    party = make_party(name="Another group")
    response = monitor.add(Violation, **act(ceasefire, attributed_to=party.pk))
    assert "Another group was not bound by" in said(response)


EARLY = {"first_reported_0": "2014-08-06", "first_reported_1": "07:59:59"}
CHECKED = {
    "verification": "verified",
    "verified_precision": "minute",
    "verified_at_0": "2014-08-06",
}


@pytest.mark.parametrize(
    ("given", "warned"),
    [
        (EARLY, "first reported before it happened"),
        (EARLY | {"first_reported_1": "08:00:00"}, ""),
        (CHECKED | {"verified_at_1": "07:59:59"}, "verified before it happened"),
        (CHECKED | {"verified_at_1": "08:00:00"}, ""),
    ],
)
def test_an_impossible_order_of_time_is_saved_with_a_warning(monitor, ceasefire, given, warned):
    response = monitor.add(Violation, **act(ceasefire, **given))
    assert Violation.objects.count() == 1
    assert warned in said(response)
    assert bool(warned) == ("before it happened" in said(response))


def test_an_act_without_a_source_is_saved_with_a_warning(monitor, ceasefire):
    response = monitor.add(Violation, **act(ceasefire))
    assert Violation.objects.count() == 1
    assert WITHOUT_SOURCE in said(response)


PLACED = {"latitude": "31.5", "longitude": "34.45"}
FAR, CLOSE = {"latitude": "33.5"}, {"latitude": "31.6"}


@pytest.mark.parametrize(
    ("earlier", "later", "alike"),
    [
        ({}, {}, True),
        ({"kind": "grenade"}, {}, False),
        ({"occurred": exactly("2014-08-06T08:01Z")}, {}, False),
        ({"occurred": on_day("2014-08-05T21:00Z")}, {}, True),
        ({"occurred": on_day("2014-08-06T21:00Z")}, {}, False),
        ({"occurred": FuzzyInstant()}, {}, False),
        (PLACED, PLACED | CLOSE, True),
        (PLACED, PLACED | FAR, False),
        ({}, PLACED, True),
        ({"place_name": "Ashdod"}, {"place_name": "ashdod"}, True),
        ({"place_name": "Ashdod"}, {"place_name": "Sderot"}, False),
        ({"place_name": "Ashdod"}, {}, True),
    ],
)
def test_an_act_that_resembles_another_is_saved_with_a_warning(
    monitor, ceasefire, earlier, later, alike
):
    logged = make_violation(ceasefire=ceasefire, **earlier)
    response = monitor.add(Violation, **act(ceasefire, **later))
    assert Violation.objects.count() == 2
    assert (ALIKE in said(response)) is alike
    assert (monitor.url(Violation, "change", logged.pk) in said(response)) is alike


def test_acts_of_another_ceasefire_or_party_do_not_resemble(monitor, ceasefire):
    make_violation()
    make_violation(ceasefire=ceasefire, attributed_to=make_party())
    assert ALIKE not in said(monitor.add(Violation, **act(ceasefire)))


def test_undated_acts_resemble_each_other(monitor, ceasefire):
    make_violation(ceasefire=ceasefire, occurred=FuzzyInstant())
    undated = act(ceasefire, "", "", occurred_precision="unknown")
    assert ALIKE in said(monitor.add(Violation, **undated))


@pytest.mark.parametrize(
    ("clock", "time", "precision", "stored"),
    [
        ("local", "08:30", "minute", "2014-08-06T05:30Z"),
        ("utc", "08:30", "minute", "2014-08-06T08:30Z"),
        ("local", "08:30", "hour", "2014-08-06T05:00Z"),
        ("local", "", "day", "2014-08-05T21:00Z"),
        ("local", "13:00", "week", "2014-08-05T21:00Z"),
        ("local", "", "month", "2014-07-31T21:00Z"),
        ("local", "", "year", "2013-12-31T22:00Z"),
        ("utc", "", "day", "2014-08-06T00:00Z"),
    ],
)
def test_what_was_typed_is_kept_as_the_earliest_instant_it_can_mean(
    monitor, ceasefire, clock, time, precision, stored
):
    monitor.add(Violation, **act(ceasefire, time=time, clock=clock, occurred_precision=precision))
    assert Violation.objects.get().occurred == (instant(stored), precision)


def test_an_act_moved_to_a_ceasefire_elsewhere_keeps_its_instant(monitor):
    violation = make_violation()
    elsewhere = make_ceasefire(time_zone="Asia/Tokyo")
    monitor.change(violation, ceasefire=elsewhere.pk)
    violation.refresh_from_db()
    assert violation.ceasefire == elsewhere
    assert violation.occurred == exactly("2014-08-06T08:00Z")


def test_a_time_that_no_clock_showed_is_an_error(monitor):
    ceasefire = make_ceasefire(time_zone="Europe/Berlin")
    response = monitor.add(Violation, **act(ceasefire, "2014-03-30", "02:30"))
    assert "clocks were set forward" in errors(response)["occurred_at"][0]


def test_an_act_without_a_date_is_undated(monitor, ceasefire):
    monitor.add(Violation, **act(ceasefire, "", "") | {"occurred_precision": "minute"})
    assert Violation.objects.get().occurred == FuzzyInstant()


def test_a_minute_without_a_time_is_an_error(monitor, ceasefire):
    response = monitor.add(Violation, **act(ceasefire, time=""))
    assert "Give the time too" in errors(response)["occurred_at"][0]
