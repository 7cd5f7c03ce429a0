"""Fact sets in words, for whoever has to find out where the rules and the database part."""

from collections.abc import Iterator
from datetime import datetime

from django.db.models import Model

from .generator import PLAIN_CLAIM, FactSet

SILENT = {"id", "updated", "slug", "name", "conflict", "kind_of", *PLAIN_CLAIM}


def described(facts: FactSet) -> str:
    return "\n".join(_line(record) for record in facts.records())


def _line(record: Model) -> str:
    return f"{type(record).__name__}: {', '.join(_given(record))}"


def _given(record: Model) -> Iterator[str]:
    """The fields that say something, with what they say."""
    for field in record._meta.concrete_fields:
        value = getattr(record, field.attname)
        silent = field.name in SILENT or field.name.endswith("_precision") and value == "unknown"
        if silent or value in (None, "", []) or value == field.default:
            continue
        if field.is_relation:
            value = _named(getattr(record, field.name, None)) or value
        yield f"{field.name}={_written(value)}"


def _named(record: Model | None) -> str:
    if record is None:
        return ""
    published = getattr(record, "published_at", None) or getattr(record, "accessed", None)
    return f"{record}@{_written(published)}" if published else str(record)


def _written(value: object) -> str:
    return f"{value:%Y-%m-%dT%H:%M:%SZ}" if isinstance(value, datetime) else str(value)
