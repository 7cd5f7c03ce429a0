"""Counts of acts, and sums of persons killed and injured, by one or two groupings."""

from collections.abc import Callable
from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import (
    Case,
    Count,
    F,
    Q,
    QuerySet,
    Sum,
    TextField,
    Value,
    When,
)
from django.db.models.functions import Cast, Coalesce
from django.db.models.lookups import Exact
from rest_framework.response import Response

from ceasefires.choices import Precision, Relation, Verification, ViolationKind, Vocabulary
from ceasefires.models import Ceasefire, Party
from ceasefires.models.functions import PERIODS, LocalPeriod, SpanUpper

from .fields.groups import OPTIONAL_COUNT
from .fields.references import LEAF_SCHEMA, OPTIONAL_LEAF_SCHEMA, leaf
from .pagination import page_schema
from .pairs import PairPage
from .parameters import Parameter, one_of, time_zone
from .problems import ParameterError

COLUMNS = {
    "ceasefire": "ceasefire__slug",
    "attributed_to": "attributed_to__slug",
    "kind": "kind",
    "verification": "verification_then",
    "relation": "relation_then",
}
VOCABULARIES: dict[str, type[Vocabulary]] = {
    "kind": ViolationKind,
    "verification": Verification,
    "relation": Relation,
}
GROUPS = [*PERIODS, *COLUMNS]

GROUP_BY = Parameter(
    "group_by",
    one_of(GROUPS),
    "One or two groupings (required). A day, week (by its Monday) or month is null for acts that "
    "are not dated so exactly.",
    {"type": "string", "enum": GROUPS},
    many=True,
)
TIME_ZONE = Parameter(
    "time_zone",
    time_zone,
    "The IANA zone of days, weeks and months; where not given, that of each act's ceasefire.",
)


def _period(period: str, zone: ZoneInfo | None) -> Case:
    """The period that an act falls in; empty for one that may fall in one of several.

    An act's day is one of its ceasefire's zone: in another zone it may be part of two.
    """
    shown_in = Value(zone.key) if zone else F("ceasefire__time_zone")
    last = SpanUpper("occurred", "ceasefire__time_zone") - Value(timedelta(microseconds=1))
    first, final = (LocalPeriod(period, each, shown_in) for each in (F("occurred_at"), last))
    within_one = Q(occurred_precision=Precision.MINUTE.value) | Q(Exact(first, final))
    return Case(When(within_one, then=first), default=Value(""))


class Summary:
    """The summary that a request to ``view`` asks for, over some acts."""

    def __init__(self, view: Any, acts: QuerySet) -> None:
        self.view, self.acts = view, acts
        self.groups: list[str] = view.given("group_by") or []
        if not 1 <= len(self.groups) <= 2:
            message = f"give one or two of: {', '.join(GROUPS)}."
            raise ParameterError(
                ("group_by", "required" if not self.groups else "too_many", message)
            )
        self._check_beside_groups()

    def _check_beside_groups(self) -> None:
        if self.view.given("time_zone") and not set(PERIODS) & set(self.groups):
            message = f"says nothing without a grouping by {', '.join(PERIODS)}."
            raise ParameterError(("time_zone", "alone", message))
        for name in set(GROUPS) & set(self.view.given("fields", ())) - set(self.groups):
            raise ParameterError(("fields", "unknown", f"{name} is not grouped by."))

    def response(self) -> Response:
        page = PairPage(self.view, "violations/summary", ",".join(self.groups))
        acts = self._keyed()
        page.count(lambda: self._grouped(acts))
        rows = self._shown(page.cut(self._grouped(page.beyond(acts))))
        return page.response([self.view.only_asked(row) for row in rows])

    def _keyed(self) -> QuerySet:
        first, second = (*map(self._key, self.groups), Value("", TextField()))[:2]
        return self.acts.order_by().annotate(first=first, second=second)

    def _grouped(self, acts: QuerySet) -> QuerySet:
        sums = {
            f"{of}_{part}": Sum(f"{of}_{part}")
            for of in ("killed", "injured")
            for part in ("low", "best", "high")
        }
        renamed = {f"sum_{name}": total for name, total in sums.items()}
        return acts.values("first", "second").annotate(count=Count("pk"), **renamed)

    def _key(self, group: str) -> Any:
        """What a grouping groups by, as text; empty for null."""
        if group in COLUMNS:
            return Cast(Coalesce(COLUMNS[group], Value("")), TextField())
        return Cast(_period(group, self.view.given("time_zone")), TextField())

    def _shown(self, rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
        show = [self._shower(group, rows, column) for group, column in self._placed()]
        return [
            {
                group: shower(row[column])
                for (group, column), shower in zip(self._placed(), show, strict=True)
            }
            | {
                "count": row["count"],
                "killed": _sums(row, "killed"),
                "injured": _sums(row, "injured"),
            }
            for row in rows
        ]

    def _placed(self) -> list[tuple[str, str]]:
        return list(zip(self.groups, ("first", "second"), strict=False))

    def _shower(self, group: str, rows: list[dict[str, Any]], column: str) -> Callable[[str], Any]:
        models: dict[str, Any] = {"ceasefire": Ceasefire, "attributed_to": Party}
        if group not in models:
            return lambda key: key or None
        resource = "ceasefires" if group == "ceasefire" else "parties"
        slugs = {row[column] for row in rows}
        found = {each.slug: each for each in models[group].objects.filter(slug__in=slugs)}
        context = self.view.get_serializer_context()
        return lambda key: leaf(context, resource, found[key]) if key else None


def _sums(row: dict[str, Any], of: str) -> dict[str, int | None]:
    return {part: row[f"sum_{of}_{part}"] for part in ("low", "best", "high")}


_SUMS = {
    "type": "object",
    "required": ["low", "best", "high"],
    "additionalProperties": False,
    "properties": dict.fromkeys(("low", "best", "high"), OPTIONAL_COUNT),
    "description": "Sums of what is reported; null: nothing is.",
}
ROW_SCHEMA: dict[str, Any] = {
    "title": "ViolationSummary",
    "type": "object",
    "required": ["count", "killed", "injured"],
    "additionalProperties": False,
    "properties": {period: {"type": ["string", "null"]} for period in PERIODS}
    | {"ceasefire": LEAF_SCHEMA, "attributed_to": OPTIONAL_LEAF_SCHEMA}
    | {
        name: {"type": "string", "enum": [each.value for each in vocabulary]}
        for name, vocabulary in VOCABULARIES.items()
    }
    | {"count": {"type": "integer", "minimum": 1}, "killed": _SUMS, "injured": _SUMS},
}
SUMMARY_SCHEMA = page_schema({"type": "array", "items": ROW_SCHEMA})
