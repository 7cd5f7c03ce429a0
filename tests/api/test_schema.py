"""The OpenAPI document: what the code says, valid, and telling."""

from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from openapi_spec_validator import OpenAPIV31SpecValidator

from .contract import BASE, document, resolved

OPERATIONS = {path: methods["get"] for path, methods in document()["paths"].items()}
STREAM = f"{BASE}changes/stream/"
every_operation = pytest.mark.parametrize("path", OPERATIONS)


def test_the_document_is_what_the_code_says(db):
    made = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=made)
    assert yaml.safe_load(made.getvalue()) == document()


def test_the_document_is_valid_openapi_3_1():
    assert document()["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document()).validate()


def test_the_document_is_served(api):
    assert api.body("schema/") == document()


def test_only_what_can_be_read_is_promised():
    assert {method for methods in document()["paths"].values() for method in methods} == {"get"}


@every_operation
def test_an_operation_says_what_it_answers(path):
    assert len(OPERATIONS[path]["description"]) >= 15


@every_operation
def test_every_parameter_says_what_it_does(path):
    given = [resolved(each) for each in OPERATIONS[path].get("parameters", [])]
    assert [each["name"] for each in given if len(each.get("description", "")) < 10] == []


@every_operation
def test_every_error_is_promised_as_a_problem(path):
    responses = OPERATIONS[path]["responses"]
    named = {"404"} if "{" in path else set()
    conditional = {"307"} if path == STREAM else {"304", "412"}
    expected = {"200", "400", "401", "405", "406", "503"} | conditional | named
    assert set(responses) == expected
    for status in expected - {"200", "304", "307"}:
        assert list(resolved(responses[status])["content"]) == ["application/problem+json"]


@every_operation
def test_an_answer_is_json_unless_it_is_a_feed(path):
    content = OPERATIONS[path]["responses"]["200"]["content"]
    feeds = {STREAM: "text/event-stream", f"{BASE}changes.atom": "application/atom+xml"}
    assert list(content) == [feeds.get(path, "application/json")]


@pytest.mark.parametrize("path", OPERATIONS.keys() - {STREAM})
def test_an_answer_that_ends_may_be_kept(path):
    assert {"ETag", "Cache-Control"} <= set(OPERATIONS[path]["responses"]["200"]["headers"])


def test_operations_have_names_of_their_own():
    names = [each["operationId"] for each in OPERATIONS.values()]
    assert len(names) == len(set(names))


def test_objects_hold_what_they_name_and_no_more():
    schemas = document()["components"]["schemas"].items()
    open_ended = [name for name, each in schemas if each.get("additionalProperties") is not False]
    assert open_ended == []
