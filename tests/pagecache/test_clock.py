"""No page is given past an instant at which the clock changes it, nor may others keep it longer."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import pytest
import time_machine

from tests import factories as make
from tests.factories import FuzzyInstant

from .asking import fresh

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
END = NOW + timedelta(hours=1)
INSTANT = timedelta(microseconds=1)
DAY = timedelta(days=1)
MOMENTS = 15
OF_NOW = [
    "ceasefires/",
    "ceasefires/?status=in_force",
    "ceasefires/?status=expired",
    "ceasefires/?compliance=no_reports",
    "ceasefires/?format=csv",
    "ceasefires/truce/",
    "ceasefires/truce/state/",
    "ceasefires/truce/timeline/",
    "ceasefires/truce/precedents/",
    "ceasefires/truce/calendar.ics",
    "calendar.ics",
    "calendar.ics?status=in_force",
    "calendar.ics?compliance=no_reports",
    "violations/",
    "violations/summary/?group_by=relation",
]


@pytest.fixture
def truce(asker):
    """In force until END."""
    return make.make_ceasefire(
        slug="truce",
        effective=FuzzyInstant(NOW - DAY, "minute"),
        scheduled_end=FuzzyInstant(END, "minute"),
    )


def longest(answer):
    """Seconds that any cache may give it: before it asks, and as long as it cannot."""
    age, *beyond = map(int, re.findall(r"=(\d+)", answer.headers["Cache-Control"]))
    return age + max(beyond)


def test_every_page_of_now_is_as_django_gives_it_at_each_side_of_a_change(asker, truce):
    for moment in (NOW, END - INSTANT, END, END + INSTANT, END + DAY):
        with time_machine.travel(moment, tick=False):
            fresh(asker, *OF_NOW)


@pytest.mark.parametrize("path", ["ceasefires/truce/state/", "ceasefires/?status=in_force"])
def test_a_page_is_kept_until_the_clock_changes_it(asker, truce, path):
    with time_machine.travel(NOW, tick=False):
        asker.ask(path)
    with time_machine.travel(END - INSTANT, tick=False):
        assert asker.kept(path)
    with time_machine.travel(END, tick=False):
        assert not asker.kept(path)
        assert asker.kept(path)


def test_a_list_is_kept_until_the_clock_brings_one_in(asker, truce):
    path = "ceasefires/?status=expired"
    with time_machine.travel(NOW, tick=False):
        assert b'"results":[]' in asker.ask(path).body
    with time_machine.travel(END, tick=False):
        assert b'"truce"' in asker.ask(path).body


def test_a_page_that_was_kept_tells_others_how_long_is_left(asker, truce, settings):
    settings.API_MAX_AGE = 600
    for left in (3600, 1000, 300, 2, 1):
        with time_machine.travel(END - timedelta(seconds=left), tick=False):
            through, past = (each("ceasefires/truce/state/") for each in (asker.ask, asker.past))
        assert through.headers["Cache-Control"] == past.headers["Cache-Control"]
        assert longest(through) == left - 1
    assert len(asker.made) == 1


def test_a_clock_that_was_set_back_lets_no_page_from_ahead_stand(asker, truce):
    with time_machine.travel(END, tick=False):
        assert b'"status":"expired"' in asker.ask("ceasefires/truce/").body
    with time_machine.travel(END - INSTANT, tick=False):
        assert b'"status":"in_force"' in asker.ask("ceasefires/truce/").body


def test_an_extension_moves_the_instant_until_which_a_page_is_kept(asker, truce):
    path = "ceasefires/truce/"
    with time_machine.travel(NOW, tick=False):
        asker.ask(path)
        later = FuzzyInstant(END + DAY, "minute")
        make.make_amendment(ceasefire=truce, new_scheduled_end=later)
        asker.ask(path)
    with time_machine.travel(END, tick=False):
        assert asker.kept(path)
    with time_machine.travel(END + DAY, tick=False):
        assert not asker.kept(path)


def test_a_past_instant_is_changed_by_no_clock(asker, truce):
    path = "ceasefires/truce/?at=2014-08-06T00:00:00Z"
    with time_machine.travel(NOW, tick=False):
        asker.ask(path)
    with time_machine.travel(END + DAY, tick=False):
        assert asker.kept(path)


AHEAD = "2026-01-01T13:00:00Z"  # END


@pytest.mark.parametrize(
    "path",
    [
        f"ceasefires/truce/state/?at={AHEAD}",
        f"ceasefires/?known_at={AHEAD}",
        f"ceasefires/truce/timeline/?known_at={AHEAD}",
        f"ceasefires/truce/timeline/?at={AHEAD}",
        f"violations/?known_at={AHEAD}",
        f"violations/summary/?group_by=kind&known_at={AHEAD}",
    ],
)
def test_an_instant_to_come_is_asked_anew_once_it_is_there(asker, truce, path):
    with time_machine.travel(NOW, tick=False):
        answer = asker.ask(path)
        assert longest(answer) < 3600
    with time_machine.travel(END, tick=False):
        assert not asker.kept(path)


def test_whatever_is_to_come_a_page_is_as_django_gives_it_at_any_moment(asker):
    random = Random(1)
    for turn in range(12):
        truce = make.make_ceasefire(
            slug="truce" if turn == 0 else f"truce-{turn}",
            declared=moment(random),
            effective=moment(random, latest=20),
            scheduled_end=moment(random, earliest=46),
        )
        parts = [make.make_participation(ceasefire=truce) for _ in range(2)]
        if turn % 3 == 0:
            parts[0].ended, parts[0].end_type = moment(random), "violence"
            parts[0].save()
        for kind in random.sample(["extension", "suspension", "resumption"], turn % 4):
            new = {"new_scheduled_end": moment(random, earliest=22)} if kind == "extension" else {}
            begins = moment(random, latest=20)
            make.make_amendment(ceasefire=truce, kind=kind, effective=begins, **new)
        said = {"assessed": random.choice(["fragile", "holding"]), "assessed_at": moment(random)}
        make.make_assessment(ceasefire=truce, **said)
        make.make_violation(ceasefire=truce, occurred=moment(random, latest=-40))
    for hours in sorted(random.sample(range(-39 * 4, 72 * 4), MOMENTS)):
        with time_machine.travel(NOW + timedelta(hours=hours / 4), tick=False):
            fresh(asker, *OF_NOW)
    assert len(asker.made) < MOMENTS * len(OF_NOW)


def moment(random, earliest=-48, latest=60):
    at = NOW + timedelta(hours=random.randint(earliest, latest))
    return FuzzyInstant(at, random.choice(["minute", "hour", "day"]))


def test_precedents_of_now_are_not_kept(asker, truce):
    """Of one that may have ended today the longest that it can have lasted grows as one looks."""
    make.make_ceasefire(
        effective=FuzzyInstant(NOW - 3 * DAY + timedelta(hours=6), "minute"),
        scheduled_end=FuzzyInstant(None, "unknown"),
        ended=FuzzyInstant(NOW.replace(hour=0), "day"),
        end_type="violence",
        time_zone="UTC",
    )
    for hours in (1, 5, 7, 11, 13):
        with time_machine.travel(NOW + timedelta(hours=hours), tick=False):
            fresh(asker, "ceasefires/truce/precedents/")
    past = "ceasefires/truce/precedents/?known_at=2020-01-01T00:00:00Z"
    asker.ask(past)
    assert asker.kept(past)
