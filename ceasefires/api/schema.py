"""How the OpenAPI document is made from the views."""

import re
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from .authentication import BearerAuthentication
from .components import SCHEMAS, name_titled, shared
from .formats import Csv
from .pagination import COUNT, CURSOR, LIMIT
from .parameters import FORMAT
from .problems import MEDIA_TYPE
from .promises import (
    ALL_HEADERS,
    CACHING,
    COMMON,
    DONE,
    ERRORS,
    ETAG,
    FORMS,
    HEADERS,
    HELD,
    IDEMPOTENCY_KEY,
    IF_MATCH,
    LAST_EVENT_ID,
    LET_PASS,
    LIMITS,
    LINK,
    LOCATION,
    PATH_PARAMETERS,
    PROBLEM,
    RATE,
    READ_AS,
    READ_ERRORS,
    REASON_SCHEMA,
    REDIRECT,
    REPLAYED,
    VERBS,
    WRITE_ERRORS,
)


class BearerScheme(OpenApiAuthenticationExtension):
    """How the document tells of tokens; drf-spectacular finds it by its target."""

    target_class = BearerAuthentication
    name = "bearer"

    def get_security_definition(self, auto_schema: Any) -> dict[str, str]:
        told = "A token from `manage.py issue_token`. Reading needs none."
        return {"type": "http", "scheme": "bearer", "description": told}


class Schema(AutoSchema):
    """Parameters come from what the views really take; every error is a problem."""

    def get_override_parameters(self) -> list[Any]:
        return []

    def _is_list_view(self, serializer: Any = None) -> bool:
        view: Any = self.view
        return getattr(view, "filters_rows", False) and view.action == "list"

    def get_tags(self) -> list[str]:
        return [re.split("[/.]", self.path.removeprefix("/api/v1/"))[0] or "index"]

    def get_operation_id(self) -> str:
        words = re.sub("[-.]", "_", self.path.removeprefix("/api/v1/").strip("/")).split("/")
        named = [word for word in words if not word.startswith("{")]
        view: Any = self.view
        read = "get" if view.action == "retrieve" else "list"
        return f"{VERBS.get(self.method.lower(), read)}_{'_'.join(named) or 'index'}"

    def get_operation(self, *args: Any, **kwargs: Any) -> dict[str, Any] | None:
        operation = super().get_operation(*args, **kwargs)
        if operation:
            operation["security"] = [{BearerScheme.name: []}, *([] if self.writes else [{}])]
        return operation

    @property
    def writes(self) -> bool:
        return self.method.lower() in VERBS

    def _get_parameters(self) -> list[dict[str, Any]]:
        in_path = [each for each in super()._get_parameters() if each["in"] == "path"]
        described = [each | {"description": PATH_PARAMETERS[each["name"]]} for each in in_path]
        view: Any = self.view
        headers = [IDEMPOTENCY_KEY] if self.writes else []
        headers += [IF_MATCH] if self.method.lower() in HELD else []
        taken = [each.operation_parameter() for each in view.accepted_parameters()]
        return described + headers + taken

    def get_request_serializer(self) -> Any:
        view: Any = self.view
        if view.action == "create":
            return view.created_class
        written = ("update", "partial_update")
        return view.detail_class if view.action in written else super().get_request_serializer()

    def get_response_serializers(self) -> Any:
        view: Any = self.view
        written = ("create", "update", "partial_update")
        return view.detail_class if view.action in written else super().get_response_serializers()

    def _get_request_body(self, direction: Any = "request") -> Any:
        if self.method == "DELETE":
            return {"required": True, "content": {"application/json": {"schema": REASON_SCHEMA}}}
        return super()._get_request_body(direction)

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        return self._written(bodies) if self.writes else self._read(bodies)

    def _read(self, bodies: dict[str, Any]) -> dict[str, Any]:
        lists = "'previous'" in str(bodies["200"]) or self._is_list_view()
        whole = Csv.media_type in bodies["200"]["content"]
        for media_type, told in FORMS.items():
            if media_type in bodies["200"]["content"]:
                bodies["200"]["content"][media_type] = {"schema": told}
        bodies["200"] |= {
            "description": "What was asked for.",
            "headers": CACHING | (LINK if lists else {}) | (RATE if whole else {}),
        }
        named = "{" in self.path
        shared = [status for status in READ_ERRORS if status != 404 or named]
        return bodies | {str(status): _shared(status) for status in shared}

    def _written(self, bodies: dict[str, Any]) -> dict[str, Any]:
        """What a write answers; of a new object, a dry run answers 200."""
        ((done, body),) = bodies.items()
        statuses = {int(done), 200} if done == "201" else {int(done)}
        tagged = ETAG if self.method != "DELETE" and "bulk" not in self.path else {}
        located = LOCATION if done == "201" and "bulk" not in self.path else {}
        answers = {
            str(status): body
            | {
                "description": DONE[status],
                "headers": LIMITS | REPLAYED | tagged | (located if status == 201 else {}),
            }
            for status in sorted(statuses)
        }
        held = [412, 428] if self.method.lower() in HELD else []
        named = "{" in self.path
        shared = [status for status in (*WRITE_ERRORS, *held) if status != 404 or named]
        return answers | {str(status): _shared(status) for status in sorted(shared)}


class StreamSchema(Schema):
    """Of an answer that goes on, so that nobody keeps it, in a process of its own."""

    def _get_parameters(self) -> list[dict[str, Any]]:
        return [*super()._get_parameters(), LAST_EVENT_ID]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies = super()._get_response_bodies(direction)
        kept = {name: each for name, each in bodies.items() if name not in ("304", "412")}
        events = bodies["200"] | {"headers": {"Cache-Control": CACHING["Cache-Control"]}}
        return kept | {"200": events, "307": REDIRECT}


def _shared(status: int) -> dict[str, str]:
    return {"$ref": f"#/components/responses/{_name(status)}"}


def _name(status: int) -> str:
    return HTTPStatus(status).name.title().replace("_", "")


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the components that all errors share; make objects hold just what they name."""
    components = result.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name, schema in schemas.items():
        if not name.endswith("Request"):
            _close(schema)
    for name, schema in schemas.items():
        if name.endswith("Request"):
            written = name.removeprefix("Patched").removesuffix("Request")
            _let_pass(schema, schemas[READ_AS.get(written, written)])
    schemas["Problem"] = PROBLEM
    unchanged = {"description": "Nothing has changed since that ETag.", "headers": CACHING}
    components["responses"] = {_name(304): unchanged} | {
        _name(status): _problem(status, description) for status, description in ERRORS.items()
    }
    name_titled(result)
    shared(result, "schemas", SCHEMAS)
    shared(result, "headers", {name.replace("-", ""): each for name, each in ALL_HEADERS.items()})
    parameters = [*COMMON, *(each.operation_parameter() for each in (FORMAT, LIMIT, CURSOR, COUNT))]
    shared(result, "parameters", {each["name"].replace("-", ""): each for each in parameters})
    return result


def _close(schema: dict[str, Any]) -> None:
    """All of a record's fields are there (unless fields= asks for some), and no others."""
    if "additionalProperties" not in schema and schema.get("type") == "object":
        schema |= {"required": list(schema["properties"]), "additionalProperties": False}


def _let_pass(schema: dict[str, Any], read: dict[str, Any]) -> None:
    """What was read can be written back: what nobody writes is let pass."""
    passed = {name: {"description": LET_PASS} for name in read["properties"]}
    schema["properties"] = passed | schema.get("properties", {})
    schema["additionalProperties"] = False


def _problem(status: int, description: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    headers = {"headers": HEADERS[status]} if status in HEADERS else {}
    return {"description": description, "content": content} | headers
