"""What all fields share: strict taking, and a schema each of what is shown and of what is taken."""

from collections.abc import Callable, Sequence
from typing import Any, NoReturn

from django.core import exceptions
from django.db.models import F
from drf_spectacular.extensions import OpenApiSerializerFieldExtension
from rest_framework import serializers

Schema = dict[str, Any]
MOST_PARTS = 100


def refuse(code: str, detail: str) -> NoReturn:
    raise serializers.ValidationError(detail, code)


class Field(serializers.Field):
    """``shows`` is the schema of what is read, ``takes`` that of what may be written.

    A field writes the attribute of its own name, wherever its source reads from.
    """

    shows: Schema = {"type": "string"}

    @property
    def takes(self) -> Schema:
        return self.shows

    @property
    def column(self) -> Any:
        """The model's column, or relation, of the same name."""
        parent: Any = self.parent
        return parent.model._meta.get_field(self.field_name)

    # As cells of a flat row, such as a line of CSV

    def cell_names(self) -> list[str]:
        """The names of its cells, in order; they never change."""
        return [str(self.field_name)]

    def cells(self, shown: Any) -> list[Any]:
        """What is shown, as its cells."""
        return [shown]

    def free_cells(self) -> list[bool]:
        """Which of its cells hold somebody's own words, that could begin like a formula."""
        return [False] * len(self.cell_names())

    def boolean_cells(self) -> list[bool]:
        """Which of its cells are true or false."""
        return ["boolean" in self.shows.get("type", ())] * len(self.cell_names())

    def selected(self) -> list[Any]:
        """The expressions that select its cells, just as they are shown."""
        return [F(str(self.source).replace(".", "__"))]

    def made(self, cells: Sequence[Any]) -> Any:
        """What is shown, from its cells."""
        return cells[0]

    def run_validation(self, data: Any = serializers.empty) -> Any:
        return self.take(data)

    def take(self, data: Any) -> Any:
        raise NotImplementedError

    def cleaned(self, value: Any) -> Any:
        """A value that the column's own validators take."""
        try:
            return self.column.clean(value, None)
        except exceptions.ValidationError as error:
            raise serializers.ValidationError(
                [
                    serializers.ErrorDetail(message, each.code or "invalid")
                    for each in error.error_list
                    for message in each.messages
                ]
            ) from None


class FieldSchema(OpenApiSerializerFieldExtension):
    """How the document tells of our fields; drf-spectacular finds it by its target."""

    target_class = Field
    match_subclasses = True

    def map_serializer_field(self, auto_schema: Any, direction: Any) -> Schema:
        target: Any = self.target
        return dict(target.takes if direction == "request" else target.shows)


def optional(schema: Schema) -> Schema:
    """The schema of a value that may be null."""
    kinds = schema["type"] if isinstance(schema["type"], list) else [schema["type"]]
    values = {"enum": [*schema["enum"], None]} if "enum" in schema else {}
    return schema | values | {"type": [*dict.fromkeys([*kinds, "null"])]}


def members(data: Any, names: tuple[str, ...], required: tuple[str, ...] = ()) -> dict[str, Any]:
    """A JSON object of just these members; every strange and every missing one is named."""
    if not isinstance(data, dict):
        refuse("not_an_object", f"give an object of {', '.join(names)}.")
    strange = {
        name: serializers.ErrorDetail(
            f"there is no such member; there are: {', '.join(names)}.", "unknown"
        )
        for name in data
        if name not in names
    }
    missing = {
        name: serializers.ErrorDetail("is required.", "required")
        for name in required
        if name not in data
    }
    if strange or missing:
        raise serializers.ValidationError(strange | missing)
    return data


def each_taken(data: dict[str, Any], takers: dict[str, Any]) -> dict[str, Any]:
    """The members of an object, each by its taker; what cannot be taken is told all at once."""
    taken, errors = {}, {}
    for name, take in takers.items():
        try:
            taken[name] = take(data.get(name))
        except serializers.ValidationError as error:
            errors[name] = error.detail
    if errors:
        raise serializers.ValidationError(errors)
    return taken


def listed(data: Any, take: Callable[[Any], Any]) -> list[Any]:
    """The elements of a list, each by ``take``; those that cannot be taken are told all at once."""
    if not isinstance(data, list) or len(data) > MOST_PARTS:
        refuse("not_a_list", f"give a list of at most {MOST_PARTS}.")
    taken, errors = [], list[Any]()
    for each in data:
        try:
            taken.append(take(each))
            errors.append({})
        except serializers.ValidationError as error:
            errors.append(error.detail)
    if any(errors):
        raise serializers.ValidationError(errors)
    return taken
