"""Everything dated about one ceasefire, in order."""

from datetime import timedelta

import pytest

from tests import factories
from tests.factories import FuzzyInstant, exactly, instant

from .shapes import ROOT, leaf

LATE = "2014-08-07T12:00Z"


@pytest.fixture
def truce(db):
    return factories.make_ceasefire(slug="truce", declared=exactly("2014-08-04T18:00Z"))


@pytest.fixture
def events(api):
    """Ask for the events, by name."""

    def ask(**asked):
        return [each["event"] for each in api.rows("ceasefires/truce/timeline/", **asked)]

    return ask


def test_an_act_is_shown_whole(api, truce):
    party = factories.make_party()
    act = factories.make_violation(ceasefire=truce, attributed_to=party)
    report = factories.make_report(violation=act)
    rows = api.rows("ceasefires/truce/timeline/")
    assert next(each for each in rows if each["event"] == "violation") == {
        "event": "violation",
        "when": {
            "at": "2014-08-06T08:00:00Z",
            "precision": "minute",
            "local": "2014-08-06T11:00:00+03:00",
        },
        "value": "alleged",
        "kind": "rocket_fire",
        "relation": "during",
        "party": leaf("parties", party),
        "known_from": "2014-08-06T09:00:00Z",
        "url": f"{ROOT}violations/{act.pk}/",
        "sources": [leaf("sources", report.source)],
    }


def test_events_of_every_sort_come_in_order_of_time(truce, events):
    add_events_of_every_sort(truce)
    assert events() == [
        "declared",
        "effective",
        "assessment",
        "violation",
        "suspension",
        "resumption",
        "negotiation_round",
        "extension",
        "participation_ended",
        "scheduled_end",
        "new_scheduled_end",
    ]


def test_at_leaves_out_what_comes_later(truce, events):
    assert events(at="2014-08-05T04:59:59Z") == ["declared"]
    assert events(at="2014-08-05T05:00:00Z") == ["declared", "effective"]


def test_known_at_leaves_out_what_was_known_later(truce, events):
    add_events_of_every_sort(truce, known_from=LATE)
    assert events(known_at="2014-08-07T11:59:59Z") == ["declared", "effective", "scheduled_end"]
    assert len(events(known_at="2014-08-07T12:00:00Z")) == 11


def test_nothing_shows_of_a_ceasefire_not_yet_known(truce, events):
    assert events(known_at="2014-08-03T00:00:00Z") == []


def test_an_end_shows_once_it_is_known(api, events):
    factories.make_ceasefire(
        slug="truce",
        ended=exactly("2014-08-06T06:00Z"),
        end_type="violence",
        ended_known_from=instant(LATE),
    )
    assert "ended" not in events(known_at="2014-08-07T11:59:59Z")
    assert "ended" in events(known_at="2014-08-07T12:00:00Z")


def test_a_verification_reached_later_is_not_shown(api, truce):
    factories.make_violation(
        ceasefire=truce, verification="verified", verified=exactly("2014-08-07T00:00Z")
    )
    values = {
        known_at: [each["value"] for each in api.rows("ceasefires/truce/timeline/", **asked)]
        for known_at in ("2014-08-06T12:00:00Z", "2014-08-07T00:00:00Z")
        for asked in [{"known_at": known_at}]
    }
    assert "alleged" in values["2014-08-06T12:00:00Z"]
    assert "verified" in values["2014-08-07T00:00:00Z"]


def test_a_source_published_later_is_not_named(api, truce):
    late = factories.make_source(slug="late", published=exactly(LATE))
    factories.make_citation(ceasefire=truce, source=late)
    early = api.rows("ceasefires/truce/timeline/", known_at="2014-08-06T00:00:00Z")
    assert [each["sources"] for each in early] == [[], [], []]
    assert "late" in str(api.rows("ceasefires/truce/timeline/"))


def test_an_amendment_without_an_effective_instant_is_dated_by_its_agreement(api, truce):
    factories.make_amendment(
        ceasefire=truce, kind="suspension", agreed=exactly("2014-08-06T00:00Z")
    )
    rows = api.rows("ceasefires/truce/timeline/")
    dated = next(each["when"]["at"] for each in rows if each["event"] == "suspension")
    assert dated == "2014-08-06T00:00:00Z"


def test_pages_join_up_both_ways(api, truce, events):
    add_events_of_every_sort(truce)
    whole = events()
    page = api.body("ceasefires/truce/timeline/", limit=2)
    seen = [each["event"] for each in page["results"]]
    while page["next"]:
        last, page = page, api.get(page["next"]).json()
        seen += [each["event"] for each in page["results"]]
    assert seen == whole
    assert api.get(page["previous"]).json()["results"] == last["results"]


def test_events_of_one_instant_are_neither_repeated_nor_skipped(api, truce):
    acts = {str(factories.make_violation(ceasefire=truce).pk) for _ in range(5)}
    page, urls = api.body("ceasefires/truce/timeline/", limit=2), []
    while True:
        urls += [each["url"] for each in page["results"] if each["event"] == "violation"]
        if not page["next"]:
            break
        page = api.get(page["next"]).json()
    assert sorted(urls) == sorted(f"{ROOT}violations/{act}/" for act in acts)


def test_a_cursor_of_another_timeline_is_refused(api, truce):
    factories.make_ceasefire(slug="other")
    url = api.body("ceasefires/truce/timeline/", limit=1)["next"]
    elsewhere = url.replace("/truce/", "/other/")
    response = api.get(elsewhere)
    assert response.status_code == 400
    assert response.json()["errors"][0]["parameter"] == "cursor"


def test_events_are_counted_where_that_is_asked(api, truce):
    page = api.body("ceasefires/truce/timeline/", limit=1, count="exact")
    assert page["count"] == api.get(page["next"]).json()["count"] == 3


def test_some_fields_of_an_event_can_be_asked_for_alone(api, truce):
    rows = api.rows("ceasefires/truce/timeline/", fields="event", limit=2)
    assert rows == [{"event": "declared"}, {"event": "effective"}]


def test_the_timeline_of_an_unknown_ceasefire_is_404(api):
    assert api.get("ceasefires/nowhere/timeline/").status_code == 404


def add_events_of_every_sort(truce, known_from="2014-08-04T00:00Z"):
    known = {"known_from": instant(known_from)}
    factories.make_assessment(ceasefire=truce, assessed_at=exactly("2014-08-05T12:00Z"), **known)
    factories.make_violation(ceasefire=truce, first_reported=max(instant(known_from), REPORTED))
    for kind, hour in (("suspension", 10), ("resumption", 11)):
        when = exactly(f"2014-08-06T{hour}:00Z")
        factories.make_amendment(ceasefire=truce, kind=kind, effective=when, **known)
    factories.make_amendment(ceasefire=truce, effective=exactly("2014-08-07T00:00Z"), **known)
    noon = exactly("2014-08-06T12:00Z")
    sitting = factories.make_round(conflict=truce.conflict, started=noon, **known)
    sitting.ceasefires.add(truce)
    factories.make_participation(
        ceasefire=truce,
        ended=exactly("2014-08-07T12:00Z"),
        end_type="withdrawn",
        ended_known_from=instant(known_from),
    )


REPORTED = instant(factories.REPORTED)


def test_an_end_that_follows_from_the_duration_is_an_event(api):
    factories.make_ceasefire(
        slug="truce",
        effective=FuzzyInstant(instant("2014-08-03T21:00Z"), "day"),
        scheduled_end=FuzzyInstant(),
        planned_duration=timedelta(hours=7),
    )
    ends = [
        each["when"]
        for each in api.rows("ceasefires/truce/timeline/")
        if each["event"] == "scheduled_end"
    ]
    assert [(when["at"], when["precision"]) for when in ends] == [("2014-08-04T04:00:00Z", "day")]


def test_what_is_undated_is_placed_where_it_became_known(api, truce):
    factories.make_amendment(
        ceasefire=truce,
        kind="suspension",
        new_scheduled_end=FuzzyInstant(),
        known_from=instant("2014-08-06T00:00Z"),
    )
    rows = api.rows("ceasefires/truce/timeline/")
    assert [row["event"] for row in rows] == [
        "declared",
        "effective",
        "suspension",
        "scheduled_end",
    ]
    assert rows[2]["when"]["at"] is None
