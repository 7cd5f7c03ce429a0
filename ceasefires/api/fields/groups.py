"""Fields of several columns: fuzzy instants, estimates, quantities, foreign identifiers."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import F, TextField, Value

from ceasefires.choices import Precision, Qualifier
from ceasefires.models.fields import Estimate, FuzzyInstant, ImportedFile, Quantity
from ceasefires.models.shown import Local, Utc, or_null

from .base import Field, Schema, each_taken, members, optional, refuse
from .scalars import (
    LARGEST,
    OPTIONAL_INSTANT,
    ShownField,
    count,
    moment,
    text,
    utc,
    value_of,
    whole_number,
)

OPTIONAL_COUNT: Schema = {"type": ["integer", "null"], "minimum": 0}
LONGEST_UNIT = 100


def fuzzy(instant: FuzzyInstant, zone: str | None) -> dict[str, Any]:
    """A fuzzy instant, shown in the local time of its zone too, where that is known."""
    local = None
    if instant.at is not None and zone:
        local = instant.at.astimezone(ZoneInfo(zone)).isoformat()
    return {"at": utc(instant.at), "precision": instant.precision, "local": local}


FUZZY_SCHEMA: Schema = {
    "type": "object",
    "required": ["at", "precision", "local"],
    "additionalProperties": False,
    "properties": {
        "at": OPTIONAL_INSTANT | {"description": "The earliest instant it can mean, in UTC."},
        "precision": {"type": "string", "enum": [each.value for each in Precision]},
        "local": OPTIONAL_INSTANT | {"description": "The same in the local time of its zone."},
    },
}


class FuzzyInstantField(Field):
    """A fuzzy instant; its zone is the one that the serializer names."""

    shows = FUZZY_SCHEMA

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", **options)

    def to_representation(self, record: Any) -> dict[str, Any]:
        serializer: Any = self.parent
        return fuzzy(getattr(record, str(self.field_name)), serializer.zone_of(record))

    def cell_names(self) -> list[str]:
        return [f"{self.field_name}_{part}" for part in ("at", "precision", "local")]

    def cells(self, shown: dict[str, Any]) -> list[Any]:
        return [shown["at"], shown["precision"], shown["local"]]

    def selected(self) -> list[Any]:
        serializer: Any = self.parent
        at, zone = F(f"{self.field_name}_at"), serializer.zone_selected()
        local = Value(None, TextField()) if zone is None else Local(at, zone)
        return [Utc(at), F(f"{self.field_name}_precision"), local]

    def made(self, cells: Sequence[Any]) -> dict[str, Any]:
        return {"at": cells[0], "precision": cells[1], "local": cells[2]}

    @property
    def takes(self) -> Schema:
        told = "null: unknown. Instead of at, local may be given."
        return optional(FUZZY_SCHEMA) | {"required": ["precision"], "description": told}

    def take(self, data: Any) -> FuzzyInstant:
        if data is None:
            return FuzzyInstant()
        given = each_taken(
            members(data, ("at", "precision", "local"), required=("precision",)),
            {"at": _optional_moment, "local": _optional_moment, "precision": value_of(Precision)},
        )
        at, local, precision = given["at"], given["local"], given["precision"]
        if at and local and at != local:
            refuse("contradiction", "at and local are different instants: give one of them.")
        if (at or local) is None and precision != Precision.UNKNOWN:
            refuse("required", "give at, or the precision unknown.")
        if (at or local) and precision == Precision.UNKNOWN:
            refuse("contradiction", "an instant that is given has a precision.")
        return FuzzyInstant(at or local, precision)


def _optional_moment(data: Any) -> datetime | None:
    return None if data is None else moment(data)


class EstimateField(Field):
    shows = {
        "type": "object",
        "required": ["low", "best", "high"],
        "additionalProperties": False,
        "properties": dict.fromkeys(("low", "best", "high"), OPTIONAL_COUNT),
        "description": "null: not reported, which is not zero.",
    }

    def to_representation(self, estimate: Estimate) -> dict[str, int | None]:
        return estimate._asdict()

    def cell_names(self) -> list[str]:
        return [f"{self.field_name}_{part}" for part in Estimate._fields]

    def cells(self, shown: dict[str, Any]) -> list[Any]:
        return [*shown.values()]

    def selected(self) -> list[Any]:
        return [F(name) for name in self.cell_names()]

    def made(self, cells: Sequence[Any]) -> dict[str, Any]:
        return {"low": cells[0], "best": cells[1], "high": cells[2]}

    @property
    def takes(self) -> Schema:
        return {name: value for name, value in optional(self.shows).items() if name != "required"}

    def take(self, data: Any) -> Estimate:
        if data is None:
            return Estimate()
        given = members(data, Estimate._fields)
        return Estimate(**each_taken(given, dict.fromkeys(Estimate._fields, count)))


class QuantityField(Field):
    shows = {
        "type": ["object", "null"],
        "required": ["value", "qualifier", "unit"],
        "additionalProperties": False,
        "properties": {
            "value": {"type": "integer", "minimum": 0, "maximum": LARGEST},
            "qualifier": {"type": "string", "enum": [each.value for each in Qualifier]},
            "unit": {"type": "string", "maxLength": LONGEST_UNIT},
        },
    }

    def __init__(self, **options: Any) -> None:
        super().__init__(source="*", **options)

    def to_representation(self, record: Any) -> dict[str, Any] | None:
        quantity: Quantity = record.quantity
        return None if quantity.value is None else quantity._asdict()

    def cell_names(self) -> list[str]:
        return [f"quantity_{part}" for part in Quantity._fields]

    def free_cells(self) -> list[bool]:
        return [False, False, True]

    def cells(self, shown: dict[str, Any] | None) -> list[Any]:
        return [None, None, None] if shown is None else [*shown.values()]

    def selected(self) -> list[Any]:
        return [F("quantity_value"), or_null(F("quantity_qualifier")), or_null(F("quantity_unit"))]

    def made(self, cells: Sequence[Any]) -> dict[str, Any] | None:
        if cells[0] is None:
            return None
        return {"value": cells[0], "qualifier": cells[1], "unit": cells[2]}

    def take(self, data: Any) -> Quantity:
        if data is None:
            return Quantity()
        takers = {"value": _number, "qualifier": value_of(Qualifier), "unit": _unit}
        return Quantity(**each_taken(members(data, Quantity._fields, Quantity._fields), takers))


def _number(data: Any) -> int | None:
    return count(whole_number(data))


def _unit(data: Any) -> str:
    unit = text(data)
    if not 1 <= len(unit) <= LONGEST_UNIT:
        refuse("invalid", f"say what is counted, in 1 to {LONGEST_UNIT} characters.")
    return unit


class IdentifiersField(Field):
    """An object's identifiers in other datasets; those that it has. Writes a column for each."""

    def __init__(self, **columns: str) -> None:
        self.columns = columns
        self.shows = {
            "type": "object",
            "properties": {name: {"type": "string"} for name in columns},
            "additionalProperties": False,
        }
        super().__init__(source="*")

    def to_representation(self, record: Any) -> dict[str, str]:
        found = {name: getattr(record, column) for name, column in self.columns.items()}
        return {name: value for name, value in found.items() if value}

    def cell_names(self) -> list[str]:
        return [f"{self.field_name}_{name}" for name in self.columns]

    def free_cells(self) -> list[bool]:
        return [True] * len(self.columns)

    def cells(self, shown: dict[str, str]) -> list[Any]:
        return [shown.get(name) for name in self.columns]

    def selected(self) -> list[Any]:
        return [or_null(F(column)) for column in self.columns.values()]

    def made(self, cells: Sequence[Any]) -> dict[str, str]:
        return {name: cell for name, cell in zip(self.columns, cells, strict=True) if cell}

    def take(self, data: Any) -> dict[str, str]:
        names = tuple(self.columns)
        return each_taken(members(data, names), dict.fromkeys(names, self._identifier))

    def _identifier(self, data: Any) -> str:
        identifier = "" if data is None else text(data)
        if len(identifier) > 50:
            refuse("max_length", "give at most 50 characters.")
        return identifier


ROWS = ImportedFile._fields[2:]


class ImportedFileField(ShownField):
    """The file that was imported as a source, and what became of its rows; else null."""

    shows = {
        "type": ["object", "null"],
        "required": ["name", "sha256", "rows"],
        "additionalProperties": False,
        "properties": {
            "name": {"type": "string"},
            "sha256": {"type": "string"},
            "rows": {
                "type": "object",
                "required": list(ROWS),
                "additionalProperties": False,
                "properties": dict.fromkeys(ROWS, {"type": "integer", "minimum": 0}),
            },
        },
        "description": "The file that was imported; null: none was.",
    }

    def to_representation(self, file: ImportedFile) -> dict[str, Any] | None:
        return self.made(file)

    def cell_names(self) -> list[str]:
        return ["file_name", "file_sha256", *(f"file_rows_{each}" for each in ROWS)]

    def free_cells(self) -> list[bool]:
        return [True, False, *[False] * len(ROWS)]

    def cells(self, shown: dict[str, Any] | None) -> list[Any]:
        if shown is None:
            return [None] * len(ImportedFile._fields)
        return [shown["name"], shown["sha256"], *shown["rows"].values()]

    def selected(self) -> list[Any]:
        named = [or_null(F("file_name")), or_null(F("file_sha256"))]
        return [*named, *(F(f"file_{each}") for each in ROWS)]

    def made(self, cells: Sequence[Any]) -> dict[str, Any] | None:
        name, sha256, *counts = cells
        if not name:
            return None
        return {"name": name, "sha256": sha256, "rows": dict(zip(ROWS, counts, strict=True))}
