"""A ceasefire of the dataset as the tracker's fields, and the database's columns of each."""

from datetime import timedelta
from typing import Any

from ceasefires.choices import Answer, CeasefireClass, Enforcement, Scope
from ceasefires.models.fields import FuzzyInstant
from ceasefires.rules.vocabulary import Declaration

from .dates import instant_of
from .joining import Ceasefire
from .rows import End

UNTOLD = {
    "declaration": Declaration.UNKNOWN.value,
    "ceasefire_class": CeasefireClass.UNKNOWN.value,
    "scope": Scope.UNKNOWN.value,
    "written": Answer.UNCLEAR.value,
    "implementation_mechanism": Answer.UNCLEAR.value,
    "enforcement": Enforcement.UNCLEAR.value,
    "pax_id": "",
}
# The field of the dataset that each field here is of, where they are called otherwise.
TOLD_AS = {"purposes": "purpose", "conflict": "ucdp_conflict"}
SEVERAL = {"conflict": ("conflict_id",)} | {
    name: (f"{name}_at", f"{name}_precision") for name in ("declared", "effective", "ended")
}


def values_of(ceasefire: Ceasefire, zone: str) -> dict[str, Any]:
    """All but its conflict."""
    coded = {field: ceasefire.one(field) or untold for field, untold in UNTOLD.items()}
    dates = {name: instant_of(ceasefire.one(name), zone) for name in ("declared", "effective")}
    duration = ceasefire.one("planned_duration")
    return (
        coded
        | dates
        | {
            "purposes": list(ceasefire.said.get("purpose", ())),
            "planned_duration": timedelta(days=int(duration[1:-1])) if duration else None,
        }
    )


def end_of(end: End, zone: str) -> tuple[FuzzyInstant, str]:
    return instant_of(end.when, zone), end.type


def columns(field: str) -> tuple[str, ...]:
    return SEVERAL.get(field, (field,))


def told_as(field: str) -> str:
    return TOLD_AS.get(field, field)
