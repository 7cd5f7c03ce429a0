"""One ceasefire."""

from datetime import timedelta

import pytest

from tests import factories
from tests.factories import exactly, instant

from .shapes import UNKNOWN

BEFORE, AFTER = "2014-08-06T11:59:59Z", "2014-08-06T12:00:00Z"
NEWS = "2014-08-06T12:00Z"
ENDED = {
    "ended": exactly("2014-08-06T06:00Z"),
    "end_type": "violence",
    "ended_known_from": instant(NEWS),
}


@pytest.fixture
def truce(db):
    return factories.make_ceasefire(slug="truce")


def test_a_ceasefire_is_the_same_by_itself_as_in_its_list(api, truce):
    at = {"at": AFTER, "known_at": AFTER}
    assert api.body("ceasefires/truce/", **at) == api.rows("ceasefires/", **at)[0]


def test_an_unknown_ceasefire_is_404(api):
    assert api.get("ceasefires/nowhere/").status_code == 404


def test_the_end_of_the_whole_shows_only_once_it_is_known(api):
    factories.make_ceasefire(slug="truce", **ENDED)
    hidden = api.body("ceasefires/truce/", known_at=BEFORE)
    assert (hidden["ended"], hidden["end_type"], hidden["ended_known_from"]) == (
        UNKNOWN,
        None,
        None,
    )
    assert api.body("ceasefires/truce/", known_at=AFTER)["end_type"] == "violence"


def test_the_end_of_a_part_shows_only_once_it_is_known(api, truce):
    factories.make_participation(ceasefire=truce, **ENDED)
    (hidden,) = api.body("ceasefires/truce/", known_at=BEFORE)["participations"]
    assert (hidden["ended"], hidden["end_type"], hidden["ended_known_from"]) == (
        UNKNOWN,
        None,
        None,
    )
    (part,) = api.body("ceasefires/truce/", known_at=AFTER)["participations"]
    assert part["end_type"] == "violence"


def test_an_end_known_with_its_ceasefire_shows_with_it(api):
    ended = ENDED | {"ended_known_from": None}
    factories.make_ceasefire(slug="truce", known_from=instant(NEWS), **ended)
    assert api.body("ceasefires/truce/", known_at=BEFORE)["end_type"] is None
    assert api.body("ceasefires/truce/", known_at=AFTER)["end_type"] == "violence"


def test_a_citation_shows_only_once_its_source_is_published(api, truce):
    factories.make_citation(ceasefire=truce, source=late_source())
    assert api.body("ceasefires/truce/", known_at=BEFORE)["sources"] == []
    assert len(api.body("ceasefires/truce/", known_at=AFTER)["sources"]) == 1


def test_a_part_shows_only_once_one_of_its_own_sources_is_published(api, truce):
    part = factories.make_participation(ceasefire=truce)
    factories.make_citation(participation=part, source=late_source())
    assert api.body("ceasefires/truce/", known_at=BEFORE)["participations"] == []
    assert len(api.body("ceasefires/truce/", known_at=AFTER)["participations"]) == 1


def test_a_ceasefire_not_yet_known_is_unknown(api, truce):
    state = api.body("ceasefires/truce/", known_at="2014-08-03T00:00:00Z")["state"]
    assert (state["status"], state["compliance"]) == ("unknown", None)


def late_source():
    return factories.make_source(published=exactly(NEWS))


def test_nothing_of_a_ceasefire_shows_before_it_was_known(api):
    follows = factories.make_ceasefire(slug="earlier")
    part = factories.make_participation(
        ceasefire=factories.make_ceasefire(
            slug="later",
            conflict=follows.conflict,
            purposes=["humanitarian"],
            planned_duration=timedelta(hours=72),
            follows=follows,
            follows_as="extends",
            ethprio_id="9",
            known_from=instant("2014-08-06T00:00Z"),
        )
    )
    factories.make_citation(ceasefire=part.ceasefire, source=late_source())
    shown = api.body("ceasefires/later/", known_at="2014-08-05T00:00:00Z")
    told = {"slug", "url", "name", "conflict", "time_zone", "state", "updated"}
    empty = (None, [], {}, "unknown", "unclear", UNKNOWN)
    assert {name for name, value in shown.items() if value not in empty} == told
    assert shown["state"]["status"] == "unknown"
