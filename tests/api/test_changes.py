"""The change feed: each change once, in order, with tombstones and reasons."""

from time import monotonic, sleep

import pytest
from django.db import connection

from ceasefires import feed
from ceasefires.models import Party
from ceasefires.recording import recorded
from tests import factories as make

from .shapes import ROOT

pytestmark = pytest.mark.django_db(transaction=True)
GOOD = str(feed.Position(1, 2, 3))
PAGES_WITHIN = 2  # seconds for 10,000 changes


@pytest.fixture
def changes(api):
    """All changes, once as many as asked for are there: other work may hold them up a little."""

    def ask(count, **given):
        until = monotonic() + 20
        while len(rows := api.rows("changes/", **given)) < count and monotonic() < until:
            sleep(0.02)
        assert len(rows) == count
        return rows

    return ask


def test_a_change_is_shown_whole(changes):
    with recorded(editor=1, reason="Logged twice.", request_id="r"):
        make.make_party(slug="one")
        Party.objects.update(name="One")
        Party.objects.all().delete()
    rows = changes(3)
    assert rows[0] == {
        "position": rows[0]["position"],
        "at": rows[0]["at"],
        "resource": "parties",
        "id": "one",
        "action": "created",
        "url": f"{ROOT}parties/one/",
        "changed": [],
        "reason": "Logged twice.",
    }
    assert [(each["action"], each["changed"]) for each in rows[1:]] == [
        ("updated", ["name"]),
        ("deleted", []),
    ]
    assert {each["reason"] for each in rows} == {"Logged twice."}


def test_what_is_embedded_is_an_update_of_its_object(changes):
    part = make.make_participation()
    part.delete()
    rows = [each for each in changes(5) if each["resource"] == "ceasefires"]
    assert [(each["action"], each["changed"]) for each in rows] == [
        ("created", []),
        ("updated", ["participations"]),
        ("updated", ["participations"]),
    ]


def test_a_reader_goes_on_after_the_last_change_that_it_has(changes):
    for slug in "abc":
        make.make_party(slug=slug)
    rows = changes(3)
    assert changes(2, after=rows[0]["position"]) == rows[1:]
    assert changes(0, after=rows[2]["position"]) == []
    make.make_party(slug="d")
    assert [each["id"] for each in changes(1, after=rows[2]["position"])] == ["d"]


def test_positions_sort_as_the_feed_does(changes):
    for slug in "cab":
        make.make_party(slug=slug)
    positions = [each["position"] for each in changes(3)]
    assert positions == sorted(positions)


def test_pages_lead_on_and_back(api, changes):
    for number in range(5):
        make.make_party(slug=f"p{number}")
    rows = changes(5)
    first = api.body("changes/", limit=2)
    second = api.body(first["next"])
    last = api.get(second["next"])
    assert first["results"] + second["results"] + last.json()["results"] == rows
    assert first["previous"] is None and last.json()["next"] is None
    assert 'rel="prev"' in last["Link"] and 'rel="next"' not in last["Link"]
    back = api.body(last.json()["previous"])
    assert back["results"] == second["results"]
    assert api.body(back["previous"])["results"] == first["results"]


def test_only_some_resources(api, changes):
    make.make_participation()
    changes(4)
    assert [each["resource"] for each in changes(1, resource="parties")] == ["parties"]
    response = api.get("changes/?resource=parties&resource=conflicts")
    assert [each["resource"] for each in response.json()["results"]] == ["conflicts", "parties"]
    assert response.content == api.get("changes/?resource=parties,conflicts").content


@pytest.mark.parametrize(
    "after",
    [
        "garbage",
        "",
        " ",
        "0",
        "-1",
        "\x00",
        GOOD.upper().replace("0", "A"),
        GOOD[:-1],
        GOOD + "0",
        GOOD.replace("-", ""),
        f"{'f' * 8}-{'f' * 16}-{'f' * 16}",
        f"00000001-{'f' * 16}-{'0' * 16}",
        f"7fffffff-{'0' * 16}-{'0' * 16}",
        "9" * 10_000,
        "WyJwYXJ0aWVzIiwibmFtZSIsIngiLCIxIiwwXQ",
        "2014-08-06T12:00:00Z",
        "٠" * 8 + GOOD[8:],
    ],
)
def test_what_is_no_position_given_out_is_refused(api, after):
    make.make_party()
    (error,) = api.refused("changes/", {"after": after})
    assert error["parameter"] == "after"


def test_a_position_beyond_the_end_is_refused(api):
    end = feed.bounds().unnumbered
    for beyond in (end._replace(transaction=2**63 - 1), end._replace(generation=2**31 - 1)):
        assert api.refused("changes/", {"after": str(beyond)})[0]["parameter"] == "after"


def test_the_end_of_what_is_settled_is_a_position_too(api):
    make.make_party()
    assert api.rows("changes/", after=str(feed.bounds().settled)) == []


@pytest.mark.parametrize(
    "query",
    [
        "resource=truces",
        "resource=",
        "limit=0",
        "limit=1001",
        "cursor=x",
        "fields=id",
        "count=exact",
    ],
)
def test_what_the_feed_does_not_take_is_refused(api, query):
    (error,) = api.refused(f"changes/?{query}")
    assert error["parameter"] == query.split("=")[0]


def test_ten_thousand_changes_page_through_in_time(client):
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO ceasefires_party (slug, name, kind, ucdp_id)"
            " SELECT 'p' || n, 'x', 'state', '' FROM generate_series(1, 10000) n"
        )
    until = monotonic() + 20
    while not client.get("/api/v1/changes/?limit=1").json()["results"] and monotonic() < until:
        sleep(0.05)
    started, seen, url = monotonic(), [], "/api/v1/changes/?limit=1000"
    while url:
        page = client.get(url).json()
        seen, url = seen + [each["id"] for each in page["results"]], page["next"]
    assert len(set(seen)) == len(seen) == 10_000
    assert monotonic() - started < PAGES_WITHIN
