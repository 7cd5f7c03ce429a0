"""Columns by which rows are told apart and refer to each other, never by this database's keys."""

from typing import Any
from uuid import UUID

from django.db.models import F, Func, TextField, Value

from ceasefires.held import RESOURCES
from ceasefires.models import Participation
from ceasefires.models.record import Entity

from .columns import Column, Described, Text

TABLES_OF = RESOURCES | {Participation: "participations"}


def part_id(path: str = "") -> Any:
    """How the dataset names a party's part in a ceasefire; null where there is none."""
    of = ("ceasefire__slug", "party__slug", "role")
    first, *others = [F(f"{path}{each}") for each in of]
    joined = [first, *(each for other in others for each in (Value(":"), other))]
    text = "(%(expressions)s)"
    return Func(*joined, template=text, arg_joiner=" || ", output_field=TextField())


class Slug(Text):
    def cell(self) -> Any:
        return self.selected()

    def constraints(self) -> Described:
        return super().constraints() | {"unique": True, "pattern": "[a-z0-9]+(-[a-z0-9]+)*"}


class Identifier(Column):
    """A UUID."""

    def constraints(self) -> Described:
        return super().constraints() | {"unique": True}

    def described(self) -> Described:
        return super().described() | {"format": "uuid"}

    def read(self, given: Any) -> UUID:
        return _uuid(self, given)


class PartIdentifier(Column):
    """The name of a party's part in a ceasefire, of which it is made."""

    derived = True

    def selected(self) -> Any:
        return part_id()

    def constraints(self) -> Described:
        return {"required": True, "unique": True}


class Reference(Column):
    """Refers to a row of a table by the row's public identifier."""

    @property
    def table(self) -> str:
        return TABLES_OF[self.field.related_model]

    @property
    def key(self) -> str:
        return "slug" if issubclass(self.field.related_model, Entity) else "id"

    def selected(self) -> Any:
        if self.field.related_model is Participation:
            return part_id("participation__")
        return F(f"{self.field.name}__{self.key}")

    def description(self) -> str:
        return f"{super().description()} Refers to {self.key} in {self.table}.".strip()

    def read(self, given: Any) -> Any:
        """By what the row that is meant is known."""
        if self.key == "id" and self.field.related_model is not Participation:
            return _uuid(self, given)
        if not isinstance(given, str):
            raise self.bad(given, "is not a text.")
        return given


def _uuid(column: Column, given: Any) -> UUID:
    try:
        found = UUID(given)
    except (ValueError, AttributeError, TypeError):
        found = None
    if found is None or str(found) != given:
        raise column.bad(given, "is not a UUID in lower case.")
    return found
