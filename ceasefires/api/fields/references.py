"""Fields that refer to other objects: links, leaves, citations."""

from collections.abc import Mapping, Sequence
from typing import Any
from uuid import UUID

from django.db.models import F, TextField, Value
from django.db.models.functions import Cast, Concat

from ceasefires.api.parameters import Refused, identifier
from ceasefires.models.record import Entity
from ceasefires.models.shown import name_of

from .base import MOST_PARTS, Field, Schema, listed, members, optional, refuse
from .scalars import ShownField, text

BASE = "/api/v1/"
LEAF = ("slug", "name", "url")
URI: Schema = {"type": "string", "format": "uri"}
LEAF_SCHEMA: Schema = {
    "type": "object",
    "required": list(LEAF),
    "additionalProperties": False,
    "properties": {"slug": {"type": "string"}, "name": {"type": "string"}, "url": URI},
}
OPTIONAL_LEAF_SCHEMA = optional(LEAF_SCHEMA)
REFERENCE_SCHEMA: Schema = {
    "description": "The slug, or the leaf that was read.",
    "anyOf": [{"type": "string"}, LEAF_SCHEMA | {"required": ["slug"]}],
}
UUID_LEAF_SCHEMA: Schema = {
    "type": "object",
    "required": ["id", "url"],
    "additionalProperties": False,
    "properties": {"id": {"type": "string", "format": "uuid"}, "url": URI},
}


def link(context: Mapping[str, Any], resource: str, identifier: Any) -> str:
    """The address of one object."""
    return f"{context['root']}{resource}/{identifier}/"


def own_link(context: Mapping[str, Any], resource: str, record: Any) -> str:
    """The address of a record, by its slug or UUID."""
    return link(context, resource, getattr(record, "slug", None) or record.pk)


def leaf(context: Mapping[str, Any], resource: str, record: Any) -> dict[str, Any]:
    return {
        "slug": record.slug,
        "name": str(record),
        "url": link(context, resource, record.slug),
    }


def found(context: Any, model: Any, **key: Any) -> Any:
    """The record that is referred to; each is looked up once in a request."""
    known = context.setdefault("found", {})
    place = (model, *key.values())
    if place not in known:
        known[place] = model.objects.filter(**key).first()
    if known[place] is None:
        name = model._meta.verbose_name
        refuse("unknown", f"there is no {name} “{next(iter(key.values()))}”.")
    return known[place]


def referred(context: Any, model: Any, data: Any) -> Any:
    """The record of a slug, or of a leaf."""
    if not isinstance(data, str | dict):
        refuse("not_a_reference", "give a slug.")
    slug = data if isinstance(data, str) else members(data, LEAF, ("slug",))["slug"]
    return found(context, model, slug=text(slug))


class LeafField(Field):
    """A reference to another object, by its slug, name and address."""

    shows = LEAF_SCHEMA
    takes = REFERENCE_SCHEMA  # type: ignore[assignment]

    def __init__(self, resource: str, **options: Any) -> None:
        self.resource = resource
        super().__init__(**options)

    def to_representation(self, record: Any) -> dict[str, Any]:
        return leaf(self.context, self.resource, record)

    def cell_names(self) -> list[str]:
        return [str(self.field_name), f"{self.field_name}_name"]

    def free_cells(self) -> list[bool]:
        return [False, True]

    def cells(self, shown: dict[str, Any] | None) -> list[Any]:
        return [None, None] if shown is None else [shown["slug"], shown["name"]]

    def selected(self) -> list[Any]:
        return [F(f"{self.source}__slug"), name_of(str(self.source), self.column.related_model)]

    def made(self, cells: Sequence[Any]) -> dict[str, Any] | None:
        slug, name = cells
        if slug is None:
            return None
        return {"slug": slug, "name": name, "url": link(self.context, self.resource, slug)}

    def take(self, data: Any) -> Any:
        return referred(self.context, self.column.related_model, data)


class OptionalLeafField(LeafField):
    shows = OPTIONAL_LEAF_SCHEMA
    takes = {**REFERENCE_SCHEMA, "anyOf": [*REFERENCE_SCHEMA["anyOf"], {"type": "null"}]}  # type: ignore[assignment]

    def take(self, data: Any) -> Any:
        return None if data is None else super().take(data)


class LeavesField(Field):
    shows = {"type": "array", "items": LEAF_SCHEMA}
    takes = {"type": "array", "items": REFERENCE_SCHEMA, "maxItems": MOST_PARTS}  # type: ignore[assignment]

    def __init__(self, resource: str, **options: Any) -> None:
        self.resource = resource
        super().__init__(**options)

    def to_representation(self, records: Any) -> list[dict[str, Any]]:
        return [leaf(self.context, self.resource, each) for each in records.all()]

    def cells(self, shown: list[dict[str, Any]]) -> list[Any]:
        return [" ".join(each["slug"] for each in shown)]

    def take(self, data: Any) -> list[Any]:
        return listed(data, lambda each: referred(self.context, self.column.related_model, each))


class ViolationLeafField(Field):
    """The act that a report is about; nothing of the act is fetched."""

    shows = UUID_LEAF_SCHEMA
    takes = {  # type: ignore[assignment]
        "description": "The id, or the leaf that was read.",
        "anyOf": [{"type": "string", "format": "uuid"}, UUID_LEAF_SCHEMA | {"required": ["id"]}],
    }

    def __init__(self) -> None:
        super().__init__(source="violation_id")

    def to_representation(self, violation_id: UUID) -> dict[str, str]:
        return {"id": str(violation_id), "url": link(self.context, "violations", violation_id)}

    def cells(self, shown: dict[str, str]) -> list[Any]:
        return [shown["id"]]

    def selected(self) -> list[Any]:
        return [Cast(F("violation_id"), TextField())]

    def made(self, cells: Sequence[Any]) -> dict[str, str]:
        return self.to_representation(cells[0])

    def take(self, data: Any) -> Any:
        given = data if isinstance(data, str) else members(data, ("id", "url"), ("id",))["id"]
        try:
            pk = identifier(text(given))
        except Refused as refused:
            refuse(refused.code, str(refused))
        return found(self.context, self.column.related_model, pk=pk)


class UrlField(ShownField):
    """An object's own address, among those of its serializer's ``resource``."""

    shows = URI

    def __init__(self) -> None:
        super().__init__(source="*")

    def to_representation(self, record: Any) -> str:
        serializer: Any = self.parent
        return own_link(self.context, serializer.resource, record)

    def selected(self) -> list[Any]:
        serializer: Any = self.parent
        own = F("slug") if issubclass(serializer.model, Entity) else Cast(F("pk"), TextField())
        before, after = link(self.context, serializer.resource, "|").split("|")
        return [Concat(Value(before), own, Value(after), output_field=TextField())]
