"""What sources code of a ceasefire beside its curated values, in the API's shape."""

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from datetime import datetime, timedelta
from itertools import groupby
from typing import Any, NamedTuple
from uuid import UUID
from zoneinfo import ZoneInfo

from django.utils.text import slugify

from ceasefires.choices import (
    Answer,
    CeasefireClass,
    Declaration,
    EndType,
    Enforcement,
    Precision,
    Purpose,
    Role,
    Scope,
    Vocabulary,
)
from ceasefires.comparisons import Outcome, outcome
from ceasefires.durations import duration
from ceasefires.models import Coding
from ceasefires.rules.comparison import (
    Both,
    exclusive,
    lasting,
    named,
    overlapping,
    shared,
    untold,
    within,
)
from ceasefires.rules.fuzzy import Span, span_of

from .fields.comparisons import OUTCOME_SCHEMA, outcome_shown
from .fields.references import LEAF_SCHEMA
from .fields.scalars import OPTIONAL_INSTANT, utc
from .parameters import Refused, instant
from .serializers.claims import CodingSerializer
from .states import Asked, closed_object, rows

SILENT = {"", "unknown", "unclear"}
CODED: dict[str, type[Vocabulary]] = {
    "declaration": Declaration,
    "ceasefire_class": CeasefireClass,
    "scope": Scope,
    "written": Answer,
    "implementation_mechanism": Answer,
    "enforcement": Enforcement,
    "end_type": EndType,
}
INSTANTS = ("declared", "effective", "scheduled_end", "ended")
ROLES = (Role.MEDIATOR.value, Role.GUARANTOR.value, Role.MONITOR.value)
# A day, month or year as texts write it; how long each is, and an hour.
DATE = re.compile(r"(\d{4})(?:-(\d\d))?(?:-(\d\d))?")
LENGTHS = {Precision.YEAR: 4, Precision.MONTH: 7, Precision.DAY: 10, Precision.HOUR: 13}
DATED = {length: precision for precision, length in LENGTHS.items()}


class Attribute(NamedTuple):
    """How its values are read from texts, None where they tell nothing; whether two can be so.

    ``several``: each coding names one of several values that may hold together.
    """

    read: Callable[[Sequence[str], ZoneInfo], Any]
    both: Both
    several: bool = False


def _words(texts: Sequence[str], zone: ZoneInfo) -> frozenset[str] | None:
    words = {word.lower() for text in texts for word in re.split(r"[\s,;]+", text)}
    return frozenset(words - SILENT) or None


def _names(texts: Sequence[str], zone: ZoneInfo) -> frozenset[str] | None:
    names = {slugify(name) for text in texts for name in re.split("[,;]", text)}
    return frozenset(names - SILENT) or None


def _instant(texts: Sequence[str], zone: ZoneInfo) -> Span | str | None:
    text = " ".join(texts).strip()
    try:
        return _date(text, zone) or Span.exactly(instant(text))
    except (Refused, ValueError, OverflowError):
        return None if text.lower() in SILENT else text


def _duration(texts: Sequence[str], zone: ZoneInfo) -> timedelta | str | None:
    return duration(" ".join(texts)) or _text(texts, zone)


def _date(text: str, zone: ZoneInfo) -> Span | None:
    found = DATE.fullmatch(text)
    if not found:
        return None
    year, month, day = (int(part or 1) for part in found.groups())
    return span_of(datetime(year, month, day, tzinfo=zone), DATED[len(text)], zone)


def _text(texts: Sequence[str], zone: ZoneInfo) -> str | None:
    text = " ".join(" ".join(texts).lower().split())
    return None if text in SILENT else text


PURPOSE = Attribute(_words, within([each.value for each in Purpose], shared), several=True)
ATTRIBUTES = {
    "purpose": PURPOSE,
    "purposes": PURPOSE,
    **dict.fromkeys(ROLES, Attribute(_names, named, several=True)),
    **dict.fromkeys(INSTANTS, Attribute(_instant, overlapping)),
    "planned_duration": Attribute(_duration, lasting),
    **{
        name: Attribute(_words, within([each.value for each in vocabulary], exclusive))
        for name, vocabulary in CODED.items()
    },
}
OTHER = Attribute(_text, untold)


def comparison_shown(
    shown: dict[str, Any], codings: Iterable[Coding], asked: Asked, context: dict[str, Any]
) -> dict[str, Any]:
    """``shown`` is the ceasefire as the API shows it."""
    return {
        "ceasefire": {name: shown[name] for name in ("slug", "name", "url")},
        "known_at": utc(asked.known_at),
        "results": [
            {"field": field, "curated": curated}
            | outcome_shown(found)
            | {"claims": CodingSerializer(claims, many=True, context=context).data}
            for field, curated, found, claims in _compared(shown, codings)
        ],
    }


def _compared(
    shown: dict[str, Any], codings: Iterable[Coding]
) -> Iterator[tuple[str, list[str], Outcome, list[Coding]]]:
    """Each field that is coded, its curated values, what all of these come to, the codings."""
    zone = ZoneInfo(shown["time_zone"])
    for field, found in groupby(sorted(codings, key=_by_field), key=lambda each: each.field):
        claims, attribute = list(found), ATTRIBUTES.get(field, OTHER)
        curated = _curated(shown, field)
        read = _span(shown[field], zone) if field in INSTANTS else attribute.read(curated, zone)
        said = [attribute.read(_values(each, claims, attribute), zone) for each in claims]
        yield field, curated, outcome(claims, [*said, read], attribute.both), claims


def _by_field(coding: Coding) -> tuple[str, UUID]:
    return coding.field, coding.pk


def _values(coding: Coding, claims: Iterable[Coding], attribute: Attribute) -> list[str]:
    """What it gives; of several values all that its claimant gives in that source."""
    if not attribute.several:
        return [coding.value]
    same = [each for each in claims if _voice(each) == _voice(coding)]
    return [each.value for each in same]


def _voice(coding: Coding) -> tuple[int, str]:
    return coding.source_id, coding.claimant


def _curated(shown: dict[str, Any], field: str) -> list[str]:
    """The curated values, as texts; none where nothing is known."""
    if field in ROLES:
        return [each["party"]["slug"] for each in shown["participations"] if each["role"] == field]
    value = shown.get("purposes" if field == "purpose" else field)
    if field in INSTANTS:
        value = _as_text(shown[field])
    values = value if isinstance(value, list) else [value]
    return [each for each in values if isinstance(each, str) and each not in SILENT]


def _as_text(fuzzy: dict[str, Any]) -> str | None:
    """A fuzzy instant as far as it is known, in local time; a week by its first day."""
    if fuzzy["precision"] == Precision.WEEK:
        return f"{fuzzy['local'][:10]}/P7D"
    written: str | None = fuzzy["local"]
    return written and written[: LENGTHS.get(fuzzy["precision"])]


def _span(fuzzy: dict[str, Any], zone: ZoneInfo) -> Span | None:
    at = fuzzy["at"] and instant(fuzzy["at"])
    return span_of(at, fuzzy["precision"], zone)


COMPARISON_SCHEMA = closed_object(
    ceasefire=LEAF_SCHEMA,
    known_at=OPTIONAL_INSTANT | {"description": "As asked; null: now."},
    results=rows(
        field={"type": "string"},
        curated={
            "type": "array",
            "items": {"type": "string"},
            "description": "What this tracker holds, as text; empty where it is not known.",
        },
        **OUTCOME_SCHEMA["properties"],
        claims={"type": "array", "items": {"$ref": "#/components/schemas/Coding"}},
    ),
) | {"title": "CeasefireComparison"}
