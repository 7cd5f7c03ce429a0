"""Where the feed can be followed live: the web server leads there."""

import pytest

from ceasefires import feed

PATH = "changes/stream/"
THERE = "http://testserver:8001/api/v1/changes/stream/"
GOOD = str(feed.Position(1, 2, 3))


@pytest.fixture(autouse=True)
def ports(settings):
    settings.STREAM_PORT, settings.STREAM_URL = 8001, ""


def test_it_leads_to_the_process_beside_it(api):
    response = api.get(PATH)
    assert (response.status_code, response["Location"]) == (307, THERE)
    assert response["Cache-Control"] == "no-store"


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:9", "[::1]:8000"])
def test_at_the_host_that_was_asked(api, host):
    bare = host.rsplit(":", 1)[0] if host[-1].isdigit() else host
    assert api.get(PATH, headers={"Host": host})["Location"] == THERE.replace("testserver", bare)


def test_behind_a_proxy_it_is_where_the_settings_say(api, settings):
    settings.STREAM_URL = "https://live.example.org/changes"
    assert api.get(PATH)["Location"] == "https://live.example.org/changes"
    asked = api.get(f"{PATH}?after={GOOD}")
    assert asked["Location"] == f"https://live.example.org/changes?after={GOOD}"


def test_what_was_asked_goes_along(api):
    asked = f"?after={GOOD}&resource=parties&resource=tolls"
    assert api.get(PATH + asked)["Location"] == THERE + asked


@pytest.mark.parametrize("accept", ["text/event-stream", "*/*"])
def test_browsers_and_others_are_led_alike(api, accept):
    assert api.get(PATH, headers={"Accept": accept}).status_code == 307


@pytest.mark.parametrize("query", ["after=x", "resource=truces", "limit=1", "format=json"])
def test_what_cannot_be_taken_is_refused_before(api, query):
    (error,) = api.refused(f"{PATH}?{query}")
    assert error["parameter"] == query.split("=")[0]


def test_a_last_event_id_that_is_none_is_refused_before(api):
    (error,) = api.refused(PATH, Last_Event_ID="x")
    assert error["parameter"] == "Last-Event-ID"


def test_only_events_can_be_had(api):
    assert api.get(PATH, headers={"Accept": "application/json"}).status_code == 406
