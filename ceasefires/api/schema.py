"""How the OpenAPI document is made from the views."""

from typing import Any

from drf_spectacular.openapi import AutoSchema

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
RESPONSES = {
    "304": "Nothing has changed since the ETag given in If-None-Match.",
    "400": "A parameter cannot be taken; errors names each.",
    "404": "There is no such object.",
    "406": "No representation that the Accept header allows.",
    "503": "The database cannot answer now; Retry-After says when to try again.",
}


class Schema(AutoSchema):
    """Parameters come from what the views really take; every error is a problem."""

    def get_override_parameters(self) -> list[Any]:
        return []

    def _is_list_view(self, serializer: Any = None) -> bool:
        view: Any = self.view
        return getattr(view, "filters_rows", False) and view.action == "list"

    def get_tags(self) -> list[str]:
        return [self.path.removeprefix("/api/v1/").split("/")[0] or "index"]

    def get_operation_id(self) -> str:
        words = self.path.removeprefix("/api/v1/").strip("/").replace("-", "_").split("/")
        named = [word for word in words if not word.startswith("{")]
        shown = "get" if words[-1].startswith("{") else "list"
        return f"{shown}_{'_'.join(named) or 'index'}"

    def _get_parameters(self) -> list[dict[str, Any]]:
        path = [each for each in super()._get_parameters() if each["in"] == "path"]
        view: Any = self.view
        return path + [each.operation_parameter() for each in view.accepted_parameters()]

    def _get_response_bodies(self, direction: Any = "response") -> dict[str, Any]:
        bodies: dict[str, Any] = super()._get_response_bodies(direction)
        for status, description in RESPONSES.items():
            if status == "404" and "{" not in self.path:
                continue
            body = {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}}
            bodies[status] = {"description": description} | (
                {} if status == "304" else {"content": body}
            )
        return bodies


def complete(result: dict[str, Any], **_: Any) -> dict[str, Any]:
    """Add the component that all errors share."""
    result.setdefault("components", {}).setdefault("schemas", {})["Problem"] = PROBLEM
    return result
