"""Every endpoint by every method for every role, and what a token changes of a read: nothing.

But to editors a history tells who wrote it (``test_history.py``).
"""

import pytest

from tests.people import bearing, make_token

from .contract import BASE, document
from .role_table import BEARERS, TABLE, Cell, cells
from .test_query_counts import add_everything, asked_for

# What is settled of the feed can be more a moment later, whatever else runs on the server.
STEADY = [path for path in TABLE if TABLE[path]["GET"] == 200 and path != "changes/"]
WRITES = {"POST", "PUT", "PATCH", "DELETE"}
pytestmark = pytest.mark.django_db


def address(api, path):
    first = path.replace("{slug}", "{first}").replace("{id}", "{first}")
    return asked_for(api, first)


@pytest.mark.parametrize("path", TABLE)
def test_each_role_gets_what_the_table_says(api, path):
    add_everything(1)
    url = address(api, path)
    tokens = {bearer: make() for bearer, make in BEARERS.items()}
    for cell in cells(path):
        given = {"content_type": "application/json"} if cell.method in WRITES else {}
        response = api.generic(cell.method, url, headers=bearing(tokens[cell.bearer]), **given)
        assert Cell(cell.method, cell.bearer, response.status_code) == cell
        assert ("WWW-Authenticate" in response) == (response.status_code == 401)


def test_the_table_has_every_endpoint():
    promised = {path.removeprefix(BASE) for path in document()["paths"]}
    assert {path.partition("?")[0] for path in TABLE} == promised


@pytest.mark.parametrize("path", STEADY)
def test_a_read_answers_a_bearer_as_it_answers_anyone(api, path):
    add_everything(1)
    url = address(api, path)
    anyone = api.get(url)
    for role in ["", "monitor", *([] if "history" in path else ["editor", "admin"])]:
        bearer = api.get(url, headers=bearing(make_token(role)))
        assert bearer.content == anyone.content
        for header in ("ETag", "Cache-Control", "Vary"):
            assert bearer.get(header) == anyone.get(header)
