"""Fields of comparisons: the claims, and what they come to."""

from functools import cached_property
from typing import Any

from ceasefires.choices import Agreement
from ceasefires.comparisons import Outcome

from .base import Field, Schema
from .groups import OPTIONAL_COUNT, FuzzyInstantField, fuzzy

LIMITS = ("low", "best", "high")
OUTCOME_SCHEMA: Schema = {
    "type": "object",
    "required": ["agreement", "disagreeing"],
    "additionalProperties": False,
    "properties": {
        "agreement": {"type": "string", "enum": [each.value for each in Agreement]},
        "disagreeing": {
            "type": "array",
            "items": {"type": "string"},
            "description": "The slugs of the sources that another claim contradicts.",
        },
    },
}
_RANGE: Schema = {
    "type": "object",
    "required": list(LIMITS),
    "additionalProperties": False,
    "properties": dict.fromkeys(LIMITS, OPTIONAL_COUNT),
    "description": "The lowest and highest figure of any claim, and the best that none doubts.",
}
FIGURES_SCHEMA: Schema = OUTCOME_SCHEMA | {
    "required": [*OUTCOME_SCHEMA["required"], "range"],
    "properties": OUTCOME_SCHEMA["properties"] | {"range": _RANGE},
}
QUANTITY_SCHEMA: Schema = FIGURES_SCHEMA | {
    "required": [*FIGURES_SCHEMA["required"], "unit"],
    "properties": FIGURES_SCHEMA["properties"]
    | {
        "unit": {
            "type": ["string", "null"],
            "description": "Null where no claim names one, or claims name several.",
        }
    },
}


def outcome_shown(found: Outcome) -> dict[str, Any]:
    return {"agreement": found.agreement.value, "disagreeing": list(found.disagreeing)}


class OutcomeField(Field):
    """What the claims come to on the field of its name; see ``comparisons.compare``."""

    shows = OUTCOME_SCHEMA

    def __init__(self) -> None:
        super().__init__(source="compared", read_only=True)

    def to_representation(self, compared: dict[str, Outcome]) -> dict[str, Any]:
        return outcome_shown(compared[str(self.field_name)])

    def cell_names(self) -> list[str]:
        return [f"{self.field_name}_{name}" for name in ("agreement", "disagreeing")]

    def cells(self, shown: dict[str, Any]) -> list[Any]:
        return [shown["agreement"], " ".join(shown["disagreeing"])]


class FiguresOutcomeField(OutcomeField):
    """The same of figures, with their range."""

    shows = FIGURES_SCHEMA

    def to_representation(self, compared: dict[str, Outcome]) -> dict[str, Any]:
        figures = compared[str(self.field_name)].figures
        return super().to_representation(compared) | {
            "range": dict(zip(LIMITS, figures, strict=True))
        }

    def cell_names(self) -> list[str]:
        return [*super().cell_names(), *(f"{self.field_name}_{limit}" for limit in LIMITS)]

    def cells(self, shown: dict[str, Any]) -> list[Any]:
        return [*super().cells(shown), *shown["range"].values()]


class QuantityOutcomeField(FiguresOutcomeField):
    shows = QUANTITY_SCHEMA

    def to_representation(self, compared: dict[str, Outcome]) -> dict[str, Any]:
        unit = compared[str(self.field_name)].unit
        return super().to_representation(compared) | {"unit": unit or None}

    def cell_names(self) -> list[str]:
        return [*super().cell_names(), f"{self.field_name}_unit"]

    def free_cells(self) -> list[bool]:
        return [False] * (len(self.cell_names()) - 1) + [True]

    def cells(self, shown: dict[str, Any]) -> list[Any]:
        return [*super().cells(shown), shown["unit"]]


class CountedAsOfField(FuzzyInstantField):
    """What the claims of a count are dated to: set by ``comparisons.tolls.compare``."""

    def to_representation(self, toll: Any) -> dict[str, Any]:
        return fuzzy(toll.counted_as_of, toll.conflict.time_zone)


class ClaimsField(Field):
    """The claims side by side, each as its own list shows it; in a flat row, their sources."""

    def __init__(self, serializer: Any, **options: Any) -> None:
        self.serializer = serializer
        name = serializer.__name__.removesuffix("Serializer")
        items = {"$ref": f"#/components/schemas/{name}"}
        self.shows = {"type": "array", "items": items}
        super().__init__(read_only=True, **options)

    @cached_property
    def claim(self) -> Any:
        """Made once for all rows: making a serializer costs more than showing a claim."""
        return self.serializer(context=dict(self.context) | {"fields": None})

    def to_representation(self, claims: Any) -> list[Any]:
        rows = claims if isinstance(claims, list) else claims.all()
        return [self.claim.to_representation(each) for each in rows]

    def cells(self, shown: list[dict[str, Any]]) -> list[Any]:
        return [" ".join(dict.fromkeys(each["source"]["slug"] for each in shown))]
