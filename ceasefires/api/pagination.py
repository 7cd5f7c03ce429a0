"""Keyset pagination: pages that stay true while rows come and go."""

import base64
import binascii
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from types import NoneType
from typing import Any
from urllib.parse import urlencode

from django.core.exceptions import ValidationError
from django.db.models import BooleanField, DateTimeField, F, Field, Func, QuerySet, Value
from django.db.models.functions import Coalesce
from rest_framework.pagination import BasePagination
from rest_framework.response import Response

from ceasefires.models.functions import BeforeAll

from .parameters import LONGEST_CURSOR, Parameter, Refused, instant, one_of, text
from .problems import ParameterError

DEFAULT_LIMIT, LARGEST_LIMIT = 100, 1000


@dataclass(frozen=True, slots=True)
class Key:
    """What a list can be ordered by: a column, or another in its stead, or what stands for null."""

    column: str
    null: Any = None
    other: str | None = None

    def expression(self) -> Any:
        columns = [self.column, *([self.other] if self.other else [])]
        return F(self.column) if self.null is None else Coalesce(*columns, self.null)

    def of(self, row: Any) -> Any:
        value = getattr(row, self.column)
        return getattr(row, self.other) if value is None and self.other else value


def instant_key(column: str, nullable: bool = True) -> Key:
    """Unknown instants come before all others, so last where the latest come first."""
    return Key(column, BeforeAll() if nullable else None)


class Beyond(Func):
    """Whether a row lies beyond a position: (key, id) compared as a pair, which an index serves."""

    output_field = BooleanField()

    def __init__(self, *expressions: Any, after: bool) -> None:
        super().__init__(*expressions)
        self.operator = ">" if after else "<"

    def as_sql(self, compiler, connection, **extra):
        parts = [compiler.compile(each) for each in self.get_source_expressions()]
        sql = f"({parts[0][0]}, {parts[1][0]}) {self.operator} ({parts[2][0]}, {parts[3][0]})"
        return sql, [parameter for _, values in parts for parameter in values]


@dataclass(frozen=True, slots=True)
class Cursor:
    """A position in one ordering of one list: the row there, and which way to go."""

    resource: str
    ordering: str
    key: Any
    pk: Any
    backwards: bool = False

    def encode(self) -> str:
        row = [self.resource, self.ordering, self.key, str(self.pk), int(self.backwards)]
        packed = json.dumps(row, separators=(",", ":"), ensure_ascii=False, default=_plain)
        return base64.urlsafe_b64encode(packed.encode()).decode().rstrip("=")

    @classmethod
    def decode(cls, given: str, resource: str, ordering: str) -> "Cursor":
        """Read a cursor that this list, in this ordering, gave out."""
        try:
            packed = base64.b64decode(given + "=" * (-len(given) % 4), "-_", validate=True)
            of, by, key, pk, backwards = json.loads(packed)
            cursor = cls(of, by, key, pk, backwards == 1)
            as_given_out = cursor.encode() == given and "\x00" not in f"{key}{pk}"
        except (binascii.Error, ValueError, TypeError, RecursionError):
            as_given_out = False
        if not as_given_out or not isinstance(pk, str) or type(key) not in (str, int, NoneType):
            raise Refused("is not a cursor; take it from next or previous.")
        if of != resource or by != ordering:
            raise Refused("belongs to another list or ordering; take it from next or previous.")
        return cursor


def _plain(value: Any) -> str:
    return value.isoformat() if isinstance(value, datetime) else str(value)


def limit(given: str) -> int:
    if not given.isascii() or not given.isdigit() or not 1 <= len(given) <= 4:
        raise Refused(f"give a whole number from 1 to {LARGEST_LIMIT}.")
    if not 1 <= int(given) <= LARGEST_LIMIT:
        raise Refused(f"give a whole number from 1 to {LARGEST_LIMIT}.")
    return int(given)


LIMIT = Parameter(
    "limit",
    limit,
    "How many rows a page holds.",
    {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT, "default": DEFAULT_LIMIT},
)
ALL = "all"
LIMIT_OR_ALL = Parameter(
    "limit",
    lambda given: ALL if given == ALL else limit(given),
    "How many rows a page holds; all, in any form but JSON: every row, in one answer.",
    {
        "anyOf": [
            {"type": "integer", "minimum": 1, "maximum": LARGEST_LIMIT},
            {"type": "string", "enum": [ALL]},
        ],
        "default": DEFAULT_LIMIT,
    },
)
CURSOR = Parameter(
    "cursor", text, "Where a page begins, as given in next and previous.", longest=LONGEST_CURSOR
)
COUNT = Parameter(
    "count",
    one_of(["exact"]),
    "exact: count all rows that the filters leave, as `count`.",
    {"type": "string", "enum": ["exact"]},
)


def ordering_parameter(keys: Mapping[str, Key], default: str) -> Parameter:
    names = [sign + name for name in keys for sign in ("", "-")]
    return Parameter(
        "ordering",
        one_of(names),
        f"The order; with - the other way round. {default}, where not given.",
        {"type": "string", "enum": names, "default": default},
    )


class KeysetPagination(BasePagination):
    """Pages of a view that has ``keys``, ``default_ordering`` and the parsed ``parameters``."""

    def paginate_queryset(self, queryset: Any, request: Any, view: Any = None) -> list[Any]:
        self.request = request
        self.resource = view.resource
        self.given = view.parameters
        self.ordering = self.given.get("ordering", view.default_ordering)
        self.key = view.keys[self.ordering.removeprefix("-")]
        self.limit = self.given.get("limit", DEFAULT_LIMIT)
        self.cursor = self._cursor()
        self.count = queryset.count() if "count" in self.given else None
        found = self._rows(queryset)
        self.more, rows = len(found) > self.limit, found[: self.limit]
        self.page = rows[::-1] if self._backwards else rows
        return self.page

    @property
    def _backwards(self) -> bool:
        return bool(self.cursor and self.cursor.backwards)

    def _cursor(self) -> Cursor | None:
        if "cursor" not in self.given:
            return None
        try:
            return Cursor.decode(self.given["cursor"], self.resource, self.ordering)
        except Refused as refused:
            raise ParameterError(("cursor", "invalid", str(refused))) from None

    def _rows(self, queryset: QuerySet) -> list[Any]:
        ascending = self.ordering.startswith("-") == self._backwards
        if self.cursor:
            queryset = queryset.filter(_beyond(self.cursor, queryset.model, self.key, ascending))
        return list(in_order(queryset, self.key, ascending)[: self.limit + 1])

    def get_paginated_response(self, data: list[Any]) -> Response:
        following = self.page and (self.more or self._backwards)
        preceding = self.page and (self.more if self._backwards else self.cursor is not None)
        links = {
            "next": self._link(self.page[-1], backwards=False) if following else None,
            "previous": self._link(self.page[0], backwards=True) if preceding else None,
        }
        body = links | ({} if self.count is None else {"count": self.count}) | {"results": data}
        return Response(body, headers=link_header(links))

    def _link(self, row: Any, backwards: bool) -> str:
        key, pk = self.key.of(row), row.pk
        return page_url(
            self.request, Cursor(self.resource, self.ordering, key, pk, backwards).encode()
        )

    def get_paginated_response_schema(self, schema: dict[str, Any]) -> dict[str, Any]:
        return page_schema(schema)


def in_order(queryset: QuerySet, key: Key, ascending: bool) -> QuerySet:
    by = key.expression()
    way = (by.asc(), F("pk").asc()) if ascending else (by.desc(), F("pk").desc())
    return queryset.order_by(*way)


def _beyond(cursor: Cursor, model: Any, key: Key, ascending: bool) -> Beyond:
    """The rows past a cursor; its values are checked by the columns' own fields."""
    try:
        at = _key_value(model._meta.get_field(key.column), cursor.key, key.null)
        pk = _as_held(model._meta.pk, cursor.pk)
    except (ValidationError, ValueError, TypeError) as refused:
        raise ParameterError(("cursor", "invalid", "is not a cursor of this list.")) from refused
    return Beyond(key.expression(), F("pk"), at, pk, after=ascending)


def _key_value(column: Field, given: Any, null: Any) -> Any:
    if given is None and null is not None:
        return null
    if isinstance(column, DateTimeField):
        return Value(instant(given), output_field=column)
    return _as_held(column, given)


def _as_held(column: Field, given: Any) -> Value:
    """A value as its column holds it; refused in any other form."""
    value = column.clean(given, None)
    if str(value) != str(given):
        raise ValueError(given)
    return Value(value, output_field=column)


def page_url(request, cursor: str, name: str = "cursor") -> str:
    """The address of this request's list with another cursor."""
    query = request.query_params.copy()
    query[name] = cursor
    pairs = [(name, value) for name, values in query.lists() for value in values]
    return f"{request.build_absolute_uri(request.path)}?{urlencode(pairs)}"


def link_header(links: Mapping[str, str | None]) -> dict[str, str]:
    names = {"next": "next", "previous": "prev"}
    parts = [f'<{url}>; rel="{names[name]}"' for name, url in links.items() if url]
    return {"Link": ", ".join(parts)} if parts else {}


def page_schema(rows: dict[str, Any]) -> dict[str, Any]:
    link = {"type": ["string", "null"], "format": "uri"}
    return {
        "type": "object",
        "required": ["next", "previous", "results"],
        "properties": {
            "next": link,
            "previous": link,
            "count": {"type": "integer", "description": "Only with count=exact."},
            "results": rows,
        },
        "additionalProperties": False,
    }
