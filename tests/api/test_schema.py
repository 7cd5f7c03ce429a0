"""The OpenAPI document: what the code says, valid, and telling."""

from io import StringIO

import pytest
import yaml
from django.core.management import call_command
from openapi_spec_validator import OpenAPIV31SpecValidator

from .contract import BASE, document, resolved

OPERATIONS = {
    path: methods["get"] for path, methods in document()["paths"].items() if "get" in methods
}
WRITES = {
    (method, path): operation
    for path, methods in document()["paths"].items()
    for method, operation in methods.items()
    if method != "get"
}
VERBS = ("/bulk/", "/end/", "/supersede/")
HELD = {"put", "patch", "delete"}
STREAM = f"{BASE}changes/stream/"
every_operation = pytest.mark.parametrize("path", OPERATIONS)
every_write = pytest.mark.parametrize(("method", "path"), WRITES)


def test_the_document_is_what_the_code_says(db):
    made = StringIO()
    call_command("spectacular", "--validate", "--fail-on-warn", stdout=made)
    assert yaml.safe_load(made.getvalue()) == document()


def test_the_document_is_valid_openapi_3_1():
    assert document()["openapi"].startswith("3.1.")
    OpenAPIV31SpecValidator(document()).validate()


def test_the_document_is_served(api):
    assert api.body("schema/") == document()


def test_every_object_can_be_written():
    objects = [path for path in OPERATIONS if path.endswith(("{slug}/", "{id}/"))]
    assert {path for method, path in WRITES if method in HELD} == set(objects)
    lists = {path.rpartition("{")[0] for path in objects}
    posted = {path for method, path in WRITES if method == "post"}
    assert lists <= posted
    assert posted - lists == {path for path in posted if path.endswith(VERBS)}


@every_write
def test_a_write_says_what_it_needs(method, path):
    operation = WRITES[method, path]
    given = {each["name"]: each for each in map(resolved, operation["parameters"])}
    assert operation["security"] == [{"bearer": []}]
    assert "Idempotency-Key" in given and "dry_run" in given
    assert ("If-Match" in given) == (method in HELD)
    assert list(operation["requestBody"]["content"]) == ["application/json"]


@every_write
def test_every_refusal_of_a_write_is_promised_as_a_problem(method, path):
    responses = WRITES[method, path]["responses"]
    created = method == "post" and not path.endswith(VERBS[1:])
    done = {"204"} if method == "delete" else {"200", "201"} if created else {"200"}
    held = {"412", "428"} if method in HELD else set()
    named = {"404"} if "{" in path else set()
    errors = {"400", "401", "403", "405", "406", "409", "411", "413", "415", "422", "429", "503"}
    assert set(responses) == done | errors | held | named
    for status in set(responses) - done:
        assert list(resolved(responses[status])["content"]) == ["application/problem+json"]


@every_write
def test_what_was_read_can_be_written_back(method, path):
    if method == "delete" or path.endswith(VERBS):
        return
    body = resolved(WRITES[method, path]["requestBody"]["content"]["application/json"]["schema"])
    read = resolved(OPERATIONS[path if method in HELD else path + named(path)]["responses"]["200"])
    assert set(resolved(read["content"]["application/json"]["schema"])["properties"]) <= set(
        body["properties"]
    )


def named(path):
    return next(each for each in ("{slug}/", "{id}/") if path + each in OPERATIONS)


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
    expected = {"200", "400", "401", "405", "406", "429", "503"} | conditional | named
    assert set(responses) == expected
    for status in expected - {"200", "304", "307"}:
        assert list(resolved(responses[status])["content"]) == ["application/problem+json"]


@every_operation
def test_an_answer_is_json_unless_it_is_a_feed(path):
    content = OPERATIONS[path]["responses"]["200"]["content"]
    feeds = {STREAM: "text/event-stream", f"{BASE}changes.atom": "application/atom+xml"}
    usual = "text/calendar" if path.endswith(".ics") else "application/json"
    assert next(iter(content)) == feeds.get(path, usual)


@pytest.mark.parametrize("path", sorted(OPERATIONS.keys() - {STREAM}))
def test_an_answer_that_ends_may_be_kept(path):
    assert {"ETag", "Cache-Control"} <= set(OPERATIONS[path]["responses"]["200"]["headers"])


def test_operations_have_names_of_their_own():
    names = [each["operationId"] for each in [*OPERATIONS.values(), *WRITES.values()]]
    assert len(names) == len(set(names))


def test_objects_hold_what_they_name_and_no_more():
    schemas = document()["components"]["schemas"].items()
    objects = [(name, each) for name, each in schemas if "properties" in each]
    open_ended = [name for name, each in objects if each.get("additionalProperties") is not False]
    assert open_ended == []


@every_operation
def test_what_is_answered_has_a_name_by_which_clients_know_it(path):
    content = OPERATIONS[path]["responses"]["200"]["content"]
    if path == f"{BASE}schema/" or "application/json" not in content:
        return
    answer = content["application/json"]["schema"]
    page = resolved(answer)["properties"] if "next" in resolved(answer)["properties"] else {}
    named = page["results"]["items"] if page else answer
    assert list(named) == ["$ref"]


def test_a_value_of_a_vocabulary_has_its_name_wherever_it_stands():
    violation = document()["components"]["schemas"]["Violation"]["properties"]
    assert {
        name: violation[name].get("$ref") for name in ("kind", "relation", "figures_basis")
    } == {
        "kind": "#/components/schemas/ViolationKind",
        "relation": "#/components/schemas/Relation",
        "figures_basis": "#/components/schemas/FiguresBasis",
    }
    assert violation["relation"]["readOnly"] and violation["figures_basis"]["description"]


def test_a_map_says_what_its_features_are():
    content = OPERATIONS[f"{BASE}violations/"]["responses"]["200"]["content"]
    collection = resolved(content["application/geo+json"]["schema"])
    feature = resolved(collection["properties"]["features"]["items"])
    assert set(collection["required"]) == {"type", "features"}
    assert set(feature["required"]) == {"type", "id", "geometry", "properties"}
