"""A derived state in the API's shape."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from ceasefires.choices import Compliance, Status
from ceasefires.rules.derive import State
from ceasefires.rules.explain import Reason
from ceasefires.rules.facts import Evidence
from ceasefires.rules.outlook import Change
from ceasefires.rules.status import ENDINGS
from ceasefires.states import Instants

from .fields.references import LEAF_SCHEMA, link
from .fields.scalars import OPTIONAL_INSTANT, utc

OVER = ENDINGS | {Status.NEVER_EFFECTIVE}


@dataclass(frozen=True, slots=True)
class Asked:
    """``at`` and ``known_at`` as asked (None: now), and the present that stands for now."""

    at: datetime | None
    known_at: datetime | None
    now: datetime

    @property
    def instants(self) -> Instants:
        known_at = min(self.known_at or self.now, self.now)
        return Instants(self.at or self.now, known_at, live=known_at == self.now)

    def valid_until(self, state: State) -> datetime | None:
        """The next instant at which the clock alone may change the answer.

        Until an instant to come is there, what is known now has to do: the answer is projected.
        """
        if self.at is None:
            changes = [state.next_change, self.known_at]
        else:
            changes = [self.at if self.known_at is None or self.known_at >= self.at else None]
        return min((each for each in changes if each and each > self.now), default=None)


def state_in_list(state: State, asked: Asked) -> dict[str, Any]:
    """What every row of a list of ceasefires says of its state."""
    return {
        "status": state.status.value,
        "compliance": state.compliance.value if state.compliance else None,
        "since": utc(state.since),
        "until": utc(state.until),
        "projected": state.projected,
        "candidates": [each.value for each in state.candidates],
        "declared": state.declared,
        "at": utc(asked.at),
        "known_at": utc(asked.known_at),
        "valid_until": utc(asked.valid_until(state)),
    }


def state_in_full(
    state: State,
    asked: Asked,
    context: dict[str, Any],
    parties: dict[str, dict[str, Any]],
    violations: dict[str, Any],
    assessment: dict[str, Any] | None,
) -> dict[str, Any]:
    """The whole answer: who is bound, what was reported, why, and what would change it."""
    answer = state_in_list(state, asked) | {
        "parties": [
            {
                "party": parties[each.party],
                "status": each.status.value,
                "candidates": [candidate.value for candidate in each.candidates],
            }
            for each in state.parties
        ],
        "violations": violations,
        "because": [_reason(each, context) for each in state.because],
        "would_change": [_change(each) for each in state.would_change],
        "assessment": assessment,
    }
    return answer | ({} if asked.at is None else {"remaining": _remaining(state, asked.at)})


def _remaining(state: State, at: datetime) -> int | None:
    """Whole seconds from ``at`` to the scheduled end; null where none lies ahead."""
    if state.until is None or state.until <= at or state.status in OVER:
        return None
    return int((state.until - at).total_seconds())


def _reason(reason: Reason, context: dict[str, Any]) -> dict[str, Any]:
    return {
        "axis": reason.axis,
        "rule": reason.rule,
        "text": reason.text,
        "at": utc(reason.at),
        "facts": [_fact(each, context) for each in reason.evidence if each.kind],
    }


RESOURCES = {
    "ceasefire": "ceasefires",
    "participation": "parties",
    "amendment": "amendments",
    "violation": "violations",
    "assessment": "assessments",
}


def _fact(evidence: Evidence, context: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": evidence.kind,
        "id": evidence.identifier,
        "url": link(context, RESOURCES[evidence.kind], evidence.identifier),
        "sources": [
            {"slug": slug, "url": link(context, "sources", slug)} for slug in evidence.sources
        ],
    }


def _change(change: Change) -> dict[str, Any]:
    return {
        "at": utc(change.at),
        "status": change.status.value if change.status else None,
        "compliance": change.compliance.value if change.compliance else None,
        "text": change.text,
    }


def closed_object(**properties: dict[str, Any]) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(properties),
        "additionalProperties": False,
        "properties": properties,
    }


def rows(**properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "array", "items": closed_object(**properties)}


TEXT = {"type": "string"}
STATUS = {"type": "string", "enum": [each.value for each in Status]}
OPTIONAL_STATUS = {"type": ["string", "null"], "enum": [*(each.value for each in Status), None]}
COMPLIANCE = {"type": ["string", "null"], "enum": [*(each.value for each in Compliance), None]}
COUNTS = {"type": "object", "additionalProperties": {"type": "integer", "minimum": 0}}
COUNT = {"type": "integer", "minimum": 0}

STATE_PROPERTIES: dict[str, dict[str, Any]] = {
    "status": STATUS,
    "compliance": COMPLIANCE,
    "since": OPTIONAL_INSTANT
    | {"description": "From when this answer is certain without a break; null: not known."},
    "until": OPTIONAL_INSTANT | {"description": "The earliest the scheduled end can mean."},
    "projected": {"type": "boolean", "description": "Whether at is later than known_at."},
    "candidates": {"type": "array", "items": STATUS},
    "declared": {"type": ["boolean", "null"]},
    "at": OPTIONAL_INSTANT | {"description": "As asked; null: now."},
    "known_at": OPTIONAL_INSTANT | {"description": "As asked; null: now."},
    "valid_until": OPTIONAL_INSTANT
    | {"description": "When the clock alone may next change this answer; null: never."},
}
STATE_IN_LIST_SCHEMA = closed_object(**STATE_PROPERTIES) | {"title": "State"}

_SOURCES = rows(slug=TEXT, url={"type": "string", "format": "uri"})
_FULL = closed_object(
    **STATE_PROPERTIES,
    parties=rows(party=LEAF_SCHEMA, status=STATUS, candidates={"type": "array", "items": STATUS}),
    violations=closed_object(
        count=COUNT | {"description": "All acts set against it up to at, before it or after too."},
        counted=COUNT | {"description": "Those during its window, by nobody known not bound."},
        by_verification=COUNTS,
        by_relation=COUNTS,
        by_party=rows(
            party=LEAF_SCHEMA | {"type": ["object", "null"]},
            bound={"type": ["boolean", "null"]},
            relation=TEXT,
            verification=TEXT,
            count=COUNT,
        ),
    ),
    because=rows(
        axis={"type": "string", "enum": ["status", "compliance"]},
        rule=TEXT,
        text=TEXT,
        at=OPTIONAL_INSTANT,
        facts=rows(type=TEXT, id=TEXT, url={"type": "string", "format": "uri"}, sources=_SOURCES),
    ),
    would_change=rows(
        at=OPTIONAL_INSTANT, status=OPTIONAL_STATUS, compliance=COMPLIANCE, text=TEXT
    ),
    assessment={"oneOf": [{"$ref": "#/components/schemas/Assessment"}, {"type": "null"}]},
)
STATE_IN_FULL_SCHEMA: dict[str, Any] = _FULL | {
    "title": "StateInFull",
    "properties": _FULL["properties"]
    | {
        "remaining": {
            "type": ["integer", "null"],
            "description": "Seconds from at to until, only where at was asked.",
        }
    },
}
