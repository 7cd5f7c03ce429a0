"""What a calendar shows of windows, deadlines and rounds, whatever they are called."""

from datetime import UTC, date, datetime, timedelta

import pytest

from tests.factories import (
    FuzzyInstant,
    exactly,
    instant,
    make_amendment,
    make_ceasefire,
    make_conflict,
    make_delegation,
    make_participation,
    make_party,
    make_round,
    make_violation,
    on_day,
)

from .shapes import ROOT

PATH = "ceasefires/truce/calendar.ics"
NOTHING = FuzzyInstant()
BEGAN, ENDS = datetime(2014, 8, 5, 5, tzinfo=UTC), datetime(2014, 8, 8, 5, tzinfo=UTC)
# The day begins at nine in the evening, UTC, in the zone of the factories' conflicts.
FIFTH, SEVENTH = "2014-08-04T21:00Z", "2014-08-06T21:00Z"
IN_AUGUST = FuzzyInstant(instant("2014-07-31T21:00Z"), "month")


def talks(truce, **given):
    sitting = make_round(slug="talks", conflict=truce.conflict, **given)
    sitting.ceasefires.add(truce)
    return sitting


def times(event):
    """The begin and the end of an event; None where it has no end of its own."""
    return event["dtstart"].dt, event["dtend"].dt if "dtend" in event else None


def test_the_whole_calendar_of_a_ceasefire(api):
    conflict = make_conflict(name="A war", time_zone="Asia/Gaza")
    truce = make_ceasefire(slug="truce", name="A truce", conflict=conflict)
    sitting = talks(
        truce,
        number=3,
        venue="A hotel",
        city="Cairo",
        started=on_day(SEVENTH),
        mode="indirect",
        aim="To prolong it.",
        outcome="no_agreement",
    )
    for role, name in (("delegation", "North"), ("delegation", "South"), ("mediator", "Egypt")):
        party = make_party(name=name)
        make_delegation(negotiation_round=sitting, party=party, role=role)
    for record in (truce, sitting):
        record.refresh_from_db()
    changed, round_changed = (f"{each.updated:%Y%m%dT%H%M%SZ}" for each in (truce, sitting))
    assert unfolded(api.get(PATH)) == [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Ceasefire tracker//Calendar//EN",
        "NAME:A truce",
        "X-WR-CALNAME:A truce",
        "REFRESH-INTERVAL;VALUE=DURATION:PT1H",
        "BEGIN:VEVENT",
        "SUMMARY:A truce",
        "DTSTART:20140805T050000Z",
        "DTEND:20140808T050000Z",
        f"DTSTAMP:{changed}",
        "UID:truce-window@ceasefire-tracker",
        "DESCRIPTION:From 2014-08-05 08:00 until 2014-08-08 08:00\\, local time (Asia/Gaza).\\n"
        "This is when it binds\\, not whether it is kept.",
        f"LAST-MODIFIED:{changed}",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        f"URL:{ROOT}ceasefires/truce/",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "SUMMARY:A truce: scheduled end",
        "DTSTART:20140808T050000Z",
        f"DTSTAMP:{changed}",
        "UID:truce-deadline@ceasefire-tracker",
        "DESCRIPTION:Scheduled to end 2014-08-08 08:00\\, local time (Asia/Gaza).\\n"
        "An extension moves it\\; the ceasefire may end before.",
        f"LAST-MODIFIED:{changed}",
        "STATUS:TENTATIVE",
        "TRANSP:TRANSPARENT",
        f"URL:{ROOT}ceasefires/truce/",
        "END:VEVENT",
        "BEGIN:VEVENT",
        "SUMMARY:Negotiation round 3: Cairo",
        "DTSTART;VALUE=DATE:20140807",
        "DTEND;VALUE=DATE:20140808",
        f"DTSTAMP:{round_changed}",
        "UID:talks-round@ceasefire-tracker",
        "DESCRIPTION:To prolong it.\\nDelegation: North\\, South.\\nMediator: Egypt.\\n"
        "The parties do not meet\\; others carry what they say.\\nIt ended without one.",
        f"LAST-MODIFIED:{round_changed}",
        "LOCATION:A hotel\\, Cairo",
        "STATUS:CONFIRMED",
        "TRANSP:TRANSPARENT",
        f"URL:{ROOT}negotiation-rounds/talks/",
        "END:VEVENT",
        "END:VCALENDAR",
    ]


def unfolded(response):
    content = response.content.decode().removesuffix("\r\n")
    return content.replace("\r\n ", "").split("\r\n")


HOSTILE = [
    "One, two; three \\ four: five",
    "Two\nlines\r\nand\rmore",
    "END:VEVENT\r\nEND:VCALENDAR\r\nBEGIN:VCALENDAR",
    "\u202eهدنة غزة\u202c في رمضان",
    "\U0001f54a" * 60,
    "e\u0301" * 90,
    "Bell \x07 and tab \t and \x1b escape \x7f",
    "\u2028line\u2029paragraph\x85next",
    "\"quoted\" 'n' ^ back\\n slash",
]


@pytest.mark.parametrize("name", HOSTILE)
def test_any_name_comes_back_as_it_was(api, events, name):
    make_ceasefire(slug="truce", name=name)
    plain = name.translate(dict.fromkeys(map(ord, "\x07\x1b\x7f"), " "))
    kept = plain.replace("\r\n", "\n").replace("\r", "\n")
    assert str(events()["truce-window"]["summary"]) == kept
    assert len(events()) == 2
    names = dict(line.split(":", 1) for line in reversed(unfolded(api.get(PATH))))
    assert names["NAME"] == names["X-WR-CALNAME"] == names["SUMMARY"]


@pytest.mark.parametrize("name", HOSTILE)
def test_lines_are_folded_between_characters_and_hold_no_control_character(api, name):
    make_ceasefire(slug="truce", name=name)
    content = api.get(PATH).content
    assert content.endswith(b"\r\n")
    for line in content.removesuffix(b"\r\n").split(b"\r\n"):
        assert len(line) <= 75
        assert not set(line.decode()) & {chr(each) for each in range(32)} - {"\t"}


@pytest.mark.parametrize("text", HOSTILE)
def test_any_words_about_a_round_come_back_too(events, text):
    truce = make_ceasefire(slug="truce")
    talks(truce, started=exactly("2014-08-06T09:00Z"), aim=text, venue=text)
    event = events()["talks-round"]
    kept = text.translate(dict.fromkeys(map(ord, "\x07\x1b\x7f"), " "))
    kept = kept.replace("\r\n", "\n").replace("\r", "\n")
    assert str(event["description"]) == kept
    assert str(event["location"]) == kept


def test_instants_are_in_utc_and_days_are_those_of_the_place(events):
    make_ceasefire(slug="truce", effective=on_day(FIFTH), scheduled_end=on_day(SEVENTH))
    assert times(events()["truce-window"]) == (date(2014, 8, 5), date(2014, 8, 8))
    assert times(events()["truce-deadline"]) == (date(2014, 8, 7), date(2014, 8, 8))


@pytest.mark.parametrize(
    ("effective", "scheduled_end", "window"),
    [
        (exactly("2014-08-05T05:00Z"), exactly("2014-08-08T05:00Z"), (BEGAN, ENDS)),
        (FuzzyInstant(BEGAN, "hour"), FuzzyInstant(ENDS, "hour"), (BEGAN, ENDS)),
        (on_day(FIFTH), exactly("2014-08-08T05:00Z"), (date(2014, 8, 5), date(2014, 8, 9))),
        # A window that ends at midnight has no part of the day that begins then.
        (on_day(FIFTH), exactly(SEVENTH), (date(2014, 8, 5), date(2014, 8, 7))),
        (exactly("2014-08-05T05:00Z"), on_day(SEVENTH), (date(2014, 8, 5), date(2014, 8, 8))),
        (exactly("2014-08-05T05:00Z"), NOTHING, (BEGAN, None)),
        (exactly("2014-08-05T05:00Z"), FuzzyInstant(ENDS, "week"), (BEGAN, None)),
        (on_day(FIFTH), NOTHING, (date(2014, 8, 5), date(2014, 8, 6))),
    ],
)
def test_a_window_is_shown_as_exactly_as_it_is_known(events, effective, scheduled_end, window):
    make_ceasefire(slug="truce", effective=effective, scheduled_end=scheduled_end)
    event = events()["truce-window"]
    assert times(event) == window
    known = scheduled_end.precision not in ("week", "unknown")
    assert str(event["summary"]).endswith(": beginning") != known


@pytest.mark.parametrize("effective", [NOTHING, IN_AUGUST, FuzzyInstant(BEGAN, "week")])
def test_what_is_not_dated_to_the_day_is_not_shown(events, effective):
    make_ceasefire(slug="truce", effective=effective, scheduled_end=NOTHING)
    assert events() == {}


def test_a_deadline_is_shown_though_the_beginning_is_not_known(events):
    make_ceasefire(slug="truce", effective=NOTHING)
    assert times(events()["truce-deadline"]) == (ENDS, None)


def test_a_day_in_which_clocks_go_back_is_a_day(events):
    conflict = make_conflict(time_zone="Europe/Dublin")
    make_ceasefire(
        slug="truce",
        conflict=conflict,
        effective=on_day("2014-10-25T23:00Z"),
        scheduled_end=NOTHING,
    )
    assert times(events()["truce-window"]) == (date(2014, 10, 26), date(2014, 10, 27))


def test_a_planned_duration_makes_a_deadline(events):
    make_ceasefire(slug="truce", scheduled_end=NOTHING, planned_duration=timedelta(hours=7))
    assert times(events()["truce-deadline"]) == (BEGAN + timedelta(hours=7), None)
    assert times(events()["truce-window"]) == (BEGAN, BEGAN + timedelta(hours=7))


def test_an_extension_moves_window_and_deadline_and_dates_the_change(events):
    truce = make_ceasefire(slug="truce")
    amendment = make_amendment(ceasefire=truce)
    later = instant("2014-08-11T05:00Z")
    window, deadline = events()["truce-window"], events()["truce-deadline"]
    assert (times(window), times(deadline)) == ((BEGAN, later), (later, None))
    amendment.refresh_from_db()
    assert window["last-modified"].dt == amendment.updated.replace(microsecond=0)


NEVER = "It was declared and never took effect."


@pytest.mark.parametrize(
    ("end_type", "ended", "end", "statuses", "told"),
    [
        ("", NOTHING, ENDS, ("CONFIRMED", "TENTATIVE"), ""),
        ("expired", exactly("2014-08-08T05:00Z"), ENDS, ("CONFIRMED", "CONFIRMED"), "ran out"),
        ("expired", NOTHING, None, ("CONFIRMED", "CONFIRMED"), "ran out"),
        (
            "expired",
            exactly("2014-08-09T05:00Z"),
            ENDS + timedelta(days=1),
            ("CONFIRMED", "CANCELLED"),
            "ran out",
        ),
        (
            "violence",
            exactly("2014-08-06T05:00Z"),
            BEGAN + timedelta(days=1),
            ("CONFIRMED", "CANCELLED"),
            "Violence ended it.",
        ),
        ("violence", NOTHING, None, ("CONFIRMED", "CANCELLED"), "Violence ended it."),
        ("unclear", NOTHING, None, ("CONFIRMED", "TENTATIVE"), "no source says how"),
        ("unclear", on_day(SEVENTH), date(2014, 8, 8), ("CONFIRMED", "CANCELLED"), "says how"),
        ("unclear", IN_AUGUST, None, ("CONFIRMED", "TENTATIVE"), "no source says how"),
        (
            "unclear",
            exactly("2014-08-08T05:00Z"),
            ENDS,
            ("CONFIRMED", "TENTATIVE"),
            "no source says how",
        ),
        ("violence", IN_AUGUST, None, ("CONFIRMED", "CANCELLED"), "Violence ended it."),
        ("never_effective", NOTHING, ENDS, ("CANCELLED", "CANCELLED"), NEVER),
    ],
)
def test_a_known_end_closes_the_window_and_settles_the_deadline(
    events, end_type, ended, end, statuses, told
):
    make_ceasefire(slug="truce", end_type=end_type, ended=ended)
    window, deadline = events()["truce-window"], events()["truce-deadline"]
    began = BEGAN.date() if type(end) is date else BEGAN
    assert times(window) == (began, end)
    assert (window["status"], deadline["status"]) == statuses
    assert told in window["description"] and told in deadline["description"]


def test_of_what_never_took_effect_it_is_not_said_when_it_binds(events):
    make_ceasefire(slug="truce", end_type="never_effective")
    assert events()["truce-window"]["description"].endswith(NEVER)


def test_the_whole_ends_with_the_side_that_it_needs(events):
    truce = make_ceasefire(slug="truce")
    make_participation(ceasefire=truce)
    make_participation(ceasefire=truce, ended=exactly("2014-08-06T05:00Z"), end_type="withdrawn")
    assert times(events()["truce-window"]) == (BEGAN, instant("2014-08-06T05:00Z"))


def test_an_undated_end_of_one_side_among_others_leaves_the_end_open(events):
    truce = make_ceasefire(slug="truce")
    make_participation(ceasefire=truce)
    make_participation(ceasefire=truce, end_type="unclear")
    assert times(events()["truce-window"]) == (BEGAN, None)


def test_an_end_within_the_hour_of_the_beginning_leaves_the_beginning(events):
    hour = FuzzyInstant(BEGAN, "hour")
    make_ceasefire(slug="truce", effective=hour, ended=hour, end_type="violence")
    assert times(events()["truce-window"]) == (BEGAN, None)


def test_a_suspension_is_told(events):
    truce = make_ceasefire(slug="truce")
    make_amendment(ceasefire=truce, kind="suspension", effective=exactly("2014-08-06T05:00Z"))
    assert "It is interrupted in between." in events()["truce-window"]["description"]


def test_nothing_that_is_alleged_is_shown(api, events):
    truce = make_ceasefire(slug="truce")
    before = api.get(PATH).content
    make_violation(ceasefire=truce, description="Rockets", place_name="Sderot")
    assert api.get(PATH).content == before


def test_nothing_shows_of_a_ceasefire_that_no_source_tells_of(events):
    make_ceasefire(slug="truce", known_from=None)
    assert events() == {}


@pytest.mark.parametrize(
    ("started", "ended", "shown"),
    [
        (
            exactly("2014-08-06T09:00Z"),
            exactly("2014-08-06T12:00Z"),
            (instant("2014-08-06T09:00Z"), instant("2014-08-06T12:00Z")),
        ),
        (on_day(FIFTH), on_day(SEVENTH), (date(2014, 8, 5), date(2014, 8, 8))),
        (exactly("2014-08-06T09:00Z"), IN_AUGUST, (instant("2014-08-06T09:00Z"), None)),
    ],
)
def test_a_round_is_shown_as_exactly_as_it_is_known(events, started, ended, shown):
    truce = make_ceasefire(slug="truce")
    talks(truce, started=started, ended=ended)
    assert times(events()["talks-round"]) == shown


@pytest.mark.parametrize("started", [NOTHING, IN_AUGUST])
def test_a_round_that_is_not_dated_to_the_day_is_not_shown(events, started):
    truce = make_ceasefire(slug="truce")
    talks(truce, started=started)
    assert "talks-round" not in events()


def test_a_round_of_which_nothing_came_yet_is_tentative(events):
    truce = make_ceasefire(slug="truce")
    talks(truce, started=on_day(FIFTH), outcome="pending")
    assert events()["talks-round"]["status"] == "TENTATIVE"


def test_a_round_without_number_and_city_is_called_by_its_conflict(events):
    truce = make_ceasefire(slug="truce", conflict=make_conflict(name="A war"))
    talks(truce, started=on_day(FIFTH))
    event = events()["talks-round"]
    assert (str(event["summary"]), "location" in event) == ("Negotiation round: A war", False)
