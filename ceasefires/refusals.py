"""What the database refuses, in words for a form or an answer, with the field that it concerns."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import Any

from django.apps import apps
from django.core.exceptions import NON_FIELD_ERRORS, ValidationError
from django.db import DatabaseError
from django.db.models import BaseConstraint, UniqueConstraint

from ceasefires.models import CLAIMS

# Constraints that span rows or tables, by the name that the database gives.
ACROSS = {
    "party_no_cycle": "member_of: this would make the party a member of itself, by way of others.",
    "ceasefire_no_cycle": "follows: this would make the ceasefire follow itself, by way of others.",
    "statement_ceasefire_of_conflict": "ceasefire: must be one of the same conflict.",
    "negotiation_round_ceasefires_of_conflict": (
        "ceasefires: a round is about ceasefires of its own conflict."
    ),
    "participation_ended_after_effective": (
        "ended: its latest instant must be after the earliest at which the ceasefire took effect."
    ),
    **{
        f"{kind}_zone_exists": "time_zone: there is no such time zone."
        for kind in ("conflict", "ceasefire", "negotiation_round")
    },
    **{
        f"{claim._meta.model_name}_known_from_given": (
            "known_from: needed where the source has neither a date of publication nor of access."
        )
        for claim in CLAIMS
    },
}
# What another writer at the same moment can cause, by SQLSTATE; trying again helps.
BY_CHANCE = {"40001", "40P01", "55P03", "57014"}
IN_TURN = BY_CHANCE - {"57014"}  # what took too long once would do so again
GONE = "23503"
AT_ONCE = "Others were writing at the same moment. Please save once more."
CHANGED = "Something that this refers to, or that refers to it, has changed meanwhile."


@dataclass(frozen=True, slots=True)
class Refusal:
    """Why nothing was saved. What the database does not tell is empty.

    ``meanwhile``: others have changed what was there, so that nothing is wrong with what was given.
    """

    table: str
    message: str
    constraint: str = ""
    meanwhile: bool = False


def in_turn(error: DatabaseError) -> bool:
    """Whether the same write could succeed once the others are through."""
    return getattr(error.__cause__, "pgcode", None) in IN_TURN


def refusal_of(error: DatabaseError) -> Refusal | None:
    """Why a write failed; None where it is no fault of what was written."""
    cause: Any = error.__cause__
    state = getattr(cause, "pgcode", None) or ""
    if state in BY_CHANCE:
        return Refusal("", AT_ONCE, meanwhile=True)
    if state[:2] not in {"22", "23"}:
        return None
    table, constraint = cause.diag.table_name or "", cause.diag.constraint_name or ""
    gone = state == GONE and constraint not in ACROSS
    return Refusal(table, CHANGED if gone else _message(cause.diag), constraint, gone)


def _message(diagnosis: Any) -> str:
    if diagnosis.constraint_name in (messages := _constraint_messages()):
        return messages[diagnosis.constraint_name]
    if diagnosis.column_name:
        return f"{diagnosis.column_name}: must not be empty."
    return diagnosis.message_detail or f"The database says: {diagnosis.message_primary}."


def _constraint_messages() -> dict[str, str]:
    models = apps.get_app_config("ceasefires").get_models()
    constraints = (each for model in models for each in model._meta.constraints)
    return {each.name: in_words(each) for each in constraints} | ACROSS


def in_words(constraint: BaseConstraint) -> str:
    if isinstance(constraint, UniqueConstraint):
        return f"{', '.join(constraint.fields)}: the same is recorded already."
    return str(constraint.violation_error_message)


def by_field(error: ValidationError, names: Collection[str]) -> ValidationError:
    """Errors that start with the name of a field, such as ``killed: …``, put at that field."""
    placed: dict[str, list[ValidationError]] = {}
    for name, errors in error.error_dict.items():
        for each in errors:
            place = name if name != NON_FIELD_ERRORS else field_named(each.messages[0], names)
            placed.setdefault(place or NON_FIELD_ERRORS, []).append(each)
    return ValidationError(placed)


def field_named(message: str, names: Collection[str]) -> str | None:
    """The field that a message starts with: itself, or the first of its columns."""
    said = message.partition(":")[0].partition(",")[0]
    return next((name for name in names if name == said or name.startswith(f"{said}_")), None)
