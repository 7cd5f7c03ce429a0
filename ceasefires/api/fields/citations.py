"""Which sources support an object, and where in them."""

from typing import Any

from ceasefires.models import Citation, Source

from .base import MOST_PARTS, Field, Schema, each_taken, listed, members, refuse
from .references import LEAF_SCHEMA, REFERENCE_SCHEMA, leaf, referred
from .scalars import text

LONGEST_LOCATOR: int = Citation._meta.get_field("locator").max_length or 0
MEMBERS = ("source", "locator", "fields")


def _schema(source: Schema, required: tuple[str, ...]) -> Schema:
    properties = {
        "source": source,
        "locator": {"type": "string", "maxLength": LONGEST_LOCATOR},
        "fields": {
            "type": "array",
            "items": {"type": "string"},
            "description": "The fields supported; empty: the object as a whole.",
        },
    }
    row = {
        "type": "object",
        "required": list(required),
        "additionalProperties": False,
        "properties": properties,
    }
    return {"type": "array", "items": row}


class CitationsField(Field):
    """Which sources support an object, and where in them; only those public when known at."""

    shows = _schema(LEAF_SCHEMA, MEMBERS)
    takes = _schema(REFERENCE_SCHEMA, MEMBERS[:2]) | {"maxItems": MOST_PARTS}  # type: ignore[assignment]

    def __init__(self) -> None:
        super().__init__(source="citations")

    def to_representation(self, citations: Any) -> list[dict[str, Any]]:
        return [
            {
                "source": leaf(self.context, "sources", each.source),
                "locator": each.locator,
                "fields": each.fields,
            }
            for each in citations.all()
            if self._was_public(each.source)
        ]

    def _was_public(self, source: Any) -> bool:
        known_at = self.context.get("asked_known_at")
        published = source.published_at or source.accessed
        return known_at is None or (published is not None and published <= known_at)

    def cells(self, shown: list[dict[str, Any]]) -> list[Any]:
        return [" ".join(dict.fromkeys(each["source"]["slug"] for each in shown))]

    def take(self, data: Any) -> list[dict[str, Any]]:
        return listed(data, self._citation)

    def _citation(self, data: Any) -> dict[str, Any]:
        return each_taken(
            members(data, MEMBERS, MEMBERS[:2]),
            {
                "source": lambda given: referred(self.context, Source, given),
                "locator": locator_of,
                "fields": lambda given: listed([] if given is None else given, self._name),
            },
        )

    def _name(self, data: Any) -> str:
        owner: Any = self.parent
        names = [name for name in owner.fields if name not in ("url", "sources")]
        if data not in names:
            refuse("unknown_value", f"give one of: {', '.join(names)}.")
        return str(data)


def locator_of(data: Any) -> str:
    locator = text(data)
    if not 1 <= len(locator) <= LONGEST_LOCATOR:
        refuse("invalid", f"say where in the source, in 1 to {LONGEST_LOCATOR} characters.")
    return locator
