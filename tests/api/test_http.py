"""What every answer shares: methods, cross-origin headers, problems, no writes, no cookies."""

import json

import pytest
from django.db import InterfaceError, OperationalError, connection
from django.db.backends.utils import CursorWrapper
from django.test import Client
from django.test.utils import CaptureQueriesContext

from tests import factories

from .contract import document, template
from .filter_cases import RESOURCES

PROBLEM = "application/problem+json"
LISTS = ["", "vocabularies/", "schema/", "violations/summary/?group_by=kind"] + [
    f"{resource}/" for resource in RESOURCES
]
OBJECTS = ["ceasefires/one/"] + [
    f"ceasefires/one/{part}/" for part in ("state", "timeline", "precedents")
]
EXPOSED = {"ETag", "Link", "Location", "Retry-After", "RateLimit", "RateLimit-Policy"} | {
    "Idempotency-Replayed",
    "X-Request-ID",
}
READS, WRITES = {"GET", "HEAD", "OPTIONS"}, {"POST", "PUT", "PATCH", "DELETE"}
every_path = pytest.mark.parametrize("path", LISTS + OBJECTS)


pytestmark = pytest.mark.parametrize("world", ["ceasefires"], indirect=True)


@pytest.fixture(autouse=True)
def one(world):
    """A ceasefire of this name is there."""


@every_path
def test_head_is_get_without_a_body(api, path):
    got, headed = api.get(path), api.head(path)
    assert (headed.status_code, headed.content) == (200, b"")
    for header in ("ETag", "Content-Type", "Content-Length", "Cache-Control"):
        assert headed[header] == got[header]


@every_path
def test_options_lists_the_methods(api, path):
    response = api.options(path)
    assert (response.status_code, response.content) == (204, b"")
    assert set(response["Allow"].split(", ")) == READS | written(path)


def written(path):
    """The methods that write what is at a path."""
    operations = document()["paths"][template(path)]
    return {method.upper() for method in operations} - {"GET"}


@pytest.mark.parametrize("path", [*LISTS, *OBJECTS, "nothing/", "parties/nobody/"])
def test_a_preflight_is_answered_anywhere(api, path):
    asked = {"Origin": "https://example.org", "Access-Control-Request-Method": "GET"}
    response = api.options(path, headers=asked)
    assert response.status_code == 204
    assert response["Access-Control-Allow-Origin"] == "*"
    assert set(response["Access-Control-Allow-Methods"].split(", ")) == READS | WRITES
    taken = {"Accept", "Authorization", "Idempotency-Key", "If-Match", "If-None-Match"}
    assert taken <= set(response["Access-Control-Allow-Headers"].split(", "))


@pytest.mark.parametrize(
    "path", [*LISTS, *OBJECTS, "nothing/", "parties/nobody/", "parties/?limit=0"]
)
def test_any_web_page_may_read_any_answer(api, path):
    response = api.get(path, headers={"Origin": "https://example.org"})
    assert response["Access-Control-Allow-Origin"] == "*"
    assert "Access-Control-Allow-Credentials" not in response
    assert set(response["Access-Control-Expose-Headers"].split(", ")) == EXPOSED


def test_a_304_and_a_412_may_be_read_by_any_web_page(api):
    for header, status in (("If-None-Match", 304), ("If-Match", 412)):
        value = "*" if status == 304 else '"x"'
        response = api.get("parties/", headers={header: value})
        assert (response.status_code, response["Access-Control-Allow-Origin"]) == (status, "*")


@every_path
@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "TRACE", "BREW"])
def test_another_method_is_405_and_names_those_there_are(api, path, method):
    response = api.generic(method, path)
    assert response.status_code == (401 if method in written(path) else 405)
    if response.status_code == 405:
        assert set(response["Allow"].split(", ")) == READS | written(path)


@every_path
@pytest.mark.parametrize("accept", ["application/pdf", PROBLEM, "application/json;q=0, image/*"])
def test_only_json_can_be_had(api, path, accept):
    response = api.get(path, headers={"Accept": accept})
    assert response.status_code == 406


@pytest.mark.parametrize(
    "accept", ["text/html, */*;q=0.1", "application/json; charset=utf-8", "application/*", "*/*"]
)
def test_json_is_sent_plainly_to_whoever_takes_it(api, accept):
    response = api.get("parties/", headers={"Accept": accept})
    assert (response.status_code, response["Content-Type"]) == (200, "application/json")


@every_path
def test_a_cache_keeps_answers_apart_by_what_the_client_accepts(api, path):
    for accept in ("application/json", "text/csv"):
        assert api.get(path, headers={"Accept": accept})["Vary"] == "Accept"


def test_a_problem_says_what_is_wrong_and_where(api):
    assert api.get("parties/?limit=0").json() == {
        "type": "about:blank",
        "title": "Bad Request",
        "status": 400,
        "detail": "One or more query parameters cannot be taken.",
        "errors": [
            {
                "parameter": "limit",
                "code": "invalid",
                "detail": "give a whole number from 1 to 1000.",
            }
        ],
    }


def test_an_address_without_its_slash_is_told_so(api):
    assert "end with a slash" in api.get("parties").json()["detail"]


@pytest.mark.parametrize("path", ["parties/", "nothing/", "parties/nobody/"])
def test_a_host_that_is_not_served_is_a_problem(api, path):
    response = api.get(path, headers={"Host": "evil.example"})
    assert (response.status_code, response["Content-Type"]) == (400, PROBLEM)


class Refusing:
    """A database that answers nothing but this error."""

    def __init__(self, error):
        self.error = error

    def __call__(self, *args, **kwargs):
        raise self.error


@pytest.mark.parametrize("error", [OperationalError("gone"), InterfaceError("closed")])
@pytest.mark.parametrize("path", ["", "parties/", "ceasefires/one/state/", "violations/"])
def test_a_database_that_is_away_is_503(api, path, error):
    with connection.execute_wrapper(Refusing(error)):
        response = api.get(path)
    assert (response.status_code, response["Retry-After"]) == (503, "5")
    assert "gone" not in response.content.decode()


def test_a_question_that_takes_too_long_is_503(api, monkeypatch):
    execute = CursorWrapper.execute

    def slowly(cursor, sql, params=None):
        execute(cursor, "SET LOCAL statement_timeout = 1")
        try:
            execute(cursor, "SELECT pg_sleep(1)")
        finally:
            monkeypatch.undo()

    monkeypatch.setattr(CursorWrapper, "execute", slowly)
    assert api.get("parties/").status_code == 503


def test_a_fault_of_ours_is_a_problem_that_tells_no_secret(db):
    unguarded = Client(raise_request_exception=False)
    with connection.execute_wrapper(Refusing(RuntimeError("a secret"))):
        response = unguarded.get("/api/v1/parties/", headers={"Accept": "*/*"})
    assert (response.status_code, response["Content-Type"]) == (500, PROBLEM)
    assert "secret" not in response.content.decode()


@every_path
def test_reading_writes_nothing_and_sets_no_cookie(api, path):
    with CaptureQueriesContext(
        connection,
    ) as queries:
        response = api.get(path)
    verbs = {query["sql"].split()[0].strip("(").upper() for query in queries}
    assert verbs <= {"SELECT", "WITH"}
    assert not response.cookies
    assert "Cookie" not in response.get("Vary", "")


def test_who_logged_or_edited_is_nowhere(api):
    factories.make_report()
    document = json.dumps(api.body("schema/"))
    for name in ("logged_by", "edited_by", "created_by", "user"):
        assert f'"{name}"' not in document
