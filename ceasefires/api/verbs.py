"""What is done to a ceasefire in one step, though it changes several records: as a source says."""

from typing import Any

from rest_framework.serializers import ValidationError

from ceasefires import actions
from ceasefires.choices import EndType, Role
from ceasefires.models import Ceasefire, Party, Source

from .fields.base import Schema, each_taken, members
from .fields.citations import LONGEST_LOCATOR, locator_of
from .fields.groups import FuzzyInstantField
from .fields.references import REFERENCE_SCHEMA, referred
from .fields.scalars import value_of
from .problems import Unacceptable, pointed

READ_IN: dict[str, Schema] = {
    "source": REFERENCE_SCHEMA,
    "locator": {"type": "string", "minLength": 1, "maxLength": LONGEST_LOCATOR},
}
ENDED = FuzzyInstantField()


def _schema(properties: dict[str, Schema]) -> Schema:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


END_SCHEMA = _schema(
    {
        "party": REFERENCE_SCHEMA,
        "ended": ENDED.takes,
        "end_type": {"type": "string", "enum": [each.value for each in EndType]},
    }
    | READ_IN
)
SUPERSEDE_SCHEMA = _schema({"by": REFERENCE_SCHEMA} | READ_IN)


def end(ceasefire: Ceasefire, body: Any, context: dict[str, Any]) -> None:
    """End a declaring party's part."""
    given = _taken(
        body,
        {
            "party": lambda data: referred(context, Party, data),
            "ended": ENDED.take,
            "end_type": value_of(EndType),
        },
        context,
    )
    part = ceasefire.participations.filter(party=given["party"], role=Role.DECLARING.value).first()
    if part is None:
        raise Unacceptable.at(("party",), "unknown", "it did not declare this ceasefire.")
    if part.end_type:
        told = "its part has an end already: correct that by PATCH."
        raise Unacceptable.at(("party",), "ended", told)
    actions.end_participation(
        part=part, ended=given["ended"], end_type=given["end_type"], read_in=given["read_in"]
    )


def supersede(ceasefire: Ceasefire, body: Any, context: dict[str, Any]) -> None:
    """Let another ceasefire take its place."""
    takers = {"by": lambda data: referred(context, Ceasefire, data)}
    given = _taken(body, takers, context)
    actions.supersede(earlier=ceasefire, later=given["by"], read_in=given["read_in"])


def _taken(body: Any, takers: dict[str, Any], context: dict[str, Any]) -> dict[str, Any]:
    takers |= {"source": lambda data: referred(context, Source, data), "locator": locator_of}
    try:
        given = each_taken(members(body, tuple(takers), tuple(takers)), takers)
    except ValidationError as error:
        raise Unacceptable(list(pointed(error.detail, ()))) from None
    return given | {"read_in": actions.Place(given["source"], given["locator"])}
