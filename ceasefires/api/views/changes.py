"""The change feed."""

from typing import Any

from drf_spectacular.utils import extend_schema
from rest_framework.response import Response

from ceasefires import feed
from ceasefires.api.fields.references import link
from ceasefires.api.fields.scalars import INSTANT, utc
from ceasefires.api.pagination import (
    DEFAULT_LIMIT,
    LIMIT,
    link_header,
    page_schema,
    page_url,
)
from ceasefires.api.parameters import Parameter, Refused, one_of
from ceasefires.api.problems import ParameterError

from .base import ReadView
from .meta import RESOURCE_MODELS

TEXT = {"type": "string"}


def position(text: str) -> feed.Position:
    try:
        return feed.Position.read(text)
    except ValueError:
        raise Refused("is not a position; take it from a change.") from None


AFTER = Parameter("after", position, "The position of the last change that you have.")
RESOURCE = Parameter(
    "resource",
    one_of(RESOURCE_MODELS),
    "Only changes of these.",
    {"type": "string", "enum": list(RESOURCE_MODELS)},
    many=True,
)
PROPERTIES: dict[str, Any] = {
    "position": TEXT | {"description": "Opaque; sorts as the feed does, and holds for ever."},
    "at": INSTANT | {"description": "When it was written."},
    "resource": {"type": "string", "enum": list(RESOURCE_MODELS)},
    "id": TEXT | {"description": "The object's slug or UUID."},
    "action": {"type": "string", "enum": ["created", "updated", "deleted"]},
    "url": {"type": "string", "format": "uri"},
    "changed": {
        "type": "array",
        "items": TEXT,
        "description": "The fields of an updated object that have changed.",
    },
    "reason": TEXT | {"description": "Why; empty where nothing was given."},
}
CHANGES_SCHEMA = page_schema(
    {
        "type": "array",
        "items": {
            "title": "Change",
            "type": "object",
            "required": list(PROPERTIES),
            "additionalProperties": False,
            "properties": PROPERTIES,
        },
    }
)
# The feed goes on where it ends, and is not counted.
del CHANGES_SCHEMA["properties"]["count"]


class ChangesView(ReadView):
    """Every change of the data once, in order of commit; what was deleted stays, as a tombstone."""

    takes = (AFTER, RESOURCE, LIMIT)

    @extend_schema(responses={200: CHANGES_SCHEMA})
    def list(self, request: Any) -> Response:
        after, (until, unnumbered) = self.given("after", feed.BEGINNING), feed.bounds()
        check_given_out("after", after, unnumbered)
        resources, limit = self.given("resource", ()), self.given("limit", DEFAULT_LIMIT)
        found = feed.changes(after, until, resources, limit + 1)
        before = feed.page_before(after, resources, limit) if "after" in self.parameters else None
        rows = found[:limit]
        links = {
            "next": self._page(rows[-1].position) if len(found) > limit else None,
            "previous": self._page(before) if before is not None else None,
        }
        root = self.get_serializer_context()["root"]
        body = links | {"results": [shown(each, root) for each in rows]}
        return Response(body, headers=link_header(links))

    def _page(self, after: feed.Position) -> str:
        return page_url(self.request, str(after), "after")


def check_given_out(name: str, after: feed.Position, unnumbered: feed.Position) -> None:
    if after > unnumbered:
        raise ParameterError((name, "invalid", "is not a position that was given out."))


def shown(change: feed.Change, root: str) -> dict[str, Any]:
    return {
        "position": str(change.position),
        "at": utc(change.at),
        "resource": change.resource,
        "id": change.identifier,
        "action": change.action,
        "url": link({"root": root}, change.resource, change.identifier),
        "changed": change.changed,
        "reason": change.reason,
    }
