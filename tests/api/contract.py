"""Holds answers to docs/openapi.yaml: path, status, content type and body."""

import json
import re
from datetime import datetime
from functools import cache
from typing import Any

import yaml
from django.conf import settings
from icalendar import Calendar
from jsonschema import Draft202012Validator, FormatChecker

BASE = "/api/v1/"
JSON, PROBLEM = "application/json", "application/problem+json"
CALENDAR = "text/calendar"
WITHOUT_BODY = {204, 304, 307}
formats = FormatChecker(["uuid"])


@formats.checks("date-time")
def _is_instant(value: Any) -> bool:
    if not isinstance(value, str):
        return True
    whole = re.fullmatch(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d{6})?(Z|[+-]\d\d:\d\d)", value)
    return bool(whole and datetime.fromisoformat(value))


@formats.checks("uri")
def _is_address(value: Any) -> bool:
    return not isinstance(value, str) or bool(re.fullmatch(r"https?://[^\s<>\"]+", value))


@formats.checks("duration")
def _is_duration(value: Any) -> bool:
    shape = r"P(?=.)(\d+D)?(T(?=.)(\d+H)?(\d+M)?(\d+S)?)?"
    return not isinstance(value, str) or bool(re.fullmatch(shape, value))


@cache
def document() -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((settings.BASE_DIR / "docs/openapi.yaml").read_text())
    return loaded


def hold(response: Any, method: str, path: str, query: str) -> None:
    """Fail where an answer is not what the document promises."""
    if not path.startswith(BASE) or method == "OPTIONS":
        return
    operation = operation_at(path, method)
    if operation is None:
        assert response.status_code in (400, 401, 403, 404, 405, 406), response.status_code
        if method == "HEAD":
            return
        hold_body(response, PROBLEM, {"$ref": "#/components/schemas/Problem"})
        return
    promised = resolved(operation["responses"][str(response.status_code)])
    if response.status_code in WITHOUT_BODY:
        assert response.content == b""
        return
    media_type = response["Content-Type"].partition(";")[0]
    content = promised["content"][media_type]
    if method == "HEAD" or media_type not in (JSON, PROBLEM, CALENDAR):
        return
    some = "fields=" in query and response.status_code == 200
    hold_body(response, media_type, lenient(content["schema"]) if some else content["schema"])


def hold_body(response: Any, media_type: str, schema: dict[str, Any]) -> None:
    if media_type == CALENDAR:
        assert response["Content-Type"] == f"{CALENDAR}; charset=utf-8"
        Calendar.from_ical(response.content)
        return
    assert response["Content-Type"] == media_type
    if not media_type.endswith("json"):
        return
    body = json.loads(response.content, parse_constant=_refuse)
    rooted = {"components": document()["components"]} | schema
    errors = Draft202012Validator(rooted, format_checker=formats).iter_errors(body)
    said = [f"{error.json_path}: {error.message}" for error in errors]
    assert not said, "\n".join(said)
    if media_type == PROBLEM:
        assert body["status"] == response.status_code


def _refuse(constant: str) -> None:
    raise AssertionError(f"{constant} is not JSON")


def operation_at(path: str, method: str) -> dict[str, Any] | None:
    """The operation that a path leads to; a literal segment goes before a parameter."""
    verb = "get" if method == "HEAD" else method.lower()
    found = template(path)
    operation: dict[str, Any] | None = document()["paths"][found].get(verb) if found else None
    return operation


def template(path: str) -> str | None:
    """The path of the document that an address, or what follows /api/v1/ in it, belongs to."""
    whole = BASE + path.partition("?")[0].removeprefix(BASE)
    fitting = (each for each in document()["paths"] if _pattern(each).fullmatch(whole))
    return min(fitting, key=lambda each: each.count("{"), default=None)


@cache
def _pattern(template: str) -> re.Pattern[str]:
    slugs = re.sub(r"\{slug\}", r"[-a-zA-Z0-9_]+", template)
    return re.compile(re.sub(r"\{id\}", r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}", slugs))


def resolved(node: dict[str, Any]) -> dict[str, Any]:
    while "$ref" in node:
        target: Any = document()
        for part in node["$ref"].removeprefix("#/").split("/"):
            target = target[part]
        node = target
    return node


def lenient(schema: dict[str, Any]) -> dict[str, Any]:
    """The schema where only some fields are asked for: of a row, none is required."""
    whole = dict(resolved(schema))
    if "next" not in whole["properties"]:
        return {name: value for name, value in whole.items() if name != "required"}
    rows = {"type": "array", "items": lenient(whole["properties"]["results"]["items"])}
    return whole | {"properties": whole["properties"] | {"results": rows}}
