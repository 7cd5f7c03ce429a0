"""What lets clients and proxies keep answers: ETags, 304 and lifetimes."""

import re
from datetime import UTC, datetime, timedelta

import pytest
import time_machine

from ceasefires.models.fields import FuzzyInstant
from tests import factories

from .five import FIVE_ROWS

NOW = datetime(2026, 1, 1, 12, tzinfo=UTC)
PATHS = ["", "vocabularies/", "schema/", *(f"{resource}/" for resource in FIVE_ROWS)]
OF_A_TRUCE = ["", "state/", "timeline/", "precedents/"]
every_path = pytest.mark.parametrize("path", PATHS)


def seconds(response):
    """The directives of Cache-Control that are counted in seconds."""
    found = re.findall(r"([a-z-]+)=(\d+)", response["Cache-Control"])
    return {name: int(value) for name, value in found}


@every_path
def test_an_etag_is_strong_and_the_same_while_nothing_changes(api, path):
    first, second = api.get(path), api.get(path)
    assert re.fullmatch(r'"[0-9a-f]{32}"', first["ETag"])
    assert second["ETag"] == first["ETag"]


@every_path
@pytest.mark.parametrize("method", ["get", "head"])
def test_what_the_client_has_is_not_sent_again(api, path, method):
    tag = api.get(path)["ETag"]
    for given in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        response = getattr(api, method)(path, headers={"If-None-Match": given})
        assert (response.status_code, response["ETag"]) == (304, tag)
        assert "Cache-Control" in response


@pytest.mark.parametrize("of", OF_A_TRUCE)
def test_an_answer_for_now_does_not_change_with_the_clock(api, of):
    factories.make_ceasefire(slug="truce")
    tags = set()
    for minutes in (0, 10):
        with time_machine.travel(NOW + timedelta(minutes=minutes), tick=False):
            tags.add(api.get(f"ceasefires/truce/{of}")["ETag"])
    assert len(tags) == 1


def test_an_etag_changes_with_the_data(api):
    before = api.get("parties/")["ETag"]
    factories.make_party()
    assert api.get("parties/", headers={"If-None-Match": before}).status_code == 200


def test_an_etag_is_that_of_the_page_that_was_asked_for(api):
    factories.make_party()
    tags = {api.get("parties/", asked)["ETag"] for asked in ({}, {"fields": "name"})}
    assert len(tags) == 2


def test_a_304_keeps_the_links_of_the_page(api):
    FIVE_ROWS["parties"]()
    page = api.get("parties/", {"limit": 2})
    again = api.get("parties/", {"limit": 2}, headers={"If-None-Match": page["ETag"]})
    assert (again.status_code, again["Link"]) == (304, page["Link"])


@every_path
def test_any_cache_may_keep_an_answer_for_as_long_as_the_settings_say(api, settings, path):
    settings.API_MAX_AGE, settings.API_STALE_WHILE_REVALIDATE = 7, 11
    settings.API_STALE_IF_ERROR = 13
    response = api.get(path)
    assert response["Cache-Control"].startswith("public, ")
    assert seconds(response) == {
        "max-age": 7,
        "stale-while-revalidate": 11,
        "stale-if-error": 13,
    }


@pytest.mark.parametrize("of", ["ceasefires/", "ceasefires/truce/", "ceasefires/truce/state/"])
@pytest.mark.parametrize("left", [0.5, 1, 3, 7, 20, 3600])
def test_no_cache_keeps_an_answer_past_the_end_of_a_truce(api, of, left):
    end = FuzzyInstant(NOW + timedelta(seconds=left), "minute")
    factories.make_ceasefire(slug="truce", scheduled_end=end)
    with time_machine.travel(NOW, tick=False):
        kept = seconds(api.get(of))
    longest = max(kept["stale-while-revalidate"], kept["stale-if-error"])
    assert 0 <= kept["max-age"] + longest < max(left, 1)


def test_once_a_truce_has_ended_its_answer_may_be_kept_again(api, settings):
    factories.make_ceasefire(slug="truce")
    response = api.get("ceasefires/truce/state/")
    assert seconds(response)["max-age"] == settings.API_MAX_AGE


@pytest.mark.parametrize("path", ["parties/?limit=0", "parties/nobody/", "nothing/"])
def test_an_error_has_no_etag(api, path):
    assert "ETag" not in api.get(path)
