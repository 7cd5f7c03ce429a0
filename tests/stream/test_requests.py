"""Who is let in to follow, and what everyone else is told."""

import pytest

from ceasefires import feed
from tests.people import make_expired_token

from .following import PATH

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = str(feed.Position(1, 2, 3))
BEYOND = f"7fffffff-{'0' * 16}-{'0' * 16}"


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("?after=garbage", "after"),
        ("?after=", "after"),
        (f"?after={BEYOND}", "after"),
        (f"?after={GOOD}&after={GOOD}", "after"),
        ("?resource=truces", "resource"),
        ("?resource=", "resource"),
        ("?limit=1", "limit"),
        ("?format=json", "format"),
        ("?%ff=1", "\ufffd"),
    ],
)
def test_what_cannot_be_taken_is_named(served, query, name):
    status, problem = served.refused(PATH + query)
    assert (status, [each["parameter"] for each in problem["errors"]]) == (400, [name])


@pytest.mark.parametrize("given", ["garbage", "", GOOD[:-1], BEYOND])
def test_a_last_event_id_that_was_never_given_out_is_refused(served, given):
    status, problem = served.refused(Last_Event_ID=given)
    assert (status, problem["errors"][0]["parameter"]) == (400, "Last-Event-ID")


def test_the_last_event_id_prevails_even_over_a_position_ahead(served):
    with served.follow(f"?after={BEYOND}", Last_Event_ID=GOOD) as follower:
        assert follower.last_id == GOOD


@pytest.mark.parametrize("path", ["/", "/api/v1/changes/", "/api/v1/parties/", "/admin/", "/%ff"])
def test_nothing_else_is_there(served, path):
    assert served.refused(path)[0] == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE"])
def test_another_method_is_refused(served, method):
    response = served.ask(method=method)
    assert response.status == 405
    assert response.headers["Allow"] == "GET, HEAD, OPTIONS"


@pytest.mark.parametrize("method", ["HEAD", "OPTIONS"])
def test_head_and_options_end_at_once(served, method):
    response = served.ask(method=method)
    assert (response.status, response.read()) == (200 if method == "HEAD" else 204, b"")


def test_a_host_that_is_not_served_is_refused(served):
    assert served.refused(Host="evil.example")[0] == 400


def test_a_client_that_takes_no_events_is_refused(served):
    assert served.refused(Accept="application/json")[0] == 406


def test_a_token_that_does_not_hold_is_refused(served):
    status, _ = served.refused(Authorization=f"Bearer {make_expired_token('monitor')}")
    assert status == 401


@pytest.mark.parametrize("accept", ["text/event-stream", "*/*"])
def test_events_are_not_kept_or_gathered_on_the_way(served, accept):
    headers = served.ask(Accept=accept).headers
    assert headers["Content-Type"] == "text/event-stream"
    assert headers["Cache-Control"] == "no-store"
    assert headers["X-Accel-Buffering"] == "no"


def test_any_web_page_may_follow(served):
    assert served.ask().headers["Access-Control-Allow-Origin"] == "*"
    preflight = served.ask(method="OPTIONS", Access_Control_Request_Method="GET")
    assert "Last-Event-ID" in preflight.headers["Access-Control-Allow-Headers"]


def test_headers_that_make_no_sense_are_left_unread(served):
    headers = {"Content_Type": "a/b; x*=bogus''x", "Cookie": 'sessionid="\\000a"'}
    with served.follow(**headers) as follower:
        assert follower.last_id


def test_a_quiet_stream_begins_with_where_to_go_on_and_when_to_come_back(served):
    with served.ask() as response:
        begun = [response.readline() for _ in range(4)]
    assert begun[0].startswith(b"retry: ") and 1000 <= int(begun[0][7:]) <= 3000
    assert begun[1:3] == [b": \n", b"id: %s\n" % begun[2][4:-1]]
    assert feed.Position.read(begun[2][4:-1].decode())
    assert begun[3] == b"\n"


def test_health_is_told_here_too(served):
    assert (served.ask("/healthz").status, served.ask("/readyz").status) == (200, 200)
