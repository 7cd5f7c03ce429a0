"""What objects of the API are made of: links, leaves, fuzzy instants, estimates, citations."""

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any
from zoneinfo import ZoneInfo

from drf_spectacular.utils import extend_schema_field
from rest_framework import serializers

from ceasefires.choices import Precision, Qualifier, Vocabulary
from ceasefires.models.fields import Estimate, FuzzyInstant, Quantity

BASE = "/api/v1/"
INSTANT = {"type": "string", "format": "date-time"}
OPTIONAL_INSTANT = {"type": ["string", "null"], "format": "date-time"}
OPTIONAL_COUNT = {"type": ["integer", "null"], "minimum": 0}


def link(context: Mapping[str, Any], resource: str, identifier: Any) -> str:
    """The address of one object."""
    return f"{context['root']}{resource}/{identifier}/"


def utc(moment: datetime | None) -> str | None:
    """An instant as RFC 3339 with Z."""
    if moment is None:
        return None
    return moment.astimezone(UTC).isoformat().replace("+00:00", "Z")


def fuzzy(instant: FuzzyInstant, zone: str | None) -> dict[str, Any]:
    """A fuzzy instant, shown in the local time of its zone too, where that is known."""
    local = None
    if instant.at is not None and zone:
        local = instant.at.astimezone(ZoneInfo(zone)).isoformat()
    return {"at": utc(instant.at), "precision": instant.precision, "local": local}


FUZZY_SCHEMA = {
    "type": "object",
    "required": ["at", "precision", "local"],
    "additionalProperties": False,
    "properties": {
        "at": OPTIONAL_INSTANT | {"description": "The earliest instant it can mean, in UTC."},
        "precision": {"type": "string", "enum": [each.value for each in Precision]},
        "local": OPTIONAL_INSTANT | {"description": "The same in the local time of its zone."},
    },
}


@extend_schema_field(FUZZY_SCHEMA)
class FuzzyInstantField(serializers.Field):
    """A fuzzy instant; its zone is the one that the serializer names."""

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", **options)

    def to_representation(self, record: Any) -> dict[str, Any]:
        serializer: Any = self.parent
        return fuzzy(getattr(record, str(self.field_name)), serializer.zone_of(record))


@extend_schema_field(INSTANT)
class InstantField(serializers.Field):
    def to_representation(self, moment: datetime) -> str | None:
        return utc(moment)


@extend_schema_field(OPTIONAL_INSTANT)
class OptionalInstantField(InstantField):
    pass


@extend_schema_field(
    {
        "type": "object",
        "required": ["low", "best", "high"],
        "additionalProperties": False,
        "properties": dict.fromkeys(("low", "best", "high"), OPTIONAL_COUNT),
        "description": "null: not reported, which is not zero.",
    }
)
class EstimateField(serializers.Field):
    def to_representation(self, estimate: Estimate) -> dict[str, int | None]:
        return estimate._asdict()


@extend_schema_field(
    {
        "type": ["object", "null"],
        "required": ["value", "qualifier", "unit"],
        "additionalProperties": False,
        "properties": {
            "value": {"type": "integer", "minimum": 0},
            "qualifier": {"type": "string", "enum": [each.value for each in Qualifier]},
            "unit": {"type": "string"},
        },
    }
)
class QuantityField(serializers.Field):
    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", **options)

    def to_representation(self, record: Any) -> dict[str, Any] | None:
        quantity: Quantity = record.quantity
        return None if quantity.value is None else quantity._asdict()


def vocabulary_field(vocabulary: type[Vocabulary], **options: Any) -> serializers.Field:
    """A value of a vocabulary; an empty one reads as null where it may be."""
    values: list[str | None] = [each.value for each in vocabulary]
    if options.pop("nullable", False):
        schema = {"type": ["string", "null"], "enum": [*values, None]}
    else:
        schema = {"type": "string", "enum": values}
    return extend_schema_field(schema)(type("ValueField", (_Value,), {}))(**options)


class _Value(serializers.Field):
    def to_representation(self, value: str) -> str | None:
        return value or None


class LeafField(serializers.Field):
    """A reference to another object, by its slug, name and address."""

    def __init__(self, resource: str, **options: Any) -> None:
        self.resource = resource
        super().__init__(**options)

    def to_representation(self, record: Any) -> dict[str, Any]:
        return leaf(self.context, self.resource, record)


def leaf(context: Mapping[str, Any], resource: str, record: Any) -> dict[str, Any]:
    return {
        "slug": record.slug,
        "name": str(record),
        "url": link(context, resource, record.slug),
    }


LEAF_SCHEMA: dict[str, Any] = {
    "type": "object",
    "required": ["slug", "name", "url"],
    "additionalProperties": False,
    "properties": {
        "slug": {"type": "string"},
        "name": {"type": "string"},
        "url": {"type": "string", "format": "uri"},
    },
}
OPTIONAL_LEAF_SCHEMA = LEAF_SCHEMA | {"type": ["object", "null"]}


def leaf_field(resource: str, optional: bool = False, **options: Any) -> serializers.Field:
    schema = OPTIONAL_LEAF_SCHEMA if optional else LEAF_SCHEMA
    return extend_schema_field(schema)(type("LeafField", (LeafField,), {}))(resource, **options)


@extend_schema_field({"type": "array", "items": LEAF_SCHEMA})
class LeavesField(serializers.Field):
    def __init__(self, resource: str, **options: Any) -> None:
        self.resource = resource
        super().__init__(**options)

    def to_representation(self, records: Any) -> list[dict[str, Any]]:
        return [leaf(self.context, self.resource, each) for each in records.all()]


@extend_schema_field(
    {
        "type": "array",
        "items": {
            "type": "object",
            "required": ["source", "locator", "fields"],
            "additionalProperties": False,
            "properties": {
                "source": LEAF_SCHEMA,
                "locator": {"type": "string"},
                "fields": {
                    "type": "array",
                    "items": {"type": "string"},
                    "description": "The fields supported; empty: the object as a whole.",
                },
            },
        },
    }
)
class CitationsField(serializers.Field):
    """Which sources support an object, and where in them; only those public when known at."""

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


@extend_schema_field({"type": "string", "format": "uri"})
class UrlField(serializers.Field):
    """An object's own address, among those of its serializer's ``resource``."""

    def __init__(self) -> None:
        super().__init__(source="*")

    def to_representation(self, record: Any) -> str:
        identifier = getattr(record, "slug", None) or record.pk
        serializer: Any = self.parent
        return link(self.context, serializer.resource, identifier)


class IdentifiersField(serializers.Field):
    """An object's identifiers in other datasets; those that it has."""

    def __init__(self, **columns: str) -> None:
        self.columns = columns
        super().__init__(source="*")

    def to_representation(self, record: Any) -> dict[str, str]:
        found = {name: getattr(record, column) for name, column in self.columns.items()}
        return {name: value for name, value in found.items() if value}


def identifiers_field(**columns: str) -> serializers.Field:
    schema = {
        "type": "object",
        "properties": {name: {"type": "string"} for name in columns},
        "additionalProperties": False,
    }
    return extend_schema_field(schema)(type("Identifiers", (IdentifiersField,), {}))(**columns)


class RecordSerializer(serializers.Serializer):
    """Base of the API's objects: gives the zone of local times, and only the fields asked for."""

    resource = ""
    zone: str | None = None

    def zone_of(self, record: Any) -> str | None:
        """The IANA zone that ``record``'s local times are shown in, by dotted path ``zone``."""
        for name in (self.zone or "").split(".") if self.zone else ():
            record = getattr(record, name)
        return record if self.zone else None

    def get_fields(self) -> dict[str, serializers.Field]:
        fields = super().get_fields()
        wanted = self.context.get("fields")
        if wanted and (self.parent is None or self.parent.parent is None) and self.is_listed:
            return {name: field for name, field in fields.items() if name in wanted}
        return fields

    @property
    def is_listed(self) -> bool:
        """Whether this is the view's own object rather than one embedded in it."""
        many = isinstance(self.parent, serializers.ListSerializer)
        return self.parent is None or (many and self.parent.parent is None)
