"""How comparable ceasefires fared, in the API's shape."""

from datetime import timedelta
from typing import Any

from ceasefires.choices import Declaration, Purpose
from ceasefires.models import Ceasefire
from ceasefires.precedents import FIXED, OPEN, WIDENED_BY, Criteria, Precedents
from ceasefires.rules.survival import Curve, Share

from .fields.references import LEAF_SCHEMA, leaf
from .fields.scalars import OPTIONAL_INSTANT, utc
from .states import COUNT, COUNTS, Asked, closed_object, rows

DAYS = (1, 3, 7, 14, 30, 60, 90, 180, 365, 730, 1825)
DIGITS = 4


def precedents_shown(
    ceasefire: Ceasefire, found: Precedents, asked: Asked, context: dict[str, Any]
) -> dict[str, Any]:
    return {
        "ceasefire": leaf(context, "ceasefires", ceasefire),
        "known_at": utc(asked.known_at),
        "criteria": _criteria(found.criteria),
        "widened": list(found.widened),
        "count": len(found.lives),
        "ends": dict(sorted(found.ends.items())),
        "censored": found.censored,
        "imprecise": found.imprecise,
        "never_effective": found.never_effective,
        "undated": found.undated,
        "results": _results(found),
    }


def _criteria(criteria: Criteria) -> dict[str, Any]:
    return {
        "declaration": criteria.declaration,
        "purposes": list(criteria.purposes),
        "duration": criteria.duration,
    }


def _results(found: Precedents) -> list[dict[str, Any]]:
    shortest = Curve(each.shortest for each in found.lives)
    longest = Curve(each.longest for each in found.lives)
    return [
        {
            "days": days,
            "shortest": _share(shortest.beyond(timedelta(days=days))),
            "longest": _share(longest.beyond(timedelta(days=days))),
        }
        for days in DAYS
    ]


def _share(share: Share) -> dict[str, Any]:
    limits = {"low": share.low, "best": share.best, "high": share.high}
    rounded = {name: None if part is None else round(part, DIGITS) for name, part in limits.items()}
    return {"at_risk": share.at_risk, "in_force": rounded}


_RATIO = {"type": ["number", "null"], "minimum": 0, "maximum": 1}
_SHARE = closed_object(
    at_risk=COUNT | {"description": "How many were followed for so many days at least."},
    in_force=closed_object(low=_RATIO, best=_RATIO, high=_RATIO)
    | {
        "description": "The share that lasted longer, with its 95 % interval; null: not known.",
    },
)
PRECEDENTS_SCHEMA: dict[str, Any] = closed_object(
    ceasefire=LEAF_SCHEMA,
    known_at=OPTIONAL_INSTANT | {"description": "As asked; null: now."},
    criteria=closed_object(
        declaration={
            "type": ["string", "null"],
            "enum": [*(each.value for each in Declaration if each != Declaration.UNKNOWN), None],
        },
        purposes={
            "type": "array",
            "items": {"type": "string", "enum": [each.value for each in Purpose]},
        },
        duration={"type": "string", "enum": [FIXED, OPEN]},
    )
    | {"description": "What it has that comparable ones share: of purposes one is enough."},
    widened={
        "type": "array",
        "items": {"type": "string", "enum": list(WIDENED_BY)},
        "description": "The criteria dropped, in this order, as fewer than 20 fitted them all.",
    },
    count=COUNT | {"description": "How many the shares rest on."},
    ends=COUNTS | {"description": "Those that have ended, or may have, by the status they got."},
    censored=COUNT | {"description": "Those of which no end is known."},
    imprecise=COUNT | {"description": "Those whose duration is uncertain by a week or more."},
    never_effective=COUNT | {"description": "Comparable ones that never took effect; not counted."},
    undated=COUNT | {"description": "Comparable ones without the dates it takes; not counted."},
    results=rows(
        days={"type": "integer", "enum": list(DAYS)},
        shortest=_SHARE | {"description": "With every duration as short as its dates allow."},
        longest=_SHARE | {"description": "With every duration as long as its dates allow."},
    ),
) | {"title": "Precedents"}
