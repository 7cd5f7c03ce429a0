"""Calendars: which ceasefires and rounds are in one, and how a client asks for it and keeps it."""

from datetime import UTC, datetime, timedelta

import pytest
import time_machine
from icalendar import Calendar

from ceasefires.api.views import calendars
from ceasefires.models import Ceasefire
from tests.factories import (
    FuzzyInstant,
    exactly,
    instant,
    make_ceasefire,
    make_conflict,
    make_participation,
    make_party,
    make_round,
)

PATH = "ceasefires/truce/calendar.ics"


@pytest.fixture
def two(db):
    """Two conflicts, each with a ceasefire, a round about it, and one about none."""
    for each, day in (("one", "04"), ("two", "05")):
        conflict = make_conflict(slug=f"{each}-war")
        truce = make_ceasefire(
            slug=each, conflict=conflict, effective=exactly(f"2014-08-{day}T05:00Z")
        )
        make_participation(ceasefire=truce, party=make_party(slug=f"{each}-army"))
        for kind in ("talks", "other"):
            sitting = make_round(
                slug=f"{each}-{kind}", conflict=conflict, started=exactly(f"2014-08-{day}T05:00Z")
            )
            if kind == "talks":
                sitting.ceasefires.add(truce)


def shown(slug, *rounds):
    return {f"{slug}-window", f"{slug}-deadline", *(f"{slug}-{each}-round" for each in rounds)}


def test_the_calendar_of_all_has_every_ceasefire_and_every_round(events, two):
    everything = shown("one", "talks", "other") | shown("two", "talks", "other")
    assert set(events("calendar.ics")) == everything


def test_a_conflict_comes_with_all_of_its_rounds(events, two):
    assert set(events("calendar.ics", conflict="one-war")) == shown("one", "talks", "other")


@pytest.mark.parametrize(
    "asked", [{"party": "one-army"}, {"effective_before": "2014-08-05T00:00:00Z"}]
)
def test_any_other_filter_leaves_the_rounds_about_the_ceasefires_that_fit(events, two, asked):
    assert set(events("calendar.ics", **asked)) == shown("one", "talks")


def test_the_status_is_that_of_now(events, two):
    with time_machine.travel("2014-08-04T12:00:00Z", tick=False):
        Ceasefire.objects.update(known_from=instant("2014-08-01T00:00Z"))
        assert set(events("calendar.ics", status="in_force")) == shown("one", "talks")


def test_the_latest_are_shown_where_there_are_too_many(events, two, monkeypatch):
    monkeypatch.setattr(calendars, "MOST", 1)
    found = set(events("calendar.ics"))
    assert shown("two") < found and not found & shown("one", "talks", "other")


@pytest.mark.parametrize(
    ("path", "name", "value", "code"),
    [
        ("calendar.ics", "at", "2014-08-06T00:00:00Z", "unknown"),
        ("calendar.ics", "format", "json", "unknown"),
        ("calendar.ics", "limit", "5", "unknown"),
        ("calendar.ics", "conflict", "no-war", "unknown_value"),
        ("calendar.ics", "status", "holding", "unknown_value"),
        (PATH, "conflict", "one-war", "unknown"),
    ],
)
def test_what_a_calendar_does_not_take_is_refused(api, path, name, value, code):
    make_ceasefire(slug="truce")
    errors = api.refused(path, {name: value})
    assert [(each["parameter"], each["code"]) for each in errors] == [(name, code)]


def test_the_calendar_of_an_unknown_ceasefire_is_404(api):
    assert api.get("ceasefires/nowhere/calendar.ics").status_code == 404


@pytest.mark.parametrize("accept", ["text/calendar", "text/*", "*/*", "text/html, */*;q=0.1", ""])
def test_whoever_takes_a_calendar_gets_one(api, accept):
    make_ceasefire(slug="truce")
    response = api.get(PATH, headers={"Accept": accept})
    assert response["Content-Type"] == "text/calendar; charset=utf-8"


@pytest.mark.parametrize("accept", ["application/json", "text/calendar;q=0"])
def test_nothing_but_a_calendar_can_be_had(api, accept):
    make_ceasefire(slug="truce")
    assert api.get(PATH, headers={"Accept": accept}).status_code == 406


@pytest.mark.parametrize("path", [PATH, "calendar.ics"])
def test_the_same_data_make_the_same_calendar_whenever_it_is_asked_for(api, path):
    make_ceasefire(slug="truce")
    tags = set()
    for year in (2015, 2030):
        with time_machine.travel(datetime(year, 1, 1, tzinfo=UTC), tick=False):
            tags.add(api.get(path)["ETag"])
    assert len(tags) == 1
    assert api.get(path, headers={"If-None-Match": tags.pop()}).status_code == 304


@pytest.mark.parametrize("path", [PATH, "calendar.ics"])
def test_a_calendar_is_read_like_any_answer(api, path):
    make_ceasefire(slug="truce")
    got, headed = api.get(path), api.head(path)
    assert headed.content == b"" and headed["ETag"] == got["ETag"]
    assert got["Access-Control-Allow-Origin"] == "*"
    assert got["Cache-Control"].startswith("public, max-age=5")
    assert set(api.options(path)["Allow"].split(", ")) == {"GET", "HEAD", "OPTIONS"}


def test_uids_do_not_depend_on_where_it_is_served(api):
    make_ceasefire(slug="truce")
    hosts = ("localhost", "127.0.0.1")
    found = [
        {str(each["uid"]) for each in Calendar.from_ical(response.content).walk("VEVENT")}
        for response in (api.get(PATH, headers={"Host": host}) for host in hosts)
    ]
    assert (
        found[0]
        == found[1]
        == {
            "truce-window@ceasefire-tracker",
            "truce-deadline@ceasefire-tracker",
        }
    )


def test_a_calendar_by_status_is_not_kept_past_the_next_change(api):
    now = datetime(2026, 1, 1, 12, tzinfo=UTC)
    end = FuzzyInstant(now + timedelta(seconds=20), "minute")
    make_ceasefire(slug="truce", scheduled_end=end)
    with time_machine.travel(now, tick=False):
        by_status = api.get("calendar.ics", {"status": "in_force"})["Cache-Control"]
        of_all = api.get("calendar.ics")["Cache-Control"]
    assert by_status != of_all
    assert by_status == "public, max-age=5, stale-while-revalidate=14, stale-if-error=14"
