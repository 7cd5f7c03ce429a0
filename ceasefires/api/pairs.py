"""Pages of computed rows, whose position is a pair of texts rather than a stored row."""

from collections.abc import Callable
from typing import Any

from django.db.models import F, QuerySet, TextField, Value
from rest_framework.response import Response

from .pagination import DEFAULT_LIMIT, Beyond, Cursor, link_header, page_url
from .parameters import Refused
from .problems import ParameterError


class PairPage:
    """One page of a view's computed rows, ordered by two text columns, ``first`` and ``second``.

    ``resource`` and ``ordering`` name the list, so that a cursor of another is refused.
    """

    def __init__(self, view: Any, resource: str, ordering: str) -> None:
        self.request = view.request
        self.resource, self.ordering = resource, ordering
        self.limit = view.given("limit", DEFAULT_LIMIT)
        self.cursor = self._cursor(view.given("cursor"))
        self.counts = "count" in view.parameters
        self.counted: dict[str, int] = {}

    def _cursor(self, given: str | None) -> Cursor | None:
        if given is None:
            return None
        try:
            cursor = Cursor.decode(given, self.resource, self.ordering)
        except Refused as refused:
            raise ParameterError(("cursor", refused.code, str(refused))) from None
        if not isinstance(cursor.key, str):
            raise ParameterError(("cursor", "invalid", "is not a cursor of this list."))
        return cursor

    @property
    def backwards(self) -> bool:
        return bool(self.cursor and self.cursor.backwards)

    def beyond(self, queryset: QuerySet) -> QuerySet:
        """The rows past the cursor; before any grouping."""
        if self.cursor is None:
            return queryset
        at = [Value(each, TextField()) for each in (self.cursor.key, self.cursor.pk)]
        return queryset.filter(Beyond(F("first"), F("second"), *at, after=not self.backwards))

    def count(self, whole: Callable[[], QuerySet]) -> None:
        """Count the whole list, where that is asked."""
        if self.counts:
            self.counted = {"count": whole().count()}

    def cut(self, queryset: QuerySet) -> list[Any]:
        """This page's rows, in order; remembers whether there are more."""
        way = ("-first", "-second") if self.backwards else ("first", "second")
        return self._keep(list(queryset.order_by(*way)[: self.limit + 1]))

    def cut_listed(self, listed: list[dict[str, Any]]) -> list[Any]:
        """The same of rows at hand, listed in order."""
        self.counted = {"count": len(listed)} if self.counts else {}
        at = (self.cursor.key, self.cursor.pk) if self.cursor else ("", "")
        if self.backwards:
            return self._keep([row for row in listed[::-1] if (row["first"], row["second"]) < at])
        return self._keep([row for row in listed if (row["first"], row["second"]) > at])

    def _keep(self, found: list[Any]) -> list[Any]:
        self.more, rows = len(found) > self.limit, found[: self.limit]
        self.rows = rows[::-1] if self.backwards else rows
        return self.rows

    def response(self, results: list[Any]) -> Response:
        following = self.rows and (self.more or self.backwards)
        preceding = self.rows and (self.more if self.backwards else self.cursor is not None)
        links = {
            "next": self._link(self.rows[-1], False) if following else None,
            "previous": self._link(self.rows[0], True) if preceding else None,
        }
        return Response(links | self.counted | {"results": results}, headers=link_header(links))

    def _link(self, row: dict[str, Any], backwards: bool) -> str:
        cursor = Cursor(self.resource, self.ordering, row["first"], row["second"], backwards)
        return page_url(self.request, cursor.encode())
