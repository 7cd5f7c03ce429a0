"""How the OpenAPI document is made from the views."""

import re
from http import HTTPStatus
from typing import Any

from drf_spectacular.extensions import OpenApiAuthenticationExtension
from drf_spectacular.openapi import AutoSchema

from .authentication import BearerAuthentication
from .problems import MEDIA_TYPE

PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri-reference"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["code", "detail"],
                "additionalProperties": False,
                "properties": {
                    "parameter": {"type": "string"},
                    "pointer": {"type": "string"},
                    "code": {"type": "string"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
    "additionalProperties": False,
    "description": "RFC 9457 problem details.",
}
PATH_PARAMETERS = {
    "slug": "The object's slug; it never changes.",
    "id": "The object's UUID; it never changes.",
}
ERRORS = {
    400: "A parameter cannot be taken; errors names each.",
    401: "The token cannot be taken: malformed, expired, revoked, or of a deactivated user.",
    404: "There is nothing at this address.",
    405: "Another method than Allow lists.",
    406: "No representation that the Accept header allows.",
    412: "If-Match names another ETag.",
    503: "The database cannot answer now; Retry-After says when to try again.",
}
_TEXT = {"schema": {"type": "string"}}
ETAG = {"ETag": _TEXT | {"description": "A strong validator, for If-None-Match."}}
CACHING = ETAG | {"Cache-Control": _TEXT | {"description": "How long the answer may be kept."}}
LINK = {"Link": _TEXT | {"description": "The next and previous pages (RFC 8288)."}}
REDIRECT = {
    "description": "Where it is answered: follow Location.",
    "headers": {"Location": _TEXT | {"description": "The same address in another process."}},
}
LAST_EVENT_ID = {
    "name": "Last-Event-ID",
    "in": "header",
    "required": False,
    "description": "As after, which it prevails over; browsers send it when they come back.",
    "schema": {"type": "string"},
}
HEADERS = {
    401: {"WWW-Authenticate": _TEXT | {"description": "The challenge (RFC 6750)."}},
    405: {"Allow": _TEXT | {"description": "The methods there are."}},
    503: {"Retry-After": _TEXT | {"description": "In how many seconds to try again."}},
}


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
        shown = "get" if words[-1].startswith("{") else "list"
        return f"{shown}_{'_'.join(named) or 'index'}"

    def _get_parameters(self) -> list[dict[str, Any]]:
        in_path = [each for each in super()._get_parameters() if each["in"] == "path"]
        described = [each | {"description": PATH_PARAMETERS[each["name"]]} for each in in_path]
        view: Any = self.view
        return described + [each.operation_parameter() for each in view.accepted_parameters()]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        lists = "results" in str(bodies["200"]) or self._is_list_view()
        bodies["200"] |= {
            "description": "What was asked for.",
            "headers": CACHING | (LINK if lists else {}),
        }
        named = "{" in self.path
        shared = [status for status in (304, *ERRORS) if status != 404 or named]
        return bodies | {str(status): _shared(status) for status in shared}


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
    for schema in schemas.values():
        _close(schema)
    schemas["Problem"] = PROBLEM
    unchanged = {"description": "Nothing has changed since that ETag.", "headers": CACHING}
    components["responses"] = {_name(304): unchanged} | {
        _name(status): _problem(status, description) for status, description in ERRORS.items()
    }
    return result


def _close(schema: dict[str, Any]) -> None:
    """All of a record's fields are there (unless fields= asks for some), and no others."""
    if "additionalProperties" not in schema and schema.get("type") == "object":
        schema |= {"required": list(schema["properties"]), "additionalProperties": False}


def _problem(status: int, description: str) -> dict[str, Any]:
    content = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
    headers = {"headers": HEADERS[status]} if status in HEADERS else {}
    return {"description": description, "content": content} | headers
