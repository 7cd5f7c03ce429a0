"""The browsable reference."""

import re

import pytest
from django.contrib.staticfiles import finders

pytestmark = pytest.mark.django_db
ADDRESS = re.compile(r"(?:src|href)=\"([^\"]+)\"")


@pytest.fixture
def addresses(client):
    """What the page loads."""
    response = client.get("/docs/")
    assert response.status_code == 200
    assert response["Content-Type"].startswith("text/html")
    return ADDRESS.findall(response.content.decode())


def test_the_page_loads_nothing_from_elsewhere(addresses):
    assert len(addresses) > 3
    assert [each for each in addresses if not re.match(r"/static/|/docs/", each)] == []


def test_everything_that_the_page_loads_is_there(client, addresses):
    static = [each.removeprefix("/static/") for each in addresses if each.startswith("/static/")]
    assert [each for each in static if not finders.find(each)] == []


def test_the_script_of_the_page_reads_our_schema(client, addresses):
    (script,) = [each for each in addresses if each.startswith("/docs/")]
    response = client.get(script)
    assert response["Content-Type"] == "application/javascript"
    assert '"/api/v1/schema/"' in response.content.decode()
    assert not re.search(r"https?://", response.content.decode())


def test_reading_the_page_sets_no_cookie(client):
    assert not client.get("/docs/").cookies


@pytest.mark.parametrize(
    ("method", "accept", "status"), [("GET", "text/csv", 406), ("POST", "text/html", 405)]
)
def test_what_the_page_cannot_do_is_a_problem(client, method, accept, status):
    response = client.generic(method, "/docs/", headers={"Accept": accept})
    assert (response.status_code, response.json()["status"]) == (status, status)
    assert response["Content-Type"] == "application/problem+json"
