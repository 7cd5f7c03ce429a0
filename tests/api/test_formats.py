"""Lists as CSV, lines of JSON and GeoJSON: by pages, and whole."""

import csv
import io
import json
from itertools import islice

import pytest
from django.core.cache import cache
from django.db import OperationalError

from ceasefires.api import formats
from ceasefires.api.slots import Slot
from ceasefires.api.views import lists
from tests import factories
from tests.people import bearing, make_token

from .filter_cases import RESOURCES

pytestmark = pytest.mark.django_db
each_resource = pytest.mark.parametrize("resource", RESOURCES)
MEDIA = {"csv": "text/csv", "ndjson": "application/x-ndjson", "geojson": "application/geo+json"}


def content(response):
    assert response.status_code == 200, response.content
    return b"".join(response) if response.streaming else response.content


def table(api, path, **asked):
    text = content(api.get(path, {"format": "csv"} | asked)).decode()
    return list(csv.DictReader(io.StringIO(text, newline="")))


def lines(api, path, **asked):
    return [
        json.loads(line)
        for line in content(api.get(path, {"format": "ndjson"} | asked)).splitlines()
    ]


@each_resource
@pytest.mark.parametrize("limit", ["100", "all"])
def test_lines_are_the_rows_of_the_list(api, resource, limit):
    RESOURCES[resource].make_rows()
    rows = api.rows(f"{resource}/")
    assert lines(api, f"{resource}/", limit=limit) == rows and len(rows) >= 2


@each_resource
def test_a_table_is_the_same_by_pages_and_whole(api, resource):
    RESOURCES[resource].make_rows()
    whole = table(api, f"{resource}/", limit="all")
    assert whole == table(api, f"{resource}/")
    assert [row["url"] for row in whole] == [row["url"] for row in api.rows(f"{resource}/")]


@each_resource
@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_the_header_asks_for_a_form_as_the_parameter_does(api, resource, form):
    RESOURCES[resource].make_rows()
    named = api.get(f"{resource}/", {"format": form})
    accepted = api.get(f"{resource}/", headers={"Accept": MEDIA[form]})
    assert accepted.content == named.content
    assert accepted["Content-Type"] == named["Content-Type"] == MEDIA[form]
    assert accepted["ETag"] and accepted["Vary"] == "Accept"


@each_resource
def test_what_is_not_there_has_its_header_line_all_the_same(api, resource):
    text = content(api.get(f"{resource}/", {"format": "csv", "limit": "all"}))
    assert text.startswith((b"slug,url,", b"id,url,")) and text.count(b"\r\n") == 1
    assert content(api.get(f"{resource}/", {"format": "ndjson"})) == b""


def test_only_the_fields_asked_for_are_columns(api):
    factories.make_violation()
    [row] = table(api, "violations/", fields="kind,occurred", limit="all")
    assert list(row) == ["kind", "occurred_at", "occurred_precision", "occurred_local"]


def test_a_table_keeps_the_filters_and_the_order(api):
    first = factories.make_violation(killed=(None, 1, None))
    second = factories.make_violation(killed=(None, 2, None))
    factories.make_violation(killed=(None, 3, None), kind="grenade")
    asked = {"kind": "rocket_fire", "ordering": "-killed", "limit": "all"}
    assert [row["id"] for row in table(api, "violations/", **asked)] == [
        str(second.pk),
        str(first.pk),
    ]


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", '"=1'])
def test_what_a_spreadsheet_would_run_is_escaped(api, text):
    factories.make_violation(description=text, place_name="Safe")
    for limit in ("100", "all"):
        [row] = table(api, "violations/", limit=limit)
        assert row["description"] == (text if text.startswith('"') else f"'{text}")
        assert row["place_name"] == "Safe"


def test_negative_degrees_stay_numbers(api):
    factories.make_violation(latitude=-31.5, longitude=-0.25)
    [row] = table(api, "violations/", limit="all")
    assert (row["latitude"], row["longitude"]) == ("-31.5", "-0.25")


def test_truth_and_lists_have_a_plain_form(api):
    part = factories.make_participation(side="a")
    factories.make_violation(ceasefire=part.ceasefire, attributed_to=part.party)
    [act] = table(api, "violations/")
    [truce] = table(api, "ceasefires/")
    assert (act["bound"], truce["state_projected"]) == ("true", "false")
    assert truce["participations"] == f"{part.party.slug}:declaring:a"


def test_places_are_features(api):
    act = factories.make_violation(latitude=31.5, longitude=34.25)
    factories.make_violation(occurred=factories.exactly("2014-08-05T08:00Z"))
    for limit in ("100", "all"):
        response = api.get("violations/", {"format": "geojson", "limit": limit})
        assert response["Content-Type"] == MEDIA["geojson"]
        collection = json.loads(content(response))
        assert collection["type"] == "FeatureCollection"
        placed, nowhere = collection["features"]
        assert (placed["id"], placed["geometry"]) == (
            str(act.pk),
            {"type": "Point", "coordinates": [34.25, 31.5]},
        )
        assert placed["properties"]["kind"] == "rocket_fire"
        assert nowhere["geometry"] is None


def test_no_places_are_a_collection_too(api):
    for limit in ("100", "all"):
        response = api.get("violations/", {"format": "geojson", "limit": limit})
        assert json.loads(content(response))["features"] == []


def test_features_are_placed_whatever_fields_are_asked_for(api):
    factories.make_violation(latitude=31.5, longitude=34.25)
    response = api.get("violations/", {"format": "geojson", "fields": "kind"})
    [feature] = json.loads(content(response))["features"]
    assert feature["geometry"]["coordinates"] == [34.25, 31.5]
    assert feature["properties"] == {"kind": "rocket_fire"}


def test_pages_of_a_table_are_linked(api):
    for _ in range(3):
        factories.make_party()
    response = api.get("parties/", {"format": "csv", "limit": "2"})
    following = response["Link"].partition(">")[0].removeprefix("<")
    assert "format=csv" in following
    assert content(api.get(following)).count(b"\r\n") == 2


@pytest.mark.parametrize("beside", [{"cursor": "x"}, {"count": "exact"}])
def test_what_goes_with_pages_does_not_go_with_the_whole_list(api, beside):
    [error] = api.refused("parties/", {"format": "csv", "limit": "all"} | beside)
    assert error["parameter"] in beside and "pages" in error["detail"]


@pytest.mark.parametrize("form", ["csv", "ndjson"])
def test_a_count_goes_with_json_which_has_a_place_for_it(api, form):
    [error] = api.refused("parties/", {"format": form, "count": "exact"})
    assert (error["parameter"], error["code"]) == ("count", "invalid")


class Failing:
    """Gives a list's rows as they come, and fails after so many."""

    def __init__(self, monkeypatch, after):
        rows = lists.streamed

        def streamed(*args):
            yield from islice(rows(*args), after)
            raise OperationalError("gone")

        monkeypatch.setattr(lists, "streamed", streamed)
        monkeypatch.setattr(formats, "AT_ONCE", 1)


@pytest.mark.parametrize("form", MEDIA)
def test_a_list_that_fails_midway_cannot_be_taken_for_a_whole_one(api, monkeypatch, caplog, form):
    for _ in range(3):
        factories.make_violation()
    Failing(monkeypatch, after=2)
    text = content(api.get("violations/", {"format": form, "limit": "all"})).decode()
    assert text.count("rocket_fire") in (1, 2) and text.endswith(formats.CUT_OFF)
    with pytest.raises((csv.Error, json.JSONDecodeError)):
        read = list(csv.reader(io.StringIO(text, newline=""), strict=True))
        assert form != "csv", read
        [json.loads(each) for each in ([text] if form == "geojson" else text.splitlines())]
    assert "gone" in caplog.text


@pytest.mark.parametrize("form", MEDIA)
def test_a_list_that_fails_at_once_is_answered_as_any_failure(api, monkeypatch, form):
    factories.make_violation()
    Failing(monkeypatch, after=0)
    for _ in range(5):
        response = api.get("violations/", {"format": form, "limit": "all"})
        assert (response.status_code, response["Retry-After"]) == (503, "5")
        assert response["Content-Type"] == "application/problem+json"


def test_a_list_that_failed_leaves_its_place(api, monkeypatch):
    factories.make_violation()
    with monkeypatch.context() as patch:
        Failing(patch, after=1)
        for _ in range(5):
            content(api.get("violations/", {"format": "csv", "limit": "all"}))
    assert len(table(api, "violations/", limit="all")) == 1


def test_the_head_of_a_whole_list_has_no_body_and_leaves_its_place(api):
    factories.make_party()
    for _ in range(5):
        response = api.head("parties/", {"format": "csv", "limit": "all"})
        assert (response.status_code, response["Content-Type"]) == (200, "text/csv")
        assert b"".join(response) == b""


@pytest.mark.parametrize("path", ["violations/", "parties/"])
def test_json_is_had_by_pages_alone(api, path):
    [error] = api.refused(path, {"limit": "all"})
    assert error["parameter"] == "limit"


def test_only_so_many_lists_are_given_whole_at_once(api):
    factories.make_party()
    asked = {"format": "csv", "limit": "all"}
    first, second = api.get("parties/", asked), api.get("parties/", asked)
    refused = api.get("parties/", asked)
    assert (refused.status_code, refused["Retry-After"]) == (503, "5")
    assert api.get("parties/", {"format": "csv"}).status_code == 200
    assert content(first) == content(second)
    assert content(api.get("parties/", asked)).count(b"\r\n") == 2


def test_a_list_that_nobody_reads_leaves_its_place_once_it_is_closed():
    for _ in range(5):
        Slot((line for line in [b"never asked for"]), b"").close()


def test_geojson_is_had_of_acts_alone(api):
    assert api.refused("parties/", {"format": "geojson"})[0]["parameter"] == "format"
    assert api.get("parties/", headers={"Accept": MEDIA["geojson"]}).status_code == 406


@pytest.fixture
def one_a_minute(settings):
    settings.WHOLE_LISTS_PER_MINUTE = 1
    cache.clear()
    yield {"format": "csv", "limit": "all"}
    cache.clear()


def test_a_client_gets_so_many_whole_lists_a_minute(api, one_a_minute):
    first = api.get("parties/", one_a_minute)
    content(first)
    assert first["RateLimit-Policy"] == '"whole-lists";q=1;w=60'
    assert first["RateLimit"].startswith('"whole-lists";r=0;t=')
    refused = api.get("violations/", one_a_minute)
    assert refused.status_code == 429 and 0 < int(refused["Retry-After"]) <= 61
    assert refused["RateLimit"].startswith('"whole-lists";r=0;t=')


def test_others_have_whole_lists_of_their_own(api, one_a_minute):
    content(api.get("parties/", one_a_minute))
    content(api.get("parties/", one_a_minute, REMOTE_ADDR="192.0.2.1"))
    for _ in range(2):
        content(api.get("parties/", one_a_minute, headers=bearing(make_token("monitor"))))


def test_a_users_whole_lists_are_counted_wherever_they_are_asked_from(api, one_a_minute):
    asked = {"headers": bearing(make_token("monitor"))}
    content(api.get("parties/", one_a_minute, **asked))
    refused = api.get("parties/", one_a_minute, **asked, REMOTE_ADDR="192.0.2.1")
    assert refused.status_code == 429


def test_pages_and_what_is_refused_are_not_counted(api, one_a_minute):
    for _ in range(2):
        page = api.get("parties/", {"format": "csv"})
        assert page.status_code == 200 and "RateLimit" not in page
        api.refused("parties/", {"limit": "all"})
        api.refused("parties/", one_a_minute | {"no-such": "1"})
    content(api.get("parties/", one_a_minute))
